"""Features as GeoJSON text. Borders are text already, so that a page of features is put together and not written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from knooppunt.ground.geography.public import Area, areas
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.picture.ogc.asking import Wanted
from knooppunt.rooms.picture.ogc.facts import figures_asked, known_of
from knooppunt.rooms.picture.ogc.places import Collection
from knooppunt.rooms.picture.ogc.shapes import Shapes, shapes_of

NO_BORDERS = phrase(
    "The geometry of these features is null: no borders were imported. The tile map of the pages is a drawing, not a"
    " place on earth, so it is not given here."
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of features as text, and how many there are in all. ``members`` stand beside them in the answer."""

    features: str
    matched: int
    returned: int
    members: dict[str, Any]


def page_of(collection: Collection, wanted: Wanted, actor: Actor) -> Page:
    """The features that are asked for, in order of code."""
    on = today()
    shapes = shapes_of(collection.kind, on, wanted.crs)
    found = _chosen(collection, wanted, _within(collection, wanted))
    shown = found[wanted.offset : wanted.offset + wanted.limit]
    features = _features(shown, collection, wanted, shapes, actor)
    return Page(",".join(features), len(found), len(shown), borders_told(shapes))


def feature_of(collection: Collection, code: str, wanted: Wanted, actor: Actor) -> tuple[str, dict[str, Any]]:
    """One feature as text, without its last brace, and what stands beside it. Raises :class:`NotFound`."""
    on = today()
    found = next((area for area in areas(collection.kind, on) if area.code == code), None)
    if found is None:
        raise NotFound(phrase("There is no area {code}."), place="featureId", code=code)
    shapes = shapes_of(collection.kind, on, wanted.crs)
    (text,) = _features([found], collection, wanted, shapes, actor)
    return text.removesuffix("}"), borders_told(shapes)


def borders_told(shapes: Shapes | None) -> dict[str, Any]:
    """Of which day the borders are; without borders why there is no geometry."""
    return {"bordersOf": shapes.vintage} if shapes else {"geometryNote": _(NO_BORDERS)}


def _within(collection: Collection, wanted: Wanted) -> frozenset[str] | None:
    """The codes of areas that meet the box that is asked for; None when none is."""
    if wanted.box is None:
        return None
    shapes = shapes_of(collection.kind, today(), wanted.box_crs)
    return shapes.within(wanted.box) if shapes else frozenset()


def _chosen(collection: Collection, wanted: Wanted, inside: frozenset[str] | None) -> list[Area]:
    on = today()
    first, last = wanted.days
    found = [
        area
        for area in areas(collection.kind, on)
        if (inside is None or area.code in inside)
        and area.valid_from <= last
        and (area.valid_until is None or area.valid_until > first)
    ]
    for name, value in wanted.filters:
        found = [area for area in found if _known(area, collection)[name] == value]
    return found


def _features(
    shown: Sequence[Area], collection: Collection, wanted: Wanted, shapes: Shapes | None, actor: Actor
) -> list[str]:
    figures = figures_asked(shown, wanted, actor)
    texts = shapes.texts if shapes else {}
    return [
        f'{{"type":"Feature","id":"{area.code}","geometry":{texts.get(area.code, "null")},"properties":'
        f"{_json(_known(area, collection) | figures[area.code])}}}"
        for area in shown
    ]


def _known(area: Area, collection: Collection) -> dict[str, Any]:
    return _known_on(area, collection, today().toordinal())


@lru_cache(maxsize=2048)
def _known_on(area: Area, collection: Collection, day: int) -> dict[str, Any]:
    return known_of(area, collection, today().fromordinal(day))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
