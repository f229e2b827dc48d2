"""Programs of others, each in a virtual environment of its own under .venv-conformance, as ``locks/NAME.txt`` says."""

from __future__ import annotations

import os
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from tools.conformance import ROOT
from tools.conformance.limits import at_most, finish

LOCKS = Path(__file__).resolve().parent / "locks"
FOLDER = ROOT / ".venv-conformance"
INSTALLING = 600
"""Seconds that making an environment may take; they do not count for the check that needs it."""
TOLD = 40
"""Lines of what a program said that are told when it fails."""


def program(environment: str, name: str) -> str:
    """A program of an environment, which is made when it is not as its lock says."""
    return str(_made(environment) / name)


def _made(environment: str) -> Path:
    lock, folder = LOCKS / f"{environment}.txt", FOLDER / environment
    mark = folder / ".installed"
    if not mark.exists() or mark.read_text() != lock.read_text():
        print(f"Installing {environment} ...", file=sys.stderr, flush=True)
        with at_most(INSTALLING, f"installing {environment}"):
            _install(lock, folder)
        mark.write_text(lock.read_text())
    return folder / "bin"


def _install(lock: Path, folder: Path) -> None:
    venv.create(folder, clear=True, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    code, said = finish([*pip, "--require-hashes", "-r", str(lock)], folder)
    if code:
        raise RuntimeError(f"pip could not install {lock.name}: {said}")


def run(command: Sequence[str], folder: Path, **more: str) -> list[str]:
    """Run a program in ``folder``, with ``more`` in its environment; nothing when it ends well, else its last words."""
    code, said = finish(command, folder, os.environ | more)
    return [f"exit code {code}", *said.splitlines()[-TOLD:]] if code else []
