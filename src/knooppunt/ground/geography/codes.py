"""What a file of borders is about: which property holds the codes, which areas those are, and of which day.

Pure: no Django, no files, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knooppunt.ground.geography.rules import Atlas, era, existing
from knooppunt.kit.problems import Invalid, phrase

CODE = re.compile(r"(VR\d{2}|PV\d{2}|GG\d{4}|GM\d{4})")
USUAL_NAMES = ("statcode", "code", "identificatie")
WATER_NAMES = ("h2o", "water")
YEAR_NAMES = ("jaarcode", "jaar")
NAMED_AT_MOST = 20

Properties = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Vintage:
    """The day the borders are of; ``told_by`` is ``asked``, ``codes``, ``year`` (a property) or ``today``."""

    day: date
    told_by: str


def code_property(rows: Sequence[Properties]) -> str | None:
    """The property that holds the code of each feature itself; None when there is none.

    At least half of the features must have a code in it. When several do (a municipality with the code of its region
    beside its own), it is the one with most different values; then a usual name; then the first.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    found = [name for name in names if 2 * sum(bool(CODE.fullmatch(text(row, name))) for row in rows) >= len(rows)]

    def strength(name: str) -> tuple[int, bool, int]:
        return len({text(row, name) for row in rows}), name.lower() in USUAL_NAMES, -names.index(name)

    return max(found, key=strength, default=None) if rows else None


def text(row: Properties, name: str) -> str:
    """The property as text without outer white space; empty when it is not there."""
    value = row.get(name)
    return "" if value is None else str(value).strip()


def is_water(row: Properties) -> bool:
    """Whether CBS marks this feature as the water part of a municipality."""
    return any(text(row, name).upper() == "JA" for name in row if name.lower() in WATER_NAMES)


def year_of(row: Properties) -> int | None:
    """The year that CBS and PDOK write beside a border, when there is one."""
    for name in row:
        if name.lower() in YEAR_NAMES and re.fullmatch(r"20\d\d", text(row, name)):
            return int(text(row, name))
    return None


def require_known(atlas: Atlas, codes: Iterable[str], place: str) -> None:
    """Raises :class:`Invalid` with the codes that are no area of any time."""
    unknown = sorted(code for code in codes if code not in atlas.areas)
    if unknown:
        raise Invalid(phrase("These codes in the file are not known: {codes}."), place=place, codes=_named(unknown))


def vintage_of(
    atlas: Atlas, codes: Iterable[str], *, asked: date | None, years: Iterable[int], today: date, place: str
) -> Vintage:
    """The day these borders are of: as asked, else told by the municipalities, else by a year in the file, else today.

    Raises :class:`Invalid` with the municipalities that did not exist on the day that was asked, or never all together.
    """
    municipalities = frozenset(code for code in codes if atlas.areas[code].kind == "municipality")
    newest = max(years, default=None)
    if asked:
        era(atlas, asked)
        _require_together(atlas, municipalities, asked, place)
        return Vintage(asked, "asked")
    if municipalities:
        return Vintage(_day_of(atlas, municipalities, place), "codes")
    if newest:
        return Vintage(date(newest, 1, 1), "year")
    return Vintage(today, "today")


def missing(atlas: Atlas, kind: str, codes: Iterable[str], on: date) -> tuple[str, ...]:
    """The codes of the areas of this kind on this day that are not among ``codes``."""
    return tuple(area.code for area in existing(atlas, kind, on) if area.code not in set(codes))


def _day_of(atlas: Atlas, codes: frozenset[str], place: str) -> date:
    def fitness(day: date) -> tuple[int, int, date]:
        there = {area.code for area in existing(atlas, "municipality", day)}
        return -len(codes - there), -len(there - codes), day

    best = max(atlas.changes, key=fitness)
    _require_together(atlas, codes, best, place)
    return best


def _require_together(atlas: Atlas, codes: frozenset[str], on: date, place: str) -> None:
    strangers = [f"{code} {atlas.areas[code].name}" for code in sorted(codes) if not atlas.areas[code].exists(on)]
    if strangers:
        raise Invalid(
            phrase("These municipalities in the file do not exist on {on}: {codes}."),
            place=place,
            on=on,
            codes=_named(strangers),
        )


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" (+{more})" if more > 0 else "")
