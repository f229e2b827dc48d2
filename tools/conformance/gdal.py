"""GDAL (Debian's gdal-bin) reads the collections, with their borders, in both systems of coordinates."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator

from tools.conformance.stage import Skipped, Stage

REGIONS = 25
RD_X, RD_Y = (0, 300_000), (300_000, 640_000)


def check(stage: Stage) -> Iterator[str]:
    """A line for what GDAL does not read as it is."""
    if shutil.which("ogrinfo") is None:
        raise Skipped("there is no ogrinfo; on Debian it is in gdal-bin")
    source = f"OAPIF:{stage.url}/ogc/v1"
    summary = _said(stage, "ogrinfo", "-ro", "-so", source, "regions")
    for wanted in (f"Feature Count: {REGIONS}", "code: String", "population: Integer"):
        if wanted not in summary:
            yield f"ogrinfo does not say {wanted!r}: {summary[-1500:]}"
    listed = _said(stage, "ogrinfo", "-ro", source)
    yield from (f"ogrinfo does not list {name}" for name in ("municipalities", "ggd-regions") if name not in listed)
    out = stage.folder / "regions.json"
    _said(stage, "ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=NO", str(out), source, "regions",
          "-oo", "CRS=EPSG:28992", "-oo", "PAGE_SIZE=10")  # fmt: skip
    read = json.loads(out.read_text()) if out.exists() else {"features": []}
    if len(read["features"]) != REGIONS:
        yield f"ogr2ogr read {len(read['features'])} regions over pages of 10"
    yield from _misplaced(read)


def _misplaced(read: dict[str, object]) -> Iterator[str]:
    features = read["features"]
    assert isinstance(features, list)
    for one in features:
        coordinates = one["geometry"]["coordinates"] if one["geometry"] else None
        while coordinates and isinstance(coordinates[0], list):
            coordinates = coordinates[0]
        if not coordinates or not 2 < coordinates[0] < 300_000:
            yield f"{one['properties']['code']} lies at {coordinates}"


def _said(stage: Stage, *command: str) -> str:
    done = subprocess.run(
        [*command, "--config", "GDAL_HTTP_HEADERS", stage.header],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr
