"""What is announced about borders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class BordersImported(Event):
    """Borders of ``vintage`` came in for ``kinds``; ``original`` is the SHA-256 of the file."""

    about: ClassVar[str] = "original"

    original: str
    name: str
    vintage: date
    kinds: tuple[str, ...]
    shapes: int
    repaired: tuple[str, ...]
