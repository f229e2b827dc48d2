"""Maps as Vega-Lite: tiles drawn by us, or the real borders once they were imported. One specification, no WebGL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from knooppunt.rooms.picture.exchange.charts import QUIET, Spec, specification
from knooppunt.rooms.picture.rules.classes import class_of

# ColorBrewer YlGnBu, five classes: safe for the colour-blind, and rising in darkness, so it survives a grey print.
CLASSES = ("#FFFFCC", "#A1DAB4", "#41B6C4", "#2C7FB8", "#253494")
UNKNOWN = "#FFFFFF"
DARK_FROM = 3


class Tile(Protocol):
    """Where a region stands in the tile map."""

    @property
    def code(self) -> str: ...
    @property
    def column(self) -> int: ...
    @property
    def row(self) -> int: ...
    @property
    def abbreviation(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Ground:
    """What a map is drawn on: the tiles, or ``shapes`` when borders are known.

    ``shapes``: GeoJSON with ``code`` and ``at`` (longitude, latitude of where to write) in the properties of a feature.
    """

    tiles: Sequence[Tile]
    shapes: Mapping[str, Any] | None = None


Texts = Mapping[str, str]
Values = Mapping[str, float | None]


def drawn(block: Mapping[str, Any], texts: Texts, values: Values, ground: Ground, language: str) -> Spec:
    """The map of a block. ``texts``: the value of each region as it is written on it; ``values``: what colours it."""
    colouring = Colouring(tuple(block["breaks"]), texts, values)
    if ground.shapes is not None:
        return border_map(colouring, ground.shapes, language)
    return tile_map(colouring, ground.tiles, language)


@dataclass(frozen=True, slots=True)
class Colouring:
    """The values of a map by region code, and where its classes part."""

    breaks: tuple[float, ...]
    texts: Texts
    values: Values

    def row(self, code: str) -> Spec:
        """Fill (``k``), ink (``i``) and text (``t``) of one region; a region without a value is white with a ``?``."""
        value = self.values.get(code)
        words = {"code": code, "t": self.texts.get(code, "?")}
        if value is None:
            return words | {"k": UNKNOWN, "i": "#000000"}
        fill = colours(len(self.breaks) + 1)[class_of(value, self.breaks)]
        return words | {"k": fill, "i": "#FFFFFF" if fill in CLASSES[DARK_FROM:] else "#000000"}


def colours(count: int) -> list[str]:
    """Colours for this number of classes, from light to dark, spread over the whole range."""
    if count == 1:
        return [CLASSES[1]]
    return [CLASSES[round(place * (len(CLASSES) - 1) / (count - 1))] for place in range(count)]


def tile_map(colouring: Colouring, tiles: Sequence[Tile], language: str) -> Spec:
    """Every region as a square with its abbreviation and its value."""
    rows = [{"c": tile.column, "r": tile.row, "a": tile.abbreviation} | colouring.row(tile.code) for tile in tiles]
    height = 46 * len({tile.row for tile in tiles})
    place = {
        "x": {"field": "c", "type": "ordinal", "axis": None, "scale": {"padding": 0.05}},
        "y": {"field": "r", "type": "ordinal", "axis": None, "scale": {"padding": 0.05}},
    }
    square = {"type": "rect", "cornerRadius": 3, "stroke": QUIET, "strokeWidth": 0.6}
    layers = [
        {"mark": square, "encoding": {"color": _raw("k")}},
        _text("a", -7, 10, "normal"),
        _text("t", 8, 12, "bold"),
    ]
    return specification(language, height) | {"data": {"values": rows}, "encoding": place, "layer": layers}


def border_map(colouring: Colouring, shapes: Mapping[str, Any], language: str) -> Spec:
    """The same map over real borders."""
    features, labels = [], []
    for feature in shapes["features"]:
        row = colouring.row(feature["properties"]["code"])
        longitude, latitude = feature["properties"]["at"]
        features.append({"type": "Feature", "geometry": feature["geometry"], "properties": row})
        labels.append(row | {"x": longitude, "y": latitude})
    outline = {"type": "geoshape", "stroke": QUIET, "strokeWidth": 0.6}
    where = {"longitude": {"field": "x", "type": "quantitative"}, "latitude": {"field": "y", "type": "quantitative"}}
    words = _text("t", 0, 10, "bold")
    layers = [
        {"data": {"values": features}, "mark": outline, "encoding": {"color": _raw("properties.k")}},
        {"data": {"values": labels}, "mark": words["mark"], "encoding": words["encoding"] | where},
    ]
    return specification(language, 460) | {"projection": {"type": "mercator"}, "layer": layers}


def _raw(field: str) -> Spec:
    return {"field": field, "type": "nominal", "scale": None}


def _text(field: str, down: int, size: int, weight: str) -> Spec:
    mark = {"type": "text", "dy": down, "fontSize": size, "fontWeight": weight}
    return {"mark": mark, "encoding": {"text": {"field": field}, "color": _raw("i")}}
