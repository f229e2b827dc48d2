"""GDAL (Debian's gdal-bin) reads the collections, with their borders, in both systems of coordinates."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from urllib.parse import quote

from tools.conformance import Stage
from tools.conformance.limits import finish

REGIONS = 25
Box = tuple[tuple[float, float], tuple[float, float]]
LAND: Box = ((3, 8), (50, 54))
RD: Box = ((0, 300_000), (300_000, 640_000))
"""Within which the country lies: in degrees, and in metres."""
RD_URI = "http://www.opengis.net/def/crs/EPSG/0/28992"


def check(stage: Stage) -> Iterator[str]:
    """A line for what GDAL does not read as it is."""
    if shutil.which("ogrinfo") is None:
        yield "there is no ogrinfo; on Debian it is in gdal-bin"
        return
    source = f"OAPIF:{stage.url}/ogc/v1"
    summary = _said(stage, "ogrinfo", "-ro", "-so", source, "regions")
    for wanted in (f"Feature Count: {REGIONS}", "code: String", "population: Integer"):
        if wanted not in summary:
            yield f"ogrinfo does not say {wanted!r}: {summary[-1500:]}"
    listed = _said(stage, "ogrinfo", "-ro", source)
    yield from (f"ogrinfo does not list {name}" for name in ("municipalities", "ggd-regions") if name not in listed)
    yield from _read(stage, "in pages of 10", LAND, source, "regions", "-oo", "PAGE_SIZE=10")
    if "'CRS'" in _said(stage, "ogrinfo", "--format", "OAPIF").replace('"', "'"):
        yield from _read(stage, "in RD", RD, source, "regions", "-oo", "CRS=EPSG:28992")
    else:  # before 3.7 it asks for no other system, but it reads what is asked for
        page = f"{stage.url}/ogc/v1/collections/regions/items?limit=100&crs={quote(RD_URI, safe='')}"
        yield from _read(stage, "in RD", RD, page, "-a_srs", "EPSG:28992")


def _read(stage: Stage, how: str, within: Box, *source: str) -> Iterator[str]:
    out = stage.folder / "regions.json"
    out.unlink(missing_ok=True)
    said = _said(stage, "ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=NO", str(out), *source)
    features = json.loads(out.read_text())["features"] if out.exists() else []
    if len(features) != REGIONS:
        yield f"ogr2ogr read {len(features)} regions {how}: {said[-1500:]}"
    for one in features:
        place = one["geometry"]["coordinates"] if one["geometry"] else None
        while place and isinstance(place[0], list):
            place = place[0]
        if not place or not all(least < number < most for number, (least, most) in zip(place, within, strict=True)):
            yield f"{how}, {one['properties']['code']} lies at {place}"


def _said(stage: Stage, *command: str) -> str:
    return finish([*command, "--config", "GDAL_HTTP_HEADERS", stage.header], stage.folder)[1]
