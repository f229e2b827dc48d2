"""Servers as processes of their own on free ports, and a bounded load on them over connections that stay open."""

from __future__ import annotations

import os
import re
import selectors
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ADDRESS = "127.0.0.1"
START = 90.0
STOP = 20.0
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
READ_INTO = bytearray(1 << 18)  # one for all readers: nobody looks at what came
CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its name for people, its port, and its first process."""

    name: str
    port: int
    process: subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Load:
    """What one server did: ``requests`` in ``seconds``, the largest of ``size`` bytes.

    ``cpu``: the seconds of processor time of all its processes (``None`` where nobody tells).
    """

    requests: int
    seconds: float
    size: int
    cpu: float | None

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


def free_port() -> int:
    """A port that nobody used a moment ago."""
    with socket.socket() as trial:
        trial.bind((ADDRESS, 0))
        return int(trial.getsockname()[1])


@contextmanager
def serving(
    name: str, port: int, command: Sequence[str], environment: dict[str, str], folder: Path
) -> Iterator[Server]:
    """Run ``command`` from when its port answers until the end of the block; what it says goes to ``folder``."""
    said = folder / f"{port}.log"
    with said.open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder
        )
        try:
            _await(process, port, said)
            yield Server(name, port, process)
        finally:
            _stop(process)


def _await(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with socket.socket() as trial:
            if trial.connect_ex((ADDRESS, port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start: {said.read_text(errors='replace')[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass(slots=True)
class _Reader:
    """One browser: asks, reads to the end, asks again, over the same connection while the server keeps it."""

    port: int
    request: bytes
    socket: socket.socket | None = None
    head: bytes = b""
    awaited: int = -1  # bytes of the content that are still to come; -1: the head has not been read
    closes: bool = False
    sizes: list[int] = field(default_factory=list)

    def ask(self) -> socket.socket:
        if self.socket is None:
            self.socket = socket.create_connection((ADDRESS, self.port))
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head, self.awaited = b"", -1
        self.socket.sendall(self.request)
        return self.socket

    def read(self) -> bool:
        """Read what has come; whether the answer is complete."""
        assert self.socket
        count = self.socket.recv_into(READ_INTO)
        if not count:
            raise RuntimeError(f"port {self.port} closed the connection within an answer")
        if self.awaited >= 0:
            self.awaited -= count
        else:
            self._read_head(count)
        return self.awaited == 0

    def _read_head(self, count: int) -> None:
        self.head += READ_INTO[:count]
        end = self.head.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.head[:end]
        length = LENGTH.search(head)
        if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200")) or not length:
            raise RuntimeError(f"port {self.port} answered: {head.decode(errors='replace')}")
        self.sizes.append(int(length[1]))
        self.awaited = int(length[1]) - (len(self.head) - end - 4)
        self.closes = bool(CLOSES.search(head)) or head.startswith(b"HTTP/1.0")

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def load(server: Server, requests: Sequence[bytes], *, seconds: float, most: int) -> Load:
    """Let as many browsers as there are ``requests`` ask at once, each its own, for ``seconds`` or ``most`` answers."""
    readers = [_Reader(server.port, request) for request in requests]
    cpu_before = cpu_seconds(server.process.pid)
    began = time.perf_counter()
    _run(readers, began + seconds, most)
    took = time.perf_counter() - began
    cpu_after = cpu_seconds(server.process.pid)
    sizes = [size for reader in readers for size in reader.sizes]
    for reader in readers:
        reader.close()
    cpu = None if cpu_before is None or cpu_after is None else cpu_after - cpu_before
    return Load(len(sizes), took, max(sizes), cpu)


def _run(readers: Sequence[_Reader], until: float, most: int) -> None:
    left = most - len(readers)
    with selectors.DefaultSelector() as waiting:
        for reader in readers:
            waiting.register(reader.ask(), selectors.EVENT_READ, reader)
        while waiting.get_map():
            for key, _ in waiting.select(30):
                reader = key.data
                if not reader.read():
                    continue
                again = left > 0 and time.perf_counter() < until
                if reader.closes or not again:
                    waiting.unregister(key.fileobj)
                    reader.close()
                if again:
                    left -= 1
                    asked = reader.ask()
                    if reader.closes:
                        waiting.register(asked, selectors.EVENT_READ, reader)


def await_port(port: int) -> None:
    """Wait until something answers there."""
    until = time.monotonic() + START
    while time.monotonic() < until:
        with socket.socket() as trial:
            if trial.connect_ex((ADDRESS, port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nothing answers on port {port}")


def cpu_seconds(first: int) -> float | None:
    """Processor time in seconds of process ``first`` and all it began that still run; ``None`` where nobody tells."""
    if not Path("/proc/self/stat").exists():
        return None
    spent = [int(fields[11]) + int(fields[12]) for fields in _family(first).values()]
    return sum(spent) / os.sysconf("SC_CLK_TCK")


def family(first: int) -> list[int]:
    """Process ``first`` and all it began that still run. Linux."""
    return list(_family(first))


def resident_kb(first: int) -> int:
    """Resident memory in kB of process ``first`` and all it began; what they share counts for each. Linux."""
    pages = sum(int(fields[21]) for fields in _family(first).values())
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def _family(first: int) -> dict[int, list[str]]:
    """What the system tells of these processes (proc(5), ``stat`` from its third field), by their number."""
    told = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended while we looked
            told[int(place.parent.name)] = place.read_text().rpartition(")")[2].split()
    found = {first}
    while more := {number for number, fields in told.items() if int(fields[1]) in found} - found:
        found |= more
    return {number: told[number] for number in found if number in told}
