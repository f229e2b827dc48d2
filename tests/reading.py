"""The words in an answer, whatever its format: text as it is, a workbook unpacked, a PDF read glyph by glyph."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from tests.addresses import seen

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\nendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f]+)>", re.DOTALL)
GLYPH = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
BREAKS = str.maketrans("", "", "-\u00ad\u2010")


def words_of(answer: Any) -> str:
    """Everything that is written in ``answer``; of a PDF without hyphens, as a word may run over two lines."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    if kind == "application/pdf":
        return pdf_words(body)
    if "spreadsheetml" in kind:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist())
    if answer.streaming:
        return str(body.decode("utf-8-sig"))
    return seen(answer).body


def pdf_words(body: bytes) -> str:
    """What is written in a PDF that typst made, without hyphens and the ends of lines."""
    return "".join(_of_pdf(body)).translate(BREAKS)


def _of_pdf(body: bytes) -> Iterator[str]:
    """The text of a PDF as typst makes it: fonts are subsets, of which each says what its glyphs stand for."""
    things = dict(OBJECT.findall(body))
    for page in (one for one in things.values() if re.search(rb"/Type\s*/Page\b", one)):
        fonts = {name: _glyphs(things, number) for name, number in FONT.findall(_pointed(things, page, b"Resources"))}
        yield from _shown(_unpacked(_pointed(things, page, b"Contents")), fonts)


def _glyphs(things: dict[bytes, bytes], font: bytes) -> dict[bytes, str]:
    pairs = GLYPH.findall(_unpacked(_pointed(things, things[font], b"ToUnicode")))
    return {bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _pointed(things: dict[bytes, bytes], thing: bytes, name: bytes) -> bytes:
    found = re.search(b"/%s (\\d+) 0 R" % name, thing)
    assert found, f"it says where its {name.decode()} is"
    return things[found[1]]


def _unpacked(thing: bytes) -> bytes:
    found = STREAM.search(thing)
    assert found, "it is a stream"
    return zlib.decompress(found[1])


def _shown(content: bytes, fonts: dict[bytes, dict[bytes, str]]) -> Iterator[str]:
    font: dict[bytes, str] = {}
    for name, literal, digits in SHOWN.findall(content):
        if name:
            font = fonts[name]
        else:
            glyphs = bytes.fromhex(digits.decode()) if digits else ESCAPED.sub(_sign, literal)
            yield "".join(font.get(glyphs[at : at + 2], "") for at in range(0, len(glyphs), 2))


def _sign(found: re.Match[bytes]) -> bytes:
    one = found[1]
    return bytes([int(one, 8)]) if one.isdigit() else NAMED.get(one, one)
