"""Small files with borders, made for the tests."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import shapely
from shapely import Polygon

# Two squares beside each other near Utrecht, longitude and latitude.
WEST = [[5.0, 52.0], [5.1, 52.0], [5.1, 52.1], [5.0, 52.1], [5.0, 52.0]]
EAST = [[5.1, 52.0], [5.2, 52.0], [5.2, 52.1], [5.1, 52.1], [5.1, 52.0]]
BOW_TIE = [[5.0, 52.0], [5.1, 52.1], [5.1, 52.0], [5.0, 52.1], [5.0, 52.0]]
# A square of one kilometre at Amersfoort, where RD has its origin: x 155000, y 463000 is 5.38720621 E, 52.15517440 N.
AMERSFOORT_RD: list[tuple[float, float]] = [
    (155_000, 463_000),
    (156_000, 463_000),
    (156_000, 464_000),
    (155_000, 464_000),
    (155_000, 463_000),
]


def feature(ring: Any, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def geojson(place: Path, *features: dict[str, Any], **members: object) -> Path:
    place.write_text(json.dumps({"type": "FeatureCollection", "features": features, **members}))
    return place


def geopackage(place: Path, layers: Mapping[str, Mapping[str, list[tuple[float, float]]]], srs: int = 28992) -> Path:
    """A GeoPackage with a layer per name, in which each code has a ring in the coordinates of ``srs``."""
    with closing(sqlite3.connect(place)) as package:
        package.executescript(
            """
            CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition);
            CREATE TABLE gpkg_contents (table_name, data_type, identifier, srs_id);
            CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m);
            """
        )
        package.execute("INSERT INTO gpkg_spatial_ref_sys VALUES ('x', ?, 'EPSG', ?, '')", (srs, srs))
        for name, rings in layers.items():
            package.execute("INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?)", (name, name, srs))
            package.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POLYGON', ?, 0, 0)", (name, srs))
            package.execute(f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY, geom BLOB, statcode TEXT, jaarcode INT)')
            for code, ring in rings.items():
                package.execute(
                    f'INSERT INTO "{name}" (geom, statcode, jaarcode) VALUES (?, ?, 2024)', (_blob(ring, srs), code)
                )
        package.commit()
    return place


def _blob(ring: list[tuple[float, float]], srs: int) -> bytes:
    shape = Polygon(ring)
    left, low, right, high = shape.bounds
    header = b"GP" + bytes([0, 0b00000011]) + struct.pack("<i4d", srs, left, right, low, high)
    return header + bytes(shapely.to_wkb(shape))
