"""Areas on the borders of any day: what moved, what merged, and how many municipalities belong in a sum.

Sums are kept on the latest borders. On other borders the municipalities that moved in between are taken out or put in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

from knooppunt.ground.figures.rules.reconcile import vintage_of
from knooppunt.ground.geography.public import area, areas, latest_borders, movers, parent_of, population

TABLE_BEGINS = date(2020, 1, 1)
LEVELS = ("region", "province", "ggd", "nation")


@cache
def vintages() -> Mapping[date, frozenset[str]]:
    """The municipalities that exist from each day on which some changed."""
    found: dict[date, frozenset[str]] = {}
    day: date | None = TABLE_BEGINS
    while day is not None:
        there = areas("municipality", day)
        found[day] = frozenset(one.code for one in there)
        day = min((one.valid_until for one in there if one.valid_until), default=None)
    return found


@lru_cache(maxsize=256)
def eras(codes: frozenset[str]) -> tuple[date, ...]:
    """Per one of ``vintages()``, on the municipalities of which day a source that named ``codes`` counts for it."""
    return tuple(vintage_of(codes, start, vintages()) for start in vintages())


def era(day: date) -> int:
    """The place among ``vintages()`` of the municipalities of a day."""
    return max(bisect_right(_starts(), day) - 1, 0)


@cache
def _starts() -> tuple[date, ...]:
    return tuple(vintages())


@cache
def _origins() -> Mapping[str, tuple[str, ...]]:
    """Which municipalities merged, wholly or in part, into each."""
    found: dict[str, tuple[str, ...]] = {}
    for code in sorted(frozenset().union(*vintages().values())):
        for heir in area(code).merged_into:
            found[heir] = (*found.get(heir, ()), code)
    return found


@lru_cache(maxsize=4096)
def makers(code: str, borders: date) -> tuple[frozenset[str], frozenset[str]]:
    """The municipalities, of any time, that are ``code`` on the borders of a day: whole ones, and split ones."""
    whole: set[str] = {code}
    split: set[str] = set()
    for origin in _origins().get(code, ()):
        ended = area(origin).valid_until
        if ended is None or ended > borders:
            continue
        deeper, torn = makers(origin, borders)
        split |= torn | (deeper if len(area(origin).merged_into) > 1 else frozenset())
        whole |= deeper
    return frozenset(whole - split), frozenset(split)


@lru_cache(maxsize=4096)
def moved(code: str, level: str, borders: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which municipalities to take out of, and to put into, the sum of ``code`` to have it on other borders."""
    base = latest_borders()
    travellers = sorted(movers(level, borders, base))
    out = tuple(c for c in travellers if parent_of(c, level, base) == code != parent_of(c, level, borders))
    into = tuple(c for c in travellers if parent_of(c, level, borders) == code != parent_of(c, level, base))
    return out, into


@lru_cache(maxsize=4096)
def same_borders(code: str, kind: str, one: date, other: date) -> bool:
    """Whether an area is the same ground on both days."""
    one, other = max(one, TABLE_BEGINS), max(other, TABLE_BEGINS)
    if kind == "municipality":
        later = max(one, other)
        there = vintages()[_starts()[era(min(one, other))]]
        whole, split = makers(code, later)
        return not ((whole | split) & there) - {code}
    if kind not in LEVELS:
        return True
    return not any(code in (parent_of(c, kind, one), parent_of(c, kind, other)) for c in movers(kind, one, other))


@lru_cache(maxsize=256)
def _sizes(level: str, counted_on: date, borders: date) -> Counter[str | None]:
    return Counter(parent_of(code, level, borders) for code in vintages()[counted_on])


def expected(code: str, level: str, counted_on: date, borders: date) -> int:
    """How many municipalities of the day ``counted_on`` lie in ``code`` on the borders of ``borders``."""
    return _sizes(level, counted_on, borders)[code]


@cache
def regions() -> tuple[str, ...]:
    """The codes of the regions."""
    return tuple(one.code for one in areas("region", latest_borders()))


@lru_cache(maxsize=65536)
def inhabitants(code: str, kind: str, day: date, borders: date | None) -> float | None:
    """The inhabitants in the year of ``day``, counted on the borders asked for; None when unknown."""
    on = borders or (latest_borders() if kind in LEVELS else day)
    if same_borders(code, kind, day, on):
        found = population(code, day)
        return float(found.value) if found else None
    counts = [population(one, day) for one in _municipalities_of(code, kind, day, on)]
    known = [count.value for count in counts if count is not None]
    return float(sum(known)) if known and len(known) == len(counts) else None


def _municipalities_of(code: str, kind: str, day: date, borders: date) -> frozenset[str]:
    """The municipalities of ``day`` that lie in ``code``, or become it, on the borders of another day."""
    there = vintages()[_starts()[era(day)]]
    if kind != "municipality":
        return frozenset(one for one in there if parent_of(one, kind, borders) == code)
    whole, split = makers(code, borders)
    return frozenset() if split & there else whole & there


@cache
def unknown_parts(code: str, kind: str) -> tuple[str, ...]:
    """The areas "municipality unknown" that count in a province or the nation."""
    if kind == "nation":
        return tuple(one.code for one in areas("unknown", latest_borders()))
    return (f"{code}-X",) if kind == "province" else ()


def peers(code: str, borders: date | None) -> tuple[str, ...]:
    """The areas of the same kind, among which a rank is taken."""
    return tuple(one.code for one in areas(area(code).kind, borders or latest_borders()))
