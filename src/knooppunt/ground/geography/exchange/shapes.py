"""Making shapes fit for a map: whole, without self-touching rings, light, and with rings the way d3 wants them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry import mapping

from knooppunt.ground.geography.exchange.layers import Shape
from knooppunt.kit.problems import Invalid, phrase

# A map of the country on a wall screen does not show more; a page stays light with it.
POINTS_ENOUGH = 40_000
# Degrees: from about 35 m to about 2 km. Many small islands may leave more points than enough; then so be it.
TOLERANCES = (0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032)
DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Repaired:
    """Whole shapes by code, and for each shape that was not: what was wrong with it."""

    shapes: Mapping[str, Shape]
    faults: Mapping[str, str]


def repair(parts: Iterable[tuple[str, Shape]], place: str) -> Repaired:
    """One valid shape per code: parts of one area are put together, rings that touch themselves are split.

    Raises :class:`Invalid` when nothing is left of a shape.
    """
    by_code: dict[str, list[Shape]] = {}
    for code, part in parts:
        by_code.setdefault(code, []).append(part)
    shapes: dict[str, Shape] = {}
    faults: dict[str, str] = {}
    for code, pieces in by_code.items():
        wrong = [shapely.is_valid_reason(piece) for piece in pieces if not piece.is_valid]
        if wrong:
            faults[code] = wrong[0]
        shapes[code] = _surface(shapely.union_all([_whole(piece) for piece in pieces]))
        if shapes[code].is_empty:
            raise Invalid(phrase("Nothing is left of the shape of {code}."), place=place, code=code)
    return Repaired(shapes, faults)


def dissolve(shapes: Mapping[str, Shape], parents: Mapping[str, str]) -> dict[str, Shape]:
    """The shapes of the parents: those of their children put together."""
    children: dict[str, list[Shape]] = {}
    for code, parent in parents.items():
        children.setdefault(parent, []).append(shapes[code])
    return {parent: _surface(shapely.union_all(pieces)) for parent, pieces in children.items()}


def lighten(shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """The shapes with no more points than a map needs; neighbours keep sharing their border."""
    light = list(shapes.values())
    for tolerance in TOLERANCES:
        if _points(light) <= POINTS_ENOUGH:
            break
        light = [_whole(shape) for shape in shapely.coverage_simplify(light, tolerance)]
    return dict(zip(shapes, light, strict=True))


def drawable(shape: Shape) -> dict[str, Any]:
    """The shape as a GeoJSON geometry: five decimals (a metre), outer rings clockwise, holes the other way.

    RFC 7946 has it the other way round; d3-geo takes an outer ring that runs counter-clockwise for the whole globe
    but for the area.
    """
    turned = mapping(shapely.orient_polygons(shape, exterior_cw=True))
    return {"type": turned["type"], "coordinates": _rounded(turned["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, DECIMALS)
    return [_rounded(inner) for inner in coordinates]


def _points(shapes: Iterable[Shape]) -> int:
    return int(sum(shapely.get_num_coordinates(shape) for shape in shapes))


def _whole(shape: Shape) -> Shape:
    """The shape made valid. A part inside another part stays land (``structure``), it does not become a hole."""
    return _surface(shapely.make_valid(shape, method="structure", keep_collapsed=False))


def _surface(shape: Any) -> Shape:
    """Only the polygons of a shape: repairing may leave loose lines and points."""
    if isinstance(shape, Polygon | MultiPolygon):
        whole: Shape = shape
        return whole
    surface: Shape = MultiPolygon(
        [part for part in shapely.get_parts(shapely.get_parts(shape)) if isinstance(part, Polygon)]
    )
    return surface
