"""GeoPackage (OGC 12-128): an SQLite file whose shapes are well-known binary behind a small header."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import shapely
from shapely import MultiPolygon, Polygon
from shapely.errors import ShapelyError

from knooppunt.ground.geography.exchange.layers import Feature, Layer, Shape, to_wgs84
from knooppunt.kit.problems import Invalid, phrase

MAGIC = b"SQLite format 3\x00"
ENVELOPE_SIZES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
LAYERS = """
    SELECT c.table_name, g.column_name, s.organization || ':' || s.organization_coordsys_id
    FROM gpkg_contents c
    JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
    JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
    WHERE c.data_type = 'features' ORDER BY c.table_name
"""


def layers(path: Path, name: str) -> tuple[Layer, ...]:
    """The feature layers of the package, their shapes turned into WGS 84. Raises :class:`Invalid`."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as package:
            package.row_factory = sqlite3.Row
            found = [_layer(package, *row, name=name) for row in package.execute(LAYERS).fetchall()]
    except sqlite3.Error as error:
        raise Invalid(phrase("This SQLite file is not a whole GeoPackage: {why}."), place=name, why=error) from error
    return tuple(found)


def _layer(package: sqlite3.Connection, table: str, column: str, system: str, *, name: str) -> Layer:
    place = f"{name}, layer {table}"
    quoted = table.replace('"', '""')
    rows = package.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608  a quoted table name of the file that is read
    features = [_feature(dict(row), column, f"{place}, row {number}") for number, row in enumerate(rows, start=1)]
    return Layer(table, to_wgs84(features, system.upper(), place))


def _feature(row: dict[str, Any], column: str, place: str) -> Feature:
    blob = row.pop(column, None)
    return Feature(row, _shape(blob, place) if blob is not None else None)


def _shape(blob: object, place: str) -> Shape | None:
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        raise Invalid(phrase("This is not a shape of a GeoPackage."), place=place)
    flags = blob[3]
    size = ENVELOPE_SIZES.get(flags >> 1 & 0b111)
    if size is None or flags & 0b100000:
        raise Invalid(phrase("This is not a shape of a GeoPackage."), place=place)
    try:
        shape = shapely.force_2d(shapely.from_wkb(blob[8 + size :]))
    except (ShapelyError, ValueError) as error:
        raise Invalid(phrase("The coordinates of a shape cannot be read: {why}"), place=place, why=error) from error
    return shape if isinstance(shape, Polygon | MultiPolygon) else None
