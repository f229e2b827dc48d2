"""Areas through time: who lies in whom on which day, how many people live there, and which borders fit a date.

Periods are half open: an area exists from ``valid_from`` up to, and not on, ``valid_until``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from knooppunt.kit.problems import Invalid, NotFound, phrase

NATION = "NL"
PREFIXES: Mapping[str, str] = MappingProxyType(
    {"nation": NATION, "region": "VR", "province": "PV", "ggd": "GG", "municipality": "GM"}
)
LEVELS = ("region", "province", "ggd", "nation")
KINDS = (*PREFIXES, "unknown")


@dataclass(frozen=True, slots=True)
class Area:
    """``parents`` are the areas it lies in during its whole life, ``merged_into`` those that took it over.

    ``kind`` is one of :data:`KINDS`; ``unknown`` is "somewhere in the province" (``PV20-X``) or nation (``NL-X``).
    A ``valid_from`` on the first day of the table means "on or before that day".
    """

    code: str
    name: str
    kind: str
    valid_from: date
    valid_until: date | None
    merged_into: tuple[str, ...]
    parents: tuple[str, ...]

    def exists(self, on: date) -> bool:
        return self.valid_from <= on and not self.ended(on)

    def ended(self, on: date) -> bool:
        return self.valid_until is not None and self.valid_until <= on

    def parent(self, level: str) -> str | None:
        """The code of the parent on this level; an area is its own parent on its own level."""
        if level == self.kind:
            return self.code
        return next((code for code in self.parents if code.startswith(PREFIXES[level])), None)


@dataclass(frozen=True, slots=True)
class Count:
    """A count of inhabitants per municipality on the day ``reference``, put on the borders of the day ``borders``."""

    reference: date
    borders: date
    total: int
    title: str
    inhabitants: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Population:
    """``value`` inhabitants on 1 January of ``year`` according to ``source``."""

    value: int
    year: int
    source: str


@dataclass(frozen=True, slots=True)
class Tile:
    """The place of a region on the tile map; column 0 is west, row 0 is north."""

    code: str
    column: int
    row: int
    abbreviation: str


@dataclass(frozen=True, slots=True)
class Match:
    """The area that a name stands for; ``alias_used`` when the name was not the official spelling."""

    code: str
    alias_used: bool


@dataclass(frozen=True, slots=True)
class Atlas:
    """All areas of the table. ``changes`` are the days on which a border changed, after the first day of the table."""

    areas: Mapping[str, Area]
    predecessors: Mapping[str, tuple[str, ...]]
    changes: tuple[date, ...]
    counts: tuple[Count, ...]

    def area(self, code: str) -> Area:
        """Raises :class:`NotFound` when no area has this code."""
        try:
            return self.areas[code]
        except KeyError:
            raise NotFound(phrase("There is no area {code}."), code=code) from None

    def municipalities(self) -> Iterable[Area]:
        return (area for area in self.areas.values() if area.kind == "municipality")


def make_atlas(areas: Iterable[Area], counts: Iterable[Count]) -> Atlas:
    """Put the areas in order of code and find who came from whom."""
    listed = {area.code: area for area in sorted(areas, key=lambda area: area.code)}
    predecessors: dict[str, tuple[str, ...]] = {}
    for area in listed.values():
        for heir in area.merged_into:
            predecessors[heir] = (*predecessors.get(heir, ()), area.code)
    days = {area.valid_from for area in listed.values()} | {area.valid_until for area in listed.values()}
    changes = tuple(sorted(day for day in days if day))
    ordered = tuple(sorted(counts, key=lambda count: count.reference))
    return Atlas(MappingProxyType(listed), MappingProxyType(predecessors), changes, ordered)


def era(atlas: Atlas, on: date) -> date:
    """The day since when the borders are as on ``on``. Raises :class:`Invalid` before the table begins."""
    place = bisect_right(atlas.changes, on)
    if not place:
        raise Invalid(phrase("The table of areas begins on {begins}; {on} is earlier."), begins=atlas.changes[0], on=on)
    return atlas.changes[place - 1]


def checked(value: str, allowed: Iterable[str]) -> str:
    """``value`` when it is a kind or level that exists; raises :class:`Invalid` otherwise."""
    if value not in allowed:
        raise Invalid(phrase("There is no kind of area called {kind}."), kind=value)
    return value


def parent(atlas: Atlas, code: str, level: str, on: date) -> str | None:
    """The area on ``level`` in which ``code`` lies on ``on``.

    A code that has ended is followed into what it merged into, one that has not begun back to what it came from; when
    those lie in different areas (Haaren, split over two regions) there is no answer: None.
    """
    area = atlas.area(code)
    if area.exists(on) or area.kind != "municipality":
        return area.parent(level)
    relatives = area.merged_into if area.ended(on) else atlas.predecessors.get(code, ())
    found = {parent(atlas, relative, level, on) for relative in relatives}
    return found.pop() if len(found) == 1 else None


def existing(atlas: Atlas, kind: str, on: date) -> tuple[Area, ...]:
    """The areas of this kind on ``on``, in order of code."""
    return tuple(area for area in atlas.areas.values() if area.kind == kind and area.exists(on))


def members(atlas: Atlas, code: str, on: date) -> tuple[str, ...]:
    """The codes of the municipalities that lie in ``code`` on ``on``, in order."""
    level = atlas.area(code).kind
    if level == "unknown":
        return ()
    return tuple(area.code for area in existing(atlas, "municipality", on) if area.parent(level) == code)


def movers(atlas: Atlas, level: str, on: date, other: date) -> frozenset[str]:
    """The municipalities, of any time, whose parent on ``level`` is not the same on both days."""
    codes = (area.code for area in atlas.municipalities())
    return frozenset(code for code in codes if parent(atlas, code, level, on) != parent(atlas, code, level, other))


def borders_are_equal(atlas: Atlas, kind: str, on: date, other: date) -> bool:
    """Whether the areas of ``kind`` have the same borders on both days."""
    if kind in ("municipality", "unknown"):
        return era(atlas, on) == era(atlas, other)
    return not movers(atlas, kind, on, other)


def choose_vintage(atlas: Atlas, kind: str, on: date, vintages: Iterable[date]) -> date | None:
    """The vintage that fits ``on``: one with the same borders, else the last one before, else the first after."""

    def fitness(vintage: date) -> tuple[bool, bool, int]:
        return not borders_are_equal(atlas, kind, on, vintage), vintage > on, abs((on - vintage).days)

    return min(set(vintages), key=fitness, default=None)


def population_day(atlas: Atlas, on: date) -> date:
    """The first day on which every population was what it is on ``on``: nothing was counted or moved in between."""
    days = (*atlas.changes, *(count.reference for count in atlas.counts))
    return max((day for day in days if day <= on), default=atlas.changes[0])


def population(atlas: Atlas, code: str, on: date) -> Population | None:
    """The inhabitants of ``code`` on the borders of ``on``, from the count that fits best; None when none does.

    Tried are the newest count on or before ``on`` and then older ones, then the first count after ``on``; a count is
    used only when it was made on the same borders, or when whole municipalities can be added up to them. An area that
    no longer exists keeps the count of its last day.
    """
    area = atlas.area(code)
    day = area.valid_until - timedelta(days=1) if area.valid_until and area.ended(on) else on
    for count in _in_order_of_fit(atlas.counts, on):
        value = _inhabitants(atlas, count, area, day)
        if value is not None:
            return Population(value, count.reference.year, count.title)
    return None


def _in_order_of_fit(counts: tuple[Count, ...], on: date) -> tuple[Count, ...]:
    before = tuple(count for count in reversed(counts) if count.reference <= on)
    return before + tuple(count for count in counts if count.reference > on)


def _inhabitants(atlas: Atlas, count: Count, area: Area, on: date) -> int | None:
    if area.kind == "nation":
        return count.total
    if area.kind == "municipality":
        return _inhabitants_of_municipality(atlas, count, area, on)
    moved = movers(atlas, area.kind, on, count.borders) if area.kind in LEVELS else frozenset()
    touched = {parent(atlas, code, area.kind, day) for code in moved for day in (on, count.borders)}
    codes = members(atlas, area.code, count.borders)
    return None if area.code in touched or not codes else sum(count.inhabitants[code] for code in codes)


def _inhabitants_of_municipality(atlas: Atlas, count: Count, area: Area, on: date) -> int | None:
    origins = atlas.predecessors.get(area.code, ())
    if area.exists(count.borders):
        took_over = {atlas.areas[code].valid_until for code in origins} - {area.valid_from}
        between = sorted((max(on, area.valid_from), count.borders))
        same = not any(day and between[0] < day <= between[1] for day in took_over)
        return count.inhabitants.get(area.code) if same else None
    whole = origins and all(atlas.areas[code].merged_into == (area.code,) for code in origins)
    if area.ended(count.borders) or not whole or not all(code in count.inhabitants for code in origins):
        return None
    return sum(count.inhabitants[code] for code in origins)
