"""What is announced about statements. What they say is not in it: a statement is for who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.audience import Audience
from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class StatementWritten(Event):
    """A section said what figures mean."""

    about: ClassVar[str] = "statement"

    statement: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class StatementRewritten(Event):
    """A section says it otherwise."""

    about: ClassVar[str] = "statement"

    statement: UUID
    version: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class StatementConfirmed(Event):
    """Someone looked at the figures as they are now, and the statement still holds."""

    about: ClassVar[str] = "statement"

    statement: UUID
    version: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class StatementWithdrawn(Event):
    """A section no longer says it."""

    about: ClassVar[str] = "statement"

    statement: UUID
    version: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class StatementTurnedStale(Event):
    """A figure under this version was corrected; once for each correction. ``known_at``: since when that is known."""

    about: ClassVar[str] = "statement"

    statement: UUID
    version: int
    known_at: datetime
    audience: Audience
