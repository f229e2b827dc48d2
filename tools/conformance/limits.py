"""Nothing here waits for ever: blocks that are ended when they take too long, with the programs they began."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

AGAIN = 5.0
"""Seconds after which a block that went on although its time was over is ended once more."""


class TooLong(Exception):
    """Something took longer than it may; ``said`` is what the program that was running had said."""

    said = ""


@contextmanager
def at_most(seconds: float, what: str) -> Iterator[None]:
    """End the block with :class:`TooLong` after ``seconds``. The time of a limit around it stands still meanwhile."""

    def over(*_: object) -> None:
        raise TooLong(f"{what} took more than {seconds:g} seconds and was ended")

    before = signal.signal(signal.SIGALRM, over)
    left, again = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, left, again)


def finish(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a program to its end: its exit code and all that it said. What it began ends with it, whatever happens."""
    # A file and no pipe: a child that is left behind would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+", errors="replace") as told:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=told, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        try:
            code = process.wait()
        except TooLong as late:
            late.said = _read(told.fileno())
            raise
        finally:
            with suppress(ProcessLookupError):  # the usual case: nothing is left
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return code, _read(told.fileno())


def _read(file: int) -> str:
    return os.pread(file, os.fstat(file).st_size, 0).decode(errors="replace")
