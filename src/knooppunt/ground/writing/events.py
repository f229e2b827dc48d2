"""What happened to texts. Without names and words: who may hear that something was written may not see all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.audience import Audience
from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class TextBegun(Event):
    about: ClassVar[str] = "document"

    document: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class TextChanged(Event):
    """Written in, up to and with update ``version``; several updates are told together."""

    about: ClassVar[str] = "document"

    document: UUID
    version: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class TextClosed(Event):
    """Nobody writes in it any more, as it stands at ``version``; or again, when it was ``reopened``."""

    about: ClassVar[str] = "document"

    document: UUID
    version: int
    reopened: bool
    audience: Audience


@dataclass(frozen=True, slots=True)
class TextShared(Event):
    """Others may see it than before."""

    about: ClassVar[str] = "document"

    document: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class CommentLeft(Event):
    about: ClassVar[str] = "document"

    document: UUID
    comment: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class CommentResolved(Event):
    about: ClassVar[str] = "document"

    document: UUID
    comment: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class ChangeSuggested(Event):
    about: ClassVar[str] = "document"

    document: UUID
    suggestion: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class SuggestionDecided(Event):
    about: ClassVar[str] = "document"

    document: UUID
    suggestion: UUID
    accepted: bool
    audience: Audience
