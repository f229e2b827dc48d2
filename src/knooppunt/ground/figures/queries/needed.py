"""What a question needs: indicators, areas, and the series that may answer it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from knooppunt.ground.figures.queries.asking import Ask
from knooppunt.ground.figures.queries.borders import LEVELS, makers, moved, peers, regions, unknown_parts
from knooppunt.ground.figures.queries.catalogue import (
    KnownIndicator,
    Stream,
    streams_for,
)
from knooppunt.ground.figures.queries.family import parts_within
from knooppunt.ground.figures.queries.held import Name
from knooppunt.ground.figures.rules.methods import Recipe, recipe
from knooppunt.ground.figures.rules.naming import REPORTS
from knooppunt.ground.geography.public import area, latest_borders

SHARE_IN_REGION = "sewage.share_in_region"


def slugs_of(asks: Iterable[Ask]) -> set[str]:
    """Every indicator that is needed, those that a share is taken of and the shares of plants too."""
    slugs: set[str] = set()
    for ask in asks:
        asked = recipe(ask.method)
        slugs |= {ask.indicator} | ({asked.other} if asked.other else set())
        slugs |= {SHARE_IN_REGION} if asked.over_plants else set()
    return slugs


def names_of(ask: Ask, known: Mapping[str, KnownIndicator], borders: date | None) -> set[Name]:
    """The series that may be needed, of any source."""
    asked = recipe(ask.method)
    codes = {
        code
        for target in targets(ask, asked, borders)
        for code in codes_of(target, borders, over_plants=asked.over_plants)
    }
    streams = [pair for slug in filter(None, (ask.indicator, asked.other)) for pair in streams_for(slug, known)]
    slugs = {one.slug for one, _ in streams}
    if ask.source in (None, REPORTS) or ask.yields:
        codes |= _parts_of_family(targets(ask, asked, borders), streams, borders)
    stratum = None if asked.over_plants else ask.stratum
    slugs |= {SHARE_IN_REGION} if asked.over_plants else set()
    return {Name(slug, code, stratum) for slug in slugs for code in codes}


def _parts_of_family(
    codes: Iterable[str], streams: Iterable[tuple[KnownIndicator, Stream]], borders: date | None
) -> set[str]:
    named = {code for _, stream in streams if stream.members for code in stream.areas}
    return {part for code in codes for part in parts_within(code, named, borders)} if named else set()


def targets(ask: Ask, asked: Recipe, borders: date | None) -> tuple[str, ...]:
    """The areas to compute: those asked for, and with a rank all of their like."""
    if not asked.ranked:
        return tuple(dict.fromkeys(ask.areas))
    return tuple(dict.fromkeys([*ask.areas, *(peer for code in ask.areas for peer in peers(code, borders))]))


def codes_of(code: str, borders: date | None, *, over_plants: bool = False) -> set[str]:
    """The areas whose series may be needed for the figures of ``code``."""
    kind = area(code).kind
    codes = {code, *unknown_parts(code, kind), *(regions() if over_plants and kind == "nation" else ())}
    if kind == "municipality":
        whole, split = makers(code, borders or latest_borders())
        codes |= whole | split
    elif kind in LEVELS and borders is not None:
        out, into = moved(code, kind, borders)
        codes |= {*out, *into}
    return codes
