"""Programs of others, each in a virtual environment of its own under .venv-conformance, as ``locks/NAME.txt`` says."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from tools.conformance.stage import ROOT

LOCKS = Path(__file__).resolve().parent / "locks"
FOLDER = ROOT / ".venv-conformance"
LONGEST = 420
"""Seconds that a program may take."""
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
        venv.create(folder, clear=True, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True)
        mark.write_text(lock.read_text())
    return folder / "bin"


def run(command: Sequence[str], folder: Path, **more: str) -> list[str]:
    """Run a program in ``folder``, with ``more`` in its environment; nothing when it ends well, else its last words."""
    try:
        done = subprocess.run(
            command, cwd=folder, env=os.environ | more, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=LONGEST, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return [f"{command[0]} took more than {LONGEST} seconds"]
    if done.returncode == 0:
        return []
    return [f"exit code {done.returncode}", *(done.stdout + done.stderr).splitlines()[-TOLD:]]
