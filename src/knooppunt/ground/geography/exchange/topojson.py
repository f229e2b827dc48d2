"""TopoJSON 1.0: shared arcs, optionally quantised (delta-encoded integers with a scale and an offset)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knooppunt.ground.geography.exchange.layers import WGS84, Feature, Layer, shape_of, to_wgs84
from knooppunt.kit.problems import Invalid, phrase

Arc = list[tuple[float, float]]


def layers(document: dict[str, Any], name: str) -> tuple[Layer, ...]:
    """One layer for each object of the topology. Raises :class:`Invalid`."""
    arcs = _arcs(document, name)
    objects = document.get("objects")
    if not isinstance(objects, dict):
        raise Invalid(phrase("The member {member} cannot be read."), place=name, member="objects")
    return tuple(
        Layer(title, to_wgs84(_features(thing, arcs, f"{name}, object {title}"), WGS84, f"{name}, object {title}"))
        for title, thing in objects.items()
    )


def _arcs(document: dict[str, Any], name: str) -> list[Arc]:
    try:
        transform = document.get("transform")
        if transform is None:
            return [[(point[0], point[1]) for point in arc] for arc in document["arcs"]]
        scale, offset = transform["scale"], transform["translate"]
        return [list(_unquantised(arc, scale, offset)) for arc in document["arcs"]]
    except (KeyError, TypeError, IndexError) as error:
        raise Invalid(phrase("The member {member} cannot be read."), place=name, member="arcs") from error


def _unquantised(arc: list[list[int]], scale: list[float], offset: list[float]) -> Iterator[tuple[float, float]]:
    x = y = 0
    for point in arc:
        x, y = x + point[0], y + point[1]
        yield x * scale[0] + offset[0], y * scale[1] + offset[1]


def _features(thing: Any, arcs: list[Arc], place: str) -> Iterator[Feature]:
    try:
        geometries = thing["geometries"] if thing.get("type") == "GeometryCollection" else [thing]
        for number, geometry in enumerate(geometries, start=1):
            yield _feature(geometry, arcs, f"{place}, geometry {number}")
    except (AttributeError, KeyError, TypeError) as error:
        raise Invalid(phrase("This object cannot be read."), place=place) from error


def _feature(geometry: dict[str, Any], arcs: list[Arc], place: str) -> Feature:
    kind, numbers = geometry.get("type"), geometry.get("arcs") or ()
    properties = geometry.get("properties") or {}
    if "id" in geometry:
        properties = {"id": geometry["id"], **properties}
    if kind not in ("Polygon", "MultiPolygon"):
        return Feature(properties, None)
    try:
        polygons = [numbers] if kind == "Polygon" else numbers
        rings = [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]
    except IndexError as error:
        raise Invalid(phrase("This shape names an arc that is not in the file."), place=place) from error
    return Feature(properties, shape_of(kind, rings, place))


def _ring(numbers: list[int], arcs: list[Arc]) -> Arc:
    """The arcs one after another; ``~number`` is an arc walked backwards. Joints are in both arcs: once is enough."""
    points: Arc = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points
