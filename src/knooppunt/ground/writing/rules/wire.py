"""Reading and writing what y-protocols sends: numbers of variable length, pieces of bytes, messages.

The format is that of lib0 and y-protocols (sync and awareness); a standard yjs provider speaks it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

LARGEST = 2**53 - 1
"""JavaScript holds no larger number exactly."""


class Garbled(ValueError):
    """What came is not in the format, or not complete."""


class Kind(IntEnum):
    """Kinds of message. The first four are those of y-protocols; ``SAVED`` is ours: how many updates are safe."""

    SYNC = 0
    AWARENESS = 1
    AUTH = 2
    QUERY_AWARENESS = 3
    SAVED = 100


class Step(IntEnum):
    """The steps of a synchronisation."""

    ASK = 0
    ANSWER = 1
    UPDATE = 2


@dataclass(frozen=True, slots=True)
class Present:
    """What one window says of itself: its client number, how often it said something, and what (JSON text)."""

    client: int
    clock: int
    state: str


class Reader:
    """Reads from the beginning of ``content``; :class:`Garbled` when it ends too early."""

    __slots__ = ("at", "content")

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    @property
    def done(self) -> bool:
        """Whether all was read."""
        return self.at >= len(self.content)

    def byte(self) -> int:
        """One byte."""
        if self.at >= len(self.content):
            raise Garbled("it ends too early")
        self.at += 1
        return self.content[self.at - 1]

    def number(self) -> int:
        """A number of variable length, not negative."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if value > LARGEST:
                raise Garbled("a number is too large")
            if byte < 0x80:
                return value
            shift += 7

    def piece(self) -> bytes:
        """Bytes after their length."""
        length = self.number()
        if length > len(self.content) - self.at:
            raise Garbled("it ends too early")
        self.at += length
        return self.content[self.at - length : self.at]

    def text(self) -> str:
        """UTF-8 after its length in bytes."""
        try:
            return self.piece().decode()
        except UnicodeDecodeError as wrong:
            raise Garbled("a text is not UTF-8") from wrong


def number(value: int) -> bytes:
    """A number of variable length."""
    if value < 0x80:
        return bytes((value,))
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)


def piece(content: bytes) -> bytes:
    """Bytes after their length."""
    return number(len(content)) + content


def sync_message(step: Step, content: bytes) -> bytes:
    """A message of a synchronisation: a state vector to ask with, or an update."""
    return bytes((Kind.SYNC, step)) + piece(content)


def saved_message(updates: int) -> bytes:
    """How many of the updates that came over this connection are kept for good."""
    return bytes((Kind.SAVED,)) + number(updates)


def awareness_message(present: Iterable[Present]) -> bytes:
    """Who is here. An empty state (``null``) says that a window is gone."""
    listed = list(present)
    parts = [number(one.client) + number(one.clock) + piece(one.state.encode()) for one in listed]
    return bytes((Kind.AWARENESS,)) + piece(number(len(listed)) + b"".join(parts))


def read_message(message: bytes) -> tuple[Kind, Step | None, bytes]:
    """Kind, step of a synchronisation, and content; :class:`Garbled` for a kind that is not known."""
    reader = Reader(message)
    try:
        kind = Kind(reader.number())
        step = Step(reader.number()) if kind is Kind.SYNC else None
    except ValueError as unknown:
        raise Garbled("this kind of message is not known") from unknown
    return kind, step, b"" if kind is Kind.QUERY_AWARENESS else reader.piece()


def read_present(content: bytes) -> list[Present]:
    """The content of an awareness message."""
    reader = Reader(content)
    count = reader.number()
    if count > len(content):
        raise Garbled("it ends too early")
    return [Present(reader.number(), reader.number(), reader.text()) for _ in range(count)]


def read_clocks(state_vector: bytes) -> dict[int, int]:
    """A state vector: how much is known of each client."""
    reader = Reader(state_vector)
    clocks = {reader.number(): reader.number() for _ in range(reader.number())}
    return {client: clock for client, clock in clocks.items() if clock}
