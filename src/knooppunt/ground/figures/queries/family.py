"""The reports of all organisations as one source: the 25 regions answer a question about the nation together.

Each organisation has series of its own. Which of them speaks for an area is settled before anything is read; the whole
is added up out of these while answering, so that no report waits for another and each is seen by who may see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from knooppunt.ground.figures.queries.borders import LEVELS, regions
from knooppunt.ground.figures.queries.catalogue import Stream
from knooppunt.ground.figures.queries.held import FoundSeries
from knooppunt.ground.figures.rules.naming import report_slug
from knooppunt.ground.geography.public import area, latest_borders, parent_of

Shelf = Mapping[tuple[str, str], list[FoundSeries]]
"""Series of one source by (area, made)."""
Found = Mapping[tuple[str, str], Shelf]
"""Shelves by (indicator, source)."""


def arranged(found: Iterable[FoundSeries]) -> Found:
    """The found series, by what one looks for."""
    shelves: dict[tuple[str, str], dict[tuple[str, str], list[FoundSeries]]] = {}
    for one in found:
        shelf = shelves.setdefault((one.indicator, one.source), {})
        shelf.setdefault((one.area, one.made), []).append(one)
    return shelves


def shelf_of(slug: str, stream: Stream, found: Found) -> Shelf:
    """The series of a stream; of the family what its members delivered, for each area the one that speaks first.

    That is the organisation of the area itself, or else the one that reported last.
    """
    if not stream.members:
        return found.get((slug, stream.source), {})
    together: dict[tuple[str, str], list[FoundSeries]] = {}
    for member in stream.members:
        for name, series in found.get((slug, member.source), {}).items():
            if name[1] == "delivered":
                together.setdefault(name, []).extend(series)
    for (code, _made), several in together.items():
        own = report_slug(area=code, abbreviation="", key="")
        several.sort(key=lambda one: one.source != own)
    return together


def parts_within(code: str, areas: Iterable[str], borders: date | None) -> set[str]:
    """Those of ``areas`` of which the family makes up ``code``; none when that is no sum of areas."""
    kind = area(code).kind
    if kind not in LEVELS:
        return set()
    on = borders or latest_borders()
    of_regions = set(regions()) if kind == "nation" else set()
    return {
        one
        for one in areas
        if one in of_regions or (area(one).kind == "municipality" and parent_of(one, kind, on) == code)
    }


def parts(code: str, shelf: Shelf, borders: date | None) -> tuple[tuple[int, ...], bool]:
    """The series that the family adds up for ``code``, and whether they are those of whole regions.

    A nation of which one region reports as a whole is added up from regions: who reports by municipality only is
    missing from it, and is counted as missing.
    """
    there = {one for one, made in shelf if made == "delivered"}
    inside = parts_within(code, there - {code}, borders)
    whole = {one for one in inside if area(one).kind == "region"}
    return tuple(shelf[one, "delivered"][0].id for one in sorted(whole or inside)), bool(whole)
