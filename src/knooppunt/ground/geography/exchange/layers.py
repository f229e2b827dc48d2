"""What every format is read into: layers of features, each with properties and a shape in WGS 84."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyproj
import shapely
from pyproj.exceptions import CRSError, ProjError
from shapely import MultiPolygon, Polygon
from shapely.errors import ShapelyError

from knooppunt.kit.problems import Invalid, phrase

WGS84 = "EPSG:4326"
# The Netherlands with its territorial sea, and room to spare: degrees west, south, east, north.
SURROUNDINGS = (2.0, 50.0, 8.0, 56.0)

Ring = Sequence[Sequence[float]]
Shape: TypeAlias = Polygon | MultiPolygon


@dataclass(frozen=True, slots=True)
class Feature:
    """``shape`` is a polygon or several in WGS 84 (longitude, latitude), not yet checked; None for anything else."""

    properties: Mapping[str, object]
    shape: Shape | None


@dataclass(frozen=True, slots=True)
class Layer:
    """A named collection in a file: a GeoPackage layer, a TopoJSON object, or the whole of a GeoJSON file."""

    name: str
    features: tuple[Feature, ...]


def shape_of(kind: object, polygons: Any, place: str) -> Shape | None:
    """The shape of ``Polygon`` or ``MultiPolygon`` coordinates; None for another kind of geometry.

    ``polygons`` is what the file says: should be a list of polygons that are lists of rings. Raises :class:`Invalid`,
    naming ``place``, when it is not.
    """
    if kind not in ("Polygon", "MultiPolygon"):
        return None
    try:
        parts = [Polygon(_plane(rings[0]), [_plane(ring) for ring in rings[1:]]) for rings in polygons]
    except (ShapelyError, TypeError, ValueError, IndexError) as error:
        raise Invalid(phrase("The coordinates of a shape cannot be read: {why}"), place=place, why=error) from error
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _plane(ring: Ring) -> list[tuple[float, float]]:
    points = [(float(point[0]), float(point[1])) for point in ring]
    if not all(math.isfinite(number) for point in points for number in point):
        raise ValueError("not a finite number")
    return points


def to_wgs84(features: Iterable[Feature], system: str, place: str) -> tuple[Feature, ...]:
    """The features with their coordinates turned from ``system`` (such as ``EPSG:28992``) into WGS 84.

    Raises :class:`Invalid` for a system that is not known, or when the result does not lie in the Netherlands.
    """
    turned = tuple(features)
    if system != WGS84:
        turn = _turner(system, place)
        turned = tuple(Feature(one.properties, _turned(one.shape, turn)) for one in turned)
    _require_netherlands([one.shape for one in turned if one.shape], place)
    return turned


def _turner(system: str, place: str) -> Any:
    try:
        return pyproj.Transformer.from_crs(system, WGS84, always_xy=True).transform
    except (CRSError, ProjError) as error:
        raise Invalid(phrase("The coordinate system {system} is not known."), place=place, system=system) from error


def _turned(shape: Shape | None, turn: Any) -> Any:
    return shape and shapely.transform(shape, turn, interleaved=False)


def _require_netherlands(shapes: list[Shape], place: str) -> None:
    west, south, east, north = SURROUNDINGS
    for shape in shapes:
        if shape.is_empty:
            continue
        left, low, right, high = shape.bounds
        if not (west <= left and south <= low and right <= east and high <= north):
            raise Invalid(
                phrase(
                    "The coordinates do not lie in the Netherlands when read as longitude and latitude "
                    "(found {x:.5g}, {y:.5g}). Does the file say its coordinate system?"
                ),
                place=place,
                x=left,
                y=low,
            )
