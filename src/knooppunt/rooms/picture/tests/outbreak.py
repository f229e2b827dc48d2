"""A small made outbreak for the tests with a database: 25 regions, thirty days, brought in through the front door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from knooppunt.ground.figures.public import Report, import_file
from knooppunt.kit.authority import Actor, Mandate, system_actor

ON = date(2020, 9, 15)
DAYS = 30
REGIONS = [f"VR{number:02d}" for number in range(1, 26)]
INDICATORS = {"cases.reported": 20, "hospital.admitted": 3, "deaths.reported": 1}
HEAD = "indicator,area,from,until,value"
WRITER = system_actor("test of pictures")

PERMISSIONS = ("picture.read", "picture.compile", "picture.publish", "figures.read")


def person(name: str, *permissions: str, organisation: str = "node") -> Actor:
    """Someone with these mandates for the whole country."""
    return Actor(
        name.lower(), name, organisation, "person", frozenset(Mandate(permission) for permission in permissions)
    )


SANNE = person("Sanne", *PERMISSIONS)
JORIS = person("Joris", "picture.read", organisation="elsewhere")
NOOR = person("Noor")


def value_on(indicator: str, area: str, day: date) -> int:
    """What the made source counts."""
    return INDICATORS[indicator] * (int(area[2:]) % 7 + 1) + (day.toordinal() * int(area[2:])) % 11


def rows(until: date = ON, without: Iterable[tuple[str, date]] = ()) -> list[str]:
    """A line for every indicator, region and day, but those that are ``without`` (region, day)."""
    missing = set(without)
    days = [until - timedelta(days=back) for back in range(DAYS)]
    return [
        f"{indicator},{area},{day},{day},{value_on(indicator, area, day)}"
        for indicator in INDICATORS
        for area in REGIONS
        for day in days
        if (area, day) not in missing
    ]


def bring(folder: Path, lines: Iterable[str], name: str = "figures.csv") -> Report:
    """Import these lines as a file."""
    path = folder / name
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return import_file(path=path, file_name=name, actor=WRITER)
