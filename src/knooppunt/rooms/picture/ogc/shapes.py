"""Borders as GeoJSON text, made once for each set of borders and each system of coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import shapely
import shapely.geometry

from knooppunt.ground.geography.public import HeldBorders, border_shapes, borders_held
from knooppunt.rooms.picture.ogc.places import CRS84, DECIMALS, to_rd

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The borders of one kind of area by code: as text to send, and as geometry to compare a box with.

    ``vintage``: of which day they are. ``whole`` is the box around all of them.
    """

    texts: dict[str, str]
    geometries: dict[str, Any]
    vintage: str
    whole: Box

    def within(self, box: Any) -> frozenset[str]:
        """The codes of what meets ``box`` (a geometry in the same system)."""
        shapely.prepare(box)
        return frozenset(code for code, geometry in self.geometries.items() if box.intersects(geometry))


def shapes_of(kind: str, on: date, crs: str) -> Shapes | None:
    """The borders of ``kind`` that fit ``on``; None until some were imported. One query, one more the first time."""
    return _shapes(kind, on, crs, borders_held(kind))


@lru_cache(maxsize=16)
def _shapes(kind: str, on: date, crs: str, held: Sequence[HeldBorders]) -> Shapes | None:
    found = border_shapes(kind, on, held)
    if found is None:
        return None
    turned = {one["id"]: _turned(one["geometry"], crs) for one in found["features"]}
    texts = {code: shapely.to_geojson(geometry) for code, geometry in turned.items()}
    west, south, east, north = shapely.total_bounds(list(turned.values()))
    return Shapes(texts, turned, found["vintage"], (float(west), float(south), float(east), float(north)))


def _turned(geometry: Any, crs: str) -> Any:
    """In the system ``crs``, to a centimetre, outer rings anticlockwise as RFC 7946 wants them."""
    shape = shapely.geometry.shape(geometry)
    if crs != CRS84:
        shape = shapely.transform(shape, to_rd().transform, interleaved=False)
    exact = shapely.set_precision(shape, 10.0 ** -DECIMALS[crs], mode="pointwise")
    return shapely.orient_polygons(exact, exterior_cw=False)
