"""Finds the checks and runs them one after another, each within its time."""

from __future__ import annotations

import pkgutil
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

import tools.conformance
from tools.conformance import Stage
from tools.conformance.limits import TooLong, at_most

LONGEST = 240
"""Seconds that a check may take which does not say so itself."""
TOLD = 40
"""Lines that are told of what a program said before it was ended."""


@dataclass(frozen=True, slots=True)
class Part:
    """A check, and how many seconds it may take."""

    check: Callable[[Stage], Iterable[str]]
    longest: float = LONGEST


def parts(wanted: Sequence[str]) -> dict[str, Part]:
    """The checks by name: all there are, or those that are wanted. A name that does not exist is refused."""
    names = sorted(one.name for one in pkgutil.iter_modules(tools.conformance.__path__) if one.name != "__main__")
    modules = {name: import_module(f"tools.conformance.{name}") for name in names}
    there = {
        name: Part(module.check, getattr(module, "LONGEST", LONGEST))
        for name, module in modules.items()
        if hasattr(module, "check")
    }
    if unknown := set(wanted) - there.keys():
        sys.exit(f"There is no check {', '.join(sorted(unknown))}; there are {', '.join(there)}.")
    return {name: part for name, part in there.items() if not wanted or name in wanted}


def run(chosen: Mapping[str, Part], here: Stage) -> int:
    """Run them all, with a line for each and for each fault; how many failed."""
    failed = 0
    for name, part in chosen.items():
        began = time.monotonic()
        faults = _faults(name, part, here)
        failed += bool(faults)
        said = f"FAILED ({len(faults)} lines)" if faults else "passed"
        print(f"{name:<13} {said}  ({time.monotonic() - began:.0f} s)", flush=True)
        for fault in faults:
            print(f"    {fault.replace(here.secret, '…')}", flush=True)
    print(f"{len(chosen) - failed} passed, {failed} failed", flush=True)
    return failed


def _faults(name: str, part: Part, here: Stage) -> list[str]:
    try:
        with at_most(part.longest, name):
            return list(part.check(here))
    except TooLong as late:
        return [str(late), *late.said.splitlines()[-TOLD:]]
    except Exception:  # the others must run whatever happens to this one
        return traceback.format_exc().splitlines()
