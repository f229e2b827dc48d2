"""Runs the checks: a line for each, and exit code 1 when any finds a fault."""

from __future__ import annotations

import pkgutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module

import tools.conformance
from tools.conformance.stage import Skipped, Stage, stage

Check = Callable[[Stage], Sequence[str]]


def checks(wanted: Sequence[str]) -> dict[str, Check]:
    """The checks by name: all there are, or those that are wanted. A name that does not exist is refused."""
    modules = [one.name for one in pkgutil.iter_modules(tools.conformance.__path__) if one.name != "__main__"]
    found = {name: getattr(import_module(f"tools.conformance.{name}"), "check", None) for name in sorted(modules)}
    there = {name: check for name, check in found.items() if check is not None}
    if unknown := set(wanted) - there.keys():
        sys.exit(f"There is no check {', '.join(sorted(unknown))}; there are {', '.join(there)}.")
    return {name: check for name, check in there.items() if not wanted or name in wanted}


def main(wanted: Sequence[str]) -> int:
    """0 when no check finds a fault."""
    chosen = checks(wanted)
    failed = 0
    with stage() as here:
        for name, check in chosen.items():
            began = time.monotonic()
            try:
                faults = list(check(here))
                said = f"FAILED ({len(faults)} lines)" if faults else "passed"
            except Skipped as reason:
                faults, said = [], f"skipped: {reason}"
            failed += bool(faults)
            print(f"{name:<12} {said}  ({time.monotonic() - began:.0f} s)", flush=True)
            for fault in faults:
                print(f"    {fault.replace(here.secret, '…')}", flush=True)
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return int(failed > 0)


def _end(*_: object) -> None:
    sys.exit("ended from outside")  # so that the server ends too


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main(sys.argv[1:]))
