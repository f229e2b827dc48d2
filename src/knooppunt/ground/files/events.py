"""What is announced about originals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from knooppunt.kit.audience import Audience
from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class OriginalKept(Event):
    """A file came in and is kept. ``size`` in bytes.

    For nobody but the node itself: whoever brings the same bytes in must not learn here that somebody had them before.
    What became of the file is announced by the room that took it in.
    """

    about: ClassVar[str] = "sha256"

    sha256: str
    name: str
    size: int
    audience: Audience
