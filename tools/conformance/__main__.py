"""Runs the checks: a line for each, and exit code 1 when any finds a fault."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from tools.conformance.limits import at_most
from tools.conformance.running import parts, run
from tools.conformance.stage import stage

START = 240
"""Seconds within which the exercise has its borders and the server answers."""


def main(wanted: Sequence[str]) -> int:
    """0 when no check finds a fault."""
    chosen = parts(wanted)
    with ExitStack() as until:
        with at_most(START, "starting the exercise"):
            here = until.enter_context(stage())
        return int(run(chosen, here) > 0)


def _end(*_: object) -> None:
    sys.exit("ended from outside")  # so that the server ends too


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main(sys.argv[1:]))
