"""Opening a file of borders: what it is, and its layers. Everything that is wrong is said with the name of the file."""

from __future__ import annotations

import gzip
import json
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from knooppunt.ground.geography.exchange import geojson, geopackage, topojson
from knooppunt.ground.geography.exchange.layers import Layer
from knooppunt.kit.problems import Invalid, phrase

LARGEST = 512 * 1024 * 1024
LARGEST_TEXT = 256 * 1024 * 1024
CHUNK = 1024 * 1024
FORMATS = {"FeatureCollection": "GeoJSON", "Feature": "GeoJSON", "Topology": "TopoJSON"}


def read_layers(source: Path, name: str) -> tuple[str, tuple[Layer, ...]]:
    """The format and the layers of a file with borders. ``name`` is what the sentences call the file.

    Raises :class:`Invalid` for anything that is not a whole GeoJSON, TopoJSON or GeoPackage file.
    """
    with source.open("rb") as stream, _expanded(stream, source, name) as path:
        with path.open("rb") as plain:
            start = plain.read(1024)
        if not start:
            raise Invalid(phrase("The file is empty."), place=name)
        if start.startswith(geopackage.MAGIC):
            return "GeoPackage", geopackage.layers(path, name)
        if not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            raise Invalid(phrase("This is not a GeoJSON, TopoJSON or GeoPackage file."), place=name)
        return _read_json(path, name)


def _read_json(path: Path, name: str) -> tuple[str, tuple[Layer, ...]]:
    document = _document(path, name)
    form = FORMATS.get(str(document.get("type")))
    if form == "GeoJSON":
        return form, geojson.layers(document, name)
    if form == "TopoJSON":
        return form, topojson.layers(document, name)
    raise Invalid(phrase("This is JSON, but not GeoJSON or TopoJSON."), place=name)


def _document(path: Path, name: str) -> dict[str, Any]:
    if path.stat().st_size > LARGEST_TEXT:
        raise _too_large(name, LARGEST_TEXT)
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise Invalid(
            phrase("The JSON is broken off or not right: {why}."),
            place=f"{name}, line {error.lineno}, column {error.colno}",
            why=error.msg,
        ) from error
    except UnicodeDecodeError as error:
        raise Invalid(phrase("The file is not UTF-8 text."), place=f"{name}, byte {error.start}") from error
    except RecursionError as error:
        raise Invalid(phrase("The JSON is nested too deep."), place=name) from error
    if not isinstance(document, dict):
        raise Invalid(phrase("This is JSON, but not GeoJSON or TopoJSON."), place=name)
    return document


@contextmanager
def _expanded(stream: BinaryIO, source: Path, name: str) -> Iterator[Path]:
    """A path to the uncompressed file: ``source`` itself, or a temporary file that goes when the block ends."""
    if stream.read(2) != b"\x1f\x8b":
        if source.stat().st_size > LARGEST:
            raise _too_large(name, LARGEST)
        yield source
        return
    stream.seek(0)
    with tempfile.NamedTemporaryFile(prefix="borders-") as plain:
        try:
            _expand(stream, plain.file, name)
        except (EOFError, OSError, zlib.error) as error:
            raise Invalid(phrase("The compressed file is broken off or damaged."), place=name) from error
        yield Path(plain.name)


def _expand(stream: BinaryIO, plain: Any, name: str) -> None:
    written = 0
    with gzip.open(stream) as packed:
        while chunk := packed.read(CHUNK):
            written += len(chunk)
            if written > LARGEST:
                raise _too_large(name, LARGEST)
            plain.write(chunk)
    plain.flush()


def _too_large(name: str, limit: int) -> Invalid:
    return Invalid(
        phrase("The file holds more than {limit} MB; borders in a generalised form are enough for maps."),
        place=name,
        limit=limit // (1024 * 1024),
    )
