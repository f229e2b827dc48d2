"""What maps are drawn on: our tiles, or the borders that were imported."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import shapely
import shapely.geometry

from knooppunt.ground.geography.public import HeldBorders, border_shapes, borders_held, tiles
from knooppunt.rooms.picture.exchange.maps import Ground

COARSE = 0.004  # degrees: about 300 metres, less than a pixel of a map of the country
PLACES = 3  # decimals of a degree


def regions_held() -> tuple[HeldBorders, ...]:
    """What was imported of the borders of regions, on which every map rests. One SQL query."""
    return borders_held("region")


def shapes_of(borders: date, held: Sequence[HeldBorders]) -> dict[str, Any] | None:
    """The borders of the 25 regions on a day; nothing until some were imported. One SQL query, the first time."""
    return border_shapes("region", borders, held)


def ground_of(shapes: Mapping[str, Any] | None) -> Ground:
    """The tiles, or the borders (GeoJSON as the geography room gives it)."""
    if shapes is None:
        return Ground(tiles())
    return Ground(tiles(), json.loads(_drawable(json.dumps(shapes["features"]))))


@lru_cache(maxsize=4)
def _drawable(features: str) -> str:
    """GeoJSON that is light enough to draw, with neighbours still sharing their border, and a point to write at."""
    given: list[dict[str, Any]] = json.loads(features)
    coarse = shapely.coverage_simplify([shapely.geometry.shape(one["geometry"]) for one in given], COARSE)
    drawn = []
    for one, shape in zip(given, coarse, strict=True):
        inside = shapely.point_on_surface(shape)
        at = [round(inside.x, PLACES), round(inside.y, PLACES)]
        properties = {"code": one["properties"]["code"], "at": at}
        drawn.append({"type": "Feature", "properties": properties, "geometry": _clockwise(shape)})
    return json.dumps({"type": "FeatureCollection", "features": drawn})


def _clockwise(shape: Any) -> Any:
    """Outer rings clockwise, as a geoshape reads them."""
    turned = shapely.orient_polygons(shapely.set_precision(shape, 10**-PLACES), exterior_cw=True)
    return json.loads(shapely.to_geojson(turned))
