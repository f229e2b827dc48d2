"""What happened to editions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class EditionCompiled(Event):
    """A draft was made of ``product`` on a day, frozen as known at a moment."""

    about: ClassVar[str] = "edition"

    edition: UUID
    product: str
    on: date
    known_at: datetime


@dataclass(frozen=True, slots=True)
class TextGiven(Event):
    """A section wrote, or rewrote, the text ``key`` of a draft; ``sha256`` is of the text."""

    about: ClassVar[str] = "edition"

    edition: UUID
    product: str
    key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class EditionPublished(Event):
    """``sha256`` is of the canonical content; the edition can no longer change."""

    about: ClassVar[str] = "edition"

    edition: UUID
    product: str
    number: int
    on: date
    sha256: str


@dataclass(frozen=True, slots=True)
class EditionDiscarded(Event):
    """A draft will not be used."""

    about: ClassVar[str] = "edition"

    edition: UUID
    product: str
