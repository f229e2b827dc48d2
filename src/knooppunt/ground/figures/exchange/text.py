"""Text, whatever encoding it came in, as pieces of whole lines in UTF-8."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from knooppunt.ground.figures.exchange.content import Content
from knooppunt.ground.figures.exchange.reading import Note
from knooppunt.kit.problems import Invalid, phrase

PIECE = 64 << 20
"""Bytes of text that are looked at in one go."""
UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines of text in UTF-8, without byte order mark. ``first_line`` counts from 1 at the start of the file."""

    text: bytes
    first_line: int


def count(text: bytes, sign: bytes) -> int:
    """How often a sign of one byte stands in ``text``: ``bytes.count`` halts at each, and here there are millions."""
    return int(np.count_nonzero(np.frombuffer(text, np.uint8) == sign[0]))


class TextStream:
    """The text of a file, read once. ``notes`` and ``sha256`` are complete after the last piece."""

    def __init__(self, content: Content, *, size: int = PIECE) -> None:
        self.name = content.name
        self.notes: list[Note] = []
        self._content, self._size, self._digest = content, size, hashlib.sha256()

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes read so far, before any change of encoding."""
        return self._digest.hexdigest()

    def whole(self) -> str:
        """All of the text at once; for formats that cannot be read in pieces."""
        return b"".join(piece.text for piece in self.pieces()).decode()

    def pieces(self) -> Iterator[Piece]:
        """Pieces of whole lines. Invalid names the line of a NUL byte or of a byte in no known encoding."""
        line, before = 1, b""
        for text in _whole_lines(self._blocks(), self._size, self.name):
            line += count(before, b"\n")
            text = self._checked(text, line)
            if b"\n" not in text and b"\r" in text:
                text = text.replace(b"\r", b"\n")
            yield Piece(text, line)
            before = text

    def _blocks(self) -> Iterator[bytes]:
        decoder = None
        for number, block in enumerate(self._content.blocks()):
            self._digest.update(block)
            text = block
            if number == 0:
                decoder = self._decoder(block)
                text = text.removeprefix(codecs.BOM_UTF8)
            try:
                yield decoder.decode(text).removeprefix("\ufeff").encode() if decoder else text
            except UnicodeDecodeError as wrong:
                raise Invalid(
                    phrase("{file} is not the UTF-16 it says it is."), place=self.name, file=self.name
                ) from wrong

    def _decoder(self, block: bytes) -> codecs.IncrementalDecoder | None:
        if block.startswith(codecs.BOM_UTF8):
            self.notes.append(Note(phrase("The file begins with a byte order mark (BOM); it was taken off.")))
        encoding = UTF16.get(block[:2])
        if encoding is None:
            return None
        self.notes.append(Note(phrase("The file is in UTF-16; it was read as such.")))
        return codecs.getincrementaldecoder(encoding)()

    def _checked(self, text: bytes, first_line: int) -> bytes:
        nul = text.find(b"\0")
        if nul >= 0:
            line = first_line + text.count(b"\n", 0, nul)
            template = phrase("{file} has a NUL byte in line {line}: it is damaged, or not a text file.")
            raise Invalid(template, place=f"{self.name}:{line}", file=self.name, line=line)
        try:
            text.decode()
        except UnicodeDecodeError as wrong:
            return self._from_windows(text, first_line, wrong.start)
        return text

    def _from_windows(self, text: bytes, first_line: int, at: int) -> bytes:
        try:
            decoded = text.decode("cp1252")
        except UnicodeDecodeError as wrong:
            template = phrase("Line {line} of {file} is neither in UTF-8 nor in CP-1252 (Windows).")
            line = first_line + text.count(b"\n", 0, wrong.start)
            raise Invalid(template, place=f"{self.name}:{line}", file=self.name, line=line) from wrong
        template = phrase("The file is not in UTF-8 (see line {line}); it was read as CP-1252 (Windows).")
        self.notes.append(Note(template, line=first_line + text.count(b"\n", 0, at)))
        return decoded.encode()


def _whole_lines(blocks: Iterable[bytes], size: int, name: str) -> Iterator[bytes]:
    held = bytearray()
    for block in blocks:
        held += block
        if len(held) >= size:
            end = _cut(held, name)
            yield bytes(held[:end])
            del held[:end]
    if held:
        yield bytes(held)


def _cut(held: bytearray, name: str) -> int:
    """Where the last line ends that is not inside quotes."""
    end = held.rfind(b"\n")
    for _ in range(20):
        if end < 0:
            break
        if held.count(b'"', 0, end) % 2 == 0:
            return end + 1
        end = held.rfind(b"\n", 0, end)
    template = phrase("{file} has a line without end, or quotes that do not match.")
    raise Invalid(template, place=name, file=name)
