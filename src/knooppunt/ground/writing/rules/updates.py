"""What is in an update of a text (format of yjs, version 1), and whether it may be added to what is known.

Everything but plain text is refused: no marks, no embedded things, no second text in the document. So is what cannot be
placed yet because something before it is missing, and what claims to be typed by someone else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from knooppunt.ground.writing.rules.wire import LARGEST, Garbled, Reader

ROOT = "text"
"""The one text in a document."""
NOTHING = b"\x00\x00"
"""An update without content."""
MOST_BYTES = 1_048_576
MOST_LENGTH = 100_000
"""Longest text, in UTF-16 code units, the measure of yjs."""

GC, DELETED, STRING = 0, 1, 4
KIND, LEFT, RIGHT, SUB = 0x1F, 0x80, 0x40, 0x20


class Misplaced(Exception):
    """Something that comes before it is not known here (yet)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Pieces with numbers ``start`` until ``end`` (exclusive) of ``client``; text when ``typed``."""

    client: int
    start: int
    end: int
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """An update, read: what it adds, what it refers to (client and number), what it takes away."""

    added: tuple[Span, ...]
    refers_to: tuple[tuple[int, int], ...]
    removed: tuple[Span, ...]

    def new(self, known: Mapping[int, int]) -> Iterator[Span]:
        """What it adds to what is ``known`` of each client."""
        for span in self.added:
            start = max(span.start, known.get(span.client, 0))
            if start < span.end:
                yield Span(span.client, start, span.end, span.typed)

    def clients(self, known: Mapping[int, int]) -> set[int]:
        """Who typed what is new in it."""
        return {span.client for span in self.new(known)}

    def length(self, known: Mapping[int, int]) -> int:
        """How much text is new in it, in UTF-16 code units."""
        return sum(span.end - span.start for span in self.new(known) if span.typed)

    def after(self, known: Mapping[int, int]) -> dict[int, int]:
        """What is known with it; :class:`Misplaced` when something before it is missing."""
        clocks = dict(known)
        for span in self.added:
            if span.start > clocks.get(span.client, 0):
                raise Misplaced
            clocks[span.client] = max(clocks.get(span.client, 0), span.end)
        if any(clock >= clocks.get(client, 0) for client, clock in self.refers_to):
            raise Misplaced
        if any(span.end > clocks.get(span.client, 0) for span in self.removed):
            raise Misplaced
        return clocks


@dataclass(slots=True)
class _Found:
    added: list[Span] = field(default_factory=list)
    refers_to: list[tuple[int, int]] = field(default_factory=list)


def read_update(update: bytes) -> Contents:
    """What is in it; :class:`Garbled` when it is not an update of plain text."""
    reader, found = Reader(update), _Found()
    for _ in range(reader.number()):
        count, client, clock = reader.number(), reader.number(), reader.number()
        for _ in range(count):
            clock = _piece(reader, found, client, clock)
    removed = tuple(_removed(reader))
    if not reader.done:
        raise Garbled("something follows the update")
    return Contents(tuple(found.added), tuple(found.refers_to), removed)


def _piece(reader: Reader, found: _Found, client: int, clock: int) -> int:
    info = reader.byte()
    kind = info & KIND
    if kind == GC and info:
        raise Garbled("what was taken away has no place")
    if kind != GC:
        _place(reader, found, info)
    length = _length(reader, kind)
    if not 0 < length <= LARGEST - clock:
        raise Garbled("a piece has no length")
    found.added.append(Span(client, clock, clock + length, kind == STRING))
    return clock + length


def _place(reader: Reader, found: _Found, info: int) -> None:
    for bit in (LEFT, RIGHT):
        if info & bit:
            found.refers_to.append((reader.number(), reader.number()))
    if not info & (LEFT | RIGHT) and (reader.number() != 1 or reader.text() != ROOT):
        raise Garbled("there is one text in a document")
    if info & SUB:
        raise Garbled("a text has no fields")


def _length(reader: Reader, kind: int) -> int:
    if kind in (GC, DELETED):
        return reader.number()
    if kind != STRING:
        raise Garbled("only plain text can be written")
    text = reader.text()
    if not is_plain(text):
        raise Garbled("a text holds control characters")
    return length_of(text)


def _removed(reader: Reader) -> Iterator[Span]:
    for _ in range(reader.number()):
        client = reader.number()
        for _ in range(reader.number()):
            start = reader.number()
            yield Span(client, start, start + reader.number())


def is_plain(text: str) -> bool:
    """Whether it holds no control characters besides the end of a line and the tab."""
    return all(sign >= " " or sign in "\n\t" for sign in text) and "\x7f" not in text


def length_of(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) + sum(sign > "\uffff" for sign in text)
