"""Strangers' programs hold a running Knooppunt against the standards it says it keeps.

``python -m tools.conformance [NAME ...]`` starts a made exercise once and runs every check: each module here with a
function ``check(stage)`` that gives a line for each fault. So a new check is one file. A check that cannot be done, or
takes longer than its ``LONGEST`` seconds, is one that failed. A program of others lives in a virtual environment of its
own, locked in ``locks/NAME.txt``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where it runs (``http://127.0.0.1:8123``), a token that reads, and a folder for what checks write."""

    url: str
    secret: str
    folder: Path

    @property
    def header(self) -> str:
        """The header that lets a program in."""
        return f"Authorization: Bearer {self.secret}"
