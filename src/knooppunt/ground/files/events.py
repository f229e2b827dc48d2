"""What is announced about originals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class OriginalKept(Event):
    """A file came in and is kept. ``size`` in bytes."""

    about: ClassVar[str] = "sha256"

    sha256: str
    name: str
    size: int
