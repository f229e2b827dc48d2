"""People who bring figures in, and ways to look at what is in the tables afterwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from knooppunt.ground.figures.actions import import_file
from knooppunt.ground.figures.models import Observation, Superseded
from knooppunt.ground.figures.rules.report import Report
from knooppunt.ground.figures.tests.made_files import GENERIC_HEADER, made
from knooppunt.kit.authority import Actor, Mandate

ROSA = Actor(
    id="0190b3a4-0000-7000-8000-000000000001",
    name="Rosa, information manager",
    organisation="0190b3a4-0000-7000-8000-0000000000aa",
    mandates=frozenset(Mandate(f"figures.{verb}") for verb in ("read", "import", "review")),
)
WIM = Actor(id="0190b3a4-0000-7000-8000-000000000002", name="Wim, who only reads", organisation=ROSA.organisation,
            mandates=frozenset({Mandate("figures.read")}))  # fmt: skip

TABLES = ("delivery", "series", "observation", "superseded", "gap", "flag", "quarantined")
CASES = "tests.positive"


def line(area: str, day: str, value: object, indicator: str = CASES) -> str:
    """A row of a generic file about one day."""
    return f"{indicator},{area},{day},{day},{value}"


def bring(folder: Path, *rows: str, name: str = "table.csv", actor: Actor = ROSA, **options: Any) -> Report:
    """Import a generic file with ``rows``."""
    return import_file(path=made(folder, name, GENERIC_HEADER, *rows), file_name=name, actor=actor, **options)


def counts() -> dict[str, int]:
    """How many rows each table of the room has, and the journal."""
    with connection.cursor() as cursor:
        tables = {name: f"figures_{name}" for name in TABLES} | {
            "journal": "journal_entry",
            "original": "files_original",
        }
        found = {}
        for name, table in tables.items():
            cursor.execute(f"SELECT count(*) FROM {table}")
            (found[name],) = cursor.fetchone()
        return found


def now_held(area: str, day: str, *, made: str = "delivered", indicator: str = CASES) -> Observation | None:
    """The current version of a day in an area."""
    return Observation.objects.filter(
        series__area=area, series__made=made, series__indicator=indicator, starts=date.fromisoformat(day)
    ).first()


def value(area: str, day: str, *, made: str = "delivered", indicator: str = CASES) -> float | None:
    """The current value of a day in an area, which must be there."""
    found = now_held(area, day, made=made, indicator=indicator)
    assert found is not None, f"nothing is held of {area} on {day}"
    return found.value


def before(area: str, day: str, *, made: str = "delivered") -> list[Superseded]:
    """The superseded versions, the oldest first."""
    found = Superseded.objects.filter(series__area=area, series__made=made, starts=date.fromisoformat(day))
    return list(found.order_by("known_from"))
