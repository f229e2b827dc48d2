"""GeoJSON (RFC 7946), and the older ``crs`` member that Dutch files still carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from knooppunt.ground.geography.exchange.layers import WGS84, Feature, Layer, shape_of, to_wgs84
from knooppunt.kit.problems import Invalid, phrase


def layers(document: dict[str, Any], name: str) -> tuple[Layer, ...]:
    """The one layer of a FeatureCollection or a single Feature. Raises :class:`Invalid`."""
    features = document.get("features") if document["type"] == "FeatureCollection" else [document]
    if not isinstance(features, list):
        raise Invalid(phrase("The member {member} is not a list."), place=name, member="features")
    read = tuple(_features(features, name))
    return (Layer("features", to_wgs84(read, _system(document, name), name)),)


def _features(features: list[Any], name: str) -> Iterator[Feature]:
    for number, feature in enumerate(features, start=1):
        place = f"{name}, feature {number}"
        if not isinstance(feature, dict):
            raise Invalid(phrase("This feature is not an object."), place=place)
        geometry = feature.get("geometry") or {}
        properties = feature.get("properties") or {}
        if not isinstance(geometry, dict) or not isinstance(properties, dict):
            raise Invalid(phrase("This feature is not an object."), place=place)
        kind, coordinates = geometry.get("type"), geometry.get("coordinates")
        polygons = [coordinates] if kind == "Polygon" else coordinates
        yield Feature(_with_id(feature, properties), shape_of(kind, polygons or (), place))


def _with_id(feature: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"id": feature["id"], **properties} if "id" in feature else properties


def _system(document: dict[str, Any], name: str) -> str:
    crs = document.get("crs")
    if crs is None:
        return WGS84
    try:
        title = str(crs["properties"]["name"])
    except (KeyError, TypeError) as error:
        raise Invalid(phrase("The member {member} cannot be read."), place=name, member="crs") from error
    if title.upper().endswith("CRS84"):
        return WGS84
    number = re.search(r"EPSG\W+(?:[\d.]*:)?(\d+)$", title, re.IGNORECASE)
    return f"EPSG:{number[1]}" if number else title
