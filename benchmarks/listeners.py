"""Many listeners to a stream of server-sent events in one process, each with a socket of its own. Linux.

When something arrived is what the kernel noted as it reached the listener's socket (``SO_TIMESTAMPNS``), not when we
got round to reading it: ten thousand sockets are read in their own time, and do not compete with the server meanwhile.
"""

from __future__ import annotations

import ctypes
import resource
import selectors
import socket
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import ADDRESS

ARRIVED = 35  # SO_TIMESTAMPNS, which the socket module does not name
STAMP = "qq"  # seconds and nanoseconds since the epoch
ROOM_FOR_STAMP = socket.CMSG_SPACE(struct.calcsize(STAMP))
MOST = 1 << 16
AT_ONCE = 200  # listeners that wait for their answer at the same time
PATIENCE = 60.0
PAUSE = 0.25  # seconds between two looks at what came
FILTER = 26  # SO_ATTACH_FILTER
LITTLE_ROOM = 2048
ESTABLISHED = "01"


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream. ``heard``: what came and was not yet asked for. ``over``: the server ended it."""

    socket: socket.socket
    heard: bytes = b""
    arrived: float = 0.0  # seconds since the epoch
    over: bool = False

    def read(self) -> None:
        """Take in what has come, and when the last of it did."""
        try:
            while True:
                content, told, _, _ = self.socket.recvmsg(MOST, ROOM_FOR_STAMP)
                if not content:
                    self.over = True
                    return
                self.heard += content
                self.arrived = _stamp(told) or self.arrived
        except BlockingIOError:
            return
        except OSError:
            self.over = True

    def take(self) -> bytes:
        """What came since the last time."""
        heard, self.heard = self.heard, b""
        return heard


class Crowd:
    """Listeners to one server."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self.waiting = selectors.DefaultSelector()

    def add(self, more: Iterable[Listener]) -> None:
        """Let these listen too."""
        for listener in more:
            self.listeners.append(listener)
            self.waiting.register(listener.socket, selectors.EVENT_READ, listener)

    def read(self) -> None:
        """Take in what has come for everyone. Raises ``RuntimeError`` when the server ended a stream."""
        for key, _ in self.waiting.select(0):
            key.data.read()
            if key.data.over:
                raise RuntimeError("the server ended a stream")

    def hear(self, mark: bytes, began: float, patience: float = PATIENCE) -> list[float]:
        """Seconds from ``began`` (since the epoch) to the arrival of ``mark`` at each of the listeners.

        Everything else that came is forgotten. Raises ``RuntimeError`` when someone did not hear it in time.
        """
        until, taken, deaf = time.time() + patience, list[float](), set(self.listeners)
        while deaf:
            time.sleep(PAUSE)
            self.read()
            hear = [listener for listener in deaf if mark in listener.heard]
            taken += [listener.arrived - began for listener in hear]
            deaf -= set(hear)
            if time.time() > until:
                raise RuntimeError(f"{len(deaf)} of {len(self.listeners)} did not hear it")
        self.take()
        return taken

    def take(self) -> bytes:
        """All that came since the last time."""
        self.read()
        return b"".join(listener.take() for listener in self.listeners)

    def close(self) -> None:
        """Let everyone leave."""
        self.waiting.close()
        for listener in self.listeners:
            listener.socket.close()


@contextmanager
def crowd(port: int, requests: Sequence[bytes]) -> Iterator[Crowd]:
    """A listener for each of the requests, all of them answered, until the end of the block."""
    opened = Crowd()
    try:
        for at in range(0, len(requests), AT_ONCE):
            opened.add(_answered([_ask(port, request) for request in requests[at : at + AT_ONCE]]))
        yield opened
    finally:
        opened.close()


def dead(port: int, requests: Iterable[bytes], *, vanished: bool) -> list[Listener]:
    """Listeners with an open stream who take nothing any more.

    ``vanished``: as if the cable was cut, nothing that is sent to them is acknowledged. Otherwise they are there and
    have little room, but never read.
    """
    gone = _answered([_ask(port, request, LITTLE_ROOM) for request in requests])
    for listener in gone if vanished else []:
        program = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))  # BPF: keep no byte of any packet
        listener.socket.setsockopt(socket.SOL_SOCKET, FILTER, struct.pack("HP", 1, ctypes.addressof(program)))
    return gone


def connections(port: int) -> int:
    """How many connections the kernel has open at a server of this machine."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == ESTABLISHED for row in rows)


def room_for(descriptors: int) -> str:
    """Let this process open so many; what is in the way, when it may not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < descriptors:
        return f"This needs {descriptors:,} open files, and the limit is {hard:,} (ulimit -Hn)."
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, descriptors), hard))
    return ""


def _ask(port: int, request: bytes, room: int = 0) -> Listener:
    asking = socket.socket()
    if room:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    asking.setsockopt(socket.SOL_SOCKET, ARRIVED, 1)
    asking.connect((ADDRESS, port))
    asking.sendall(request)
    asking.settimeout(0)
    return Listener(asking)


def _answered(asked: list[Listener]) -> list[Listener]:
    """Wait until each has the head of its answer."""
    until, waiting = time.monotonic() + PATIENCE, list(asked)
    while waiting:
        for listener in waiting:
            listener.read()
            if listener.over or time.monotonic() > until:
                raise RuntimeError(f"no stream: {listener.heard[:300]!r}")
            if b"\r\n\r\n" in listener.heard and not listener.heard.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"no stream: {listener.heard[:300]!r}")
        waiting = [one for one in waiting if b"\r\n\r\n" not in one.heard]
        time.sleep(0.005)
    return asked


def _stamp(told: Iterable[tuple[int, int, bytes]]) -> float | None:
    for level, kind, content in told:
        if (level, kind) == (socket.SOL_SOCKET, ARRIVED):
            seconds, nanoseconds = struct.unpack(STAMP, content)
            return float(seconds + nanoseconds / 1e9)
    return None
