"""Looking up areas. Codes, names, populations and borders are public facts: nobody is asked who they are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from knooppunt.ground.geography import rules
from knooppunt.ground.geography.atlas import normal, spellings, the_atlas, tile_map
from knooppunt.ground.geography.models import Border, BorderSet
from knooppunt.ground.geography.rules import KINDS, LEVELS, NATION, Area, Match, Population, Tile, checked


def area(code: str) -> Area:
    """The area with this code, of any time. Raises :class:`NotFound` when there is none."""
    return the_atlas().area(code)


def is_known(code: str) -> bool:
    """Whether any area, of any time, has this code."""
    return code in the_atlas().areas


def area_name(code: str) -> str:
    """The name of the area in the language of the reader. Raises :class:`NotFound`."""
    found = area(code)
    if code == NATION:
        return _("The Netherlands")
    if found.kind == "unknown":
        return _("{area}, municipality unknown").format(area=area_name(found.parents[0]))
    return found.name


def areas(kind: str, on: date) -> tuple[Area, ...]:
    """The areas of ``kind`` that exist on ``on``, in order of code.

    ``kind`` is nation, region, province, ggd, municipality or unknown. Raises :class:`Invalid` for another kind or a
    day before the table begins (2020-01-01).
    """
    return _areas(checked(kind, KINDS), rules.era(the_atlas(), on))


def parent_of(code: str, level: str, on: date) -> str | None:
    """The region, province, GGD region (``level`` ``ggd``) or nation in which ``code`` lies on the borders of ``on``.

    A code that ended before ``on`` is followed into what it merged into; one that begins after ``on`` lies where all
    its predecessors lay. None when those differ, or when nothing is known (``PV20-X`` has a province, no region).
    An area is its own parent on its own level. Raises :class:`NotFound` for an unknown code.
    """
    return _parent(code, checked(level, LEVELS), rules.era(the_atlas(), on))


def region_of(code: str, on: date) -> str | None:
    """The safety region in which ``code`` lies on the borders of ``on``; see :func:`parent_of`."""
    return parent_of(code, "region", on)


def members(code: str, on: date) -> tuple[str, ...]:
    """The codes of the municipalities of a region, province, GGD region or the nation on ``on``, in order."""
    return _members(code, rules.era(the_atlas(), on))


def movers(level: str, on: date, base: date) -> frozenset[str]:
    """The codes of municipalities, of any time, whose parent on ``level`` differs between the borders of two days."""
    atlas = the_atlas()
    return _movers(checked(level, LEVELS), rules.era(atlas, on), rules.era(atlas, base))


def latest_borders() -> date:
    """The day since when the borders of all municipalities have been as they are now."""
    return the_atlas().changes[-1]


def population(code: str, on: date) -> Population | None:
    """The inhabitants of ``code`` on the borders of ``on``, with the year and source of the count that fits best.

    None when nothing is known. An earlier count goes before a later one; ``year`` says which was used.
    """
    return _population(code, rules.population_day(the_atlas(), on))


def match_name(text: str, kind: str) -> Match | None:
    """The area that ``text`` stands for among areas of ``kind``: an official name or a listed alias, never a guess.

    ``alias_used`` is true whenever ``text`` is not exactly the official name.
    """
    found = spellings().get((kind, normal(text)))
    if found and not found.alias_used and the_atlas().areas[found.code].name != text:
        return Match(found.code, alias_used=True)
    return found


def tiles() -> tuple[Tile, ...]:
    """The tile map of the 25 regions, in order of code."""
    return tile_map()


class HeldBorders(NamedTuple):
    """Borders that were imported: those of one kind on one day."""

    vintage: date
    derived: bool
    imported_at: datetime
    id: UUID


def borders_held(kind: str) -> tuple[HeldBorders, ...]:
    """What was imported of ``kind``: while it is the same, :func:`border_shapes` gives the same. One SQL query."""
    sets = BorderSet.objects.filter(kind=checked(kind, KINDS)).order_by("imported_at", "id")
    return tuple(HeldBorders(*row) for row in sets.values_list(*HeldBorders._fields))


def border_shapes(kind: str, on: date, held: Sequence[HeldBorders] | None = None) -> dict[str, Any] | None:
    """The borders of ``kind`` that fit ``on`` as a GeoJSON FeatureCollection for a geoshape; None until imported.

    Features have properties ``code`` and ``name``; outer rings run clockwise. The members ``vintage`` (ISO day) and
    ``derived`` say whose borders they are. ``held``: what :func:`borders_held` told; without it that is asked. One SQL
    query more the first time in a process.
    """
    known = borders_held(kind) if held is None else held
    vintage = rules.choose_vintage(the_atlas(), kind, on, (one.vintage for one in known))
    if vintage is None:
        return None
    newest = max((one for one in known if one.vintage == vintage), key=lambda one: (not one.derived, *one[2:]))
    features = json.loads(_features(newest.id))
    return {
        "type": "FeatureCollection",
        "vintage": vintage.isoformat(),
        "derived": newest.derived,
        "features": features,
    }


@lru_cache(maxsize=16)
def _features(border_set: UUID) -> str:
    rows = Border.objects.filter(border_set=border_set).order_by("code").values_list("code", "geometry")
    return json.dumps(
        [
            {"type": "Feature", "id": code, "properties": {"code": code, "name": area(code).name}, "geometry": geometry}
            for code, geometry in rows
        ]
    )


@cache
def _areas(kind: str, on: date) -> tuple[Area, ...]:
    return rules.existing(the_atlas(), kind, on)


@cache
def _parent(code: str, level: str, on: date) -> str | None:
    return rules.parent(the_atlas(), code, level, on)


@cache
def _members(code: str, on: date) -> tuple[str, ...]:
    return rules.members(the_atlas(), code, on)


@cache
def _movers(level: str, on: date, base: date) -> frozenset[str]:
    return rules.movers(the_atlas(), level, on, base)


@cache
def _population(code: str, on: date) -> Population | None:
    return rules.population(the_atlas(), code, on)
