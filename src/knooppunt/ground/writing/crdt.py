"""Texts as CRDT documents (pycrdt): read from updates, changed by edits, with who typed what and places that move.

Offsets here are those of Python, in characters; pycrdt counts UTF-8 bytes, and yjs UTF-16 units.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pycrdt import Assoc, Doc, StickyIndex, Text

from knooppunt.ground.writing.rules.differing import Edit
from knooppunt.ground.writing.rules.updates import NOTHING, ROOT, read_update
from knooppunt.ground.writing.rules.wire import Reader, read_clocks


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text typed by one client."""

    client: int
    text: str


class Shared:
    """One text with its history, in memory. Use it in one thread."""

    def __init__(self, updates: Iterable[bytes] = (), client: int | None = None) -> None:
        self._doc: Doc[Text] = Doc(client_id=client)
        self._text: Text = self._doc.get(ROOT, type=Text)
        for update in updates:
            self.add(update)

    def __str__(self) -> str:
        return str(self._text)

    def add(self, update: bytes) -> None:
        """Take in an update; one that is known already changes nothing."""
        self._doc.apply_update(update)

    def clocks(self) -> dict[int, int]:
        """How much is known of each client."""
        return read_clocks(self._doc.get_state())

    def since(self, state_vector: bytes | None = None) -> bytes:
        """What someone misses who knows that much; everything without."""
        return self._doc.get_update(state_vector)

    def vector(self) -> bytes:
        """How much is known, as one asks others with."""
        return self._doc.get_state()

    def edit(self, changes: Sequence[Edit]) -> bytes:
        """Make changes; the update that says so. Empty (:data:`NOTHING`) when there are none."""
        if not changes:
            return NOTHING
        before, text = self._doc.get_state(), str(self)
        with self._doc.transaction():
            for change in reversed(changes):
                start = _bytes(text[: change.start])
                if change.end > change.start:
                    del self._text[start : start + _bytes(text[change.start : change.end])]
                if change.text:
                    self._text.insert(start, change.text)
        return self._doc.get_update(before)

    def runs(self) -> list[Run]:
        """The text in stretches, each with who typed it."""
        content, blocks = str(self).encode(), _blocks(self.since())
        at, found = 0, list[Run]()
        with self._doc.transaction():
            while at < len(content):
                client, clock = self._at(at)
                units = _end_of_block(blocks, client, clock) - clock
                stretch = _first_units(content[at : at + 3 * units], units)
                at += _bytes(stretch)
                if found and found[-1].client == client:
                    stretch = found.pop().text + stretch
                found.append(Run(client, stretch))
        return found

    def anchors(self, start: int, end: int) -> tuple[bytes, bytes] | None:
        """Positions that move along with the characters from ``start`` until ``end``; ``None`` for none at all."""
        text = str(self)
        if not 0 <= start < end <= len(text):
            return None
        first = StickyIndex.new(self._text, _bytes(text[:start]), Assoc.AFTER)
        return first.encode(), StickyIndex.new(self._text, _bytes(text[:end]), Assoc.BEFORE).encode()

    def between(self, starts: bytes, ends: bytes) -> tuple[int, int]:
        """Where anchors are now, in characters; both the same when the text between them is gone."""
        content = str(self).encode()
        start, end = (StickyIndex.decode(anchor, self._text).get_index() for anchor in (starts, ends))
        return tuple(len(content[:at].decode()) for at in (start, max(start, end)))  # type: ignore[return-value]  # two

    def _at(self, at: int) -> tuple[int, int]:
        """Client and number of the character at a byte."""
        reader = Reader(StickyIndex.new(self._text, at, Assoc.AFTER).encode())
        reader.byte()
        return reader.number(), reader.number()


def _blocks(update: bytes) -> Mapping[int, Sequence[tuple[int, int]]]:
    """Where each piece begins and ends, per client in order: a piece of text that stands stands in one stretch."""
    found: dict[int, list[tuple[int, int]]] = {}
    for span in read_update(update).added:
        found.setdefault(span.client, []).append((span.start, span.end))
    return {client: sorted(spans) for client, spans in found.items()}


def _end_of_block(blocks: Mapping[int, Sequence[tuple[int, int]]], client: int, clock: int) -> int:
    spans = blocks[client]
    return spans[bisect_right(spans, (clock, clock + 2**53)) - 1][1]


def _first_units(content: bytes, units: int) -> str:
    """The first ``units`` UTF-16 units of some UTF-8; each takes three bytes at most."""
    head = content.decode(errors="ignore")[:units]
    wide = sum(sign > "\uffff" for sign in head)
    return head if not wide else head.encode("utf-16-le")[: 2 * units].decode("utf-16-le")


def _bytes(text: str) -> int:
    return len(text.encode())
