"""What happened to what was sent. No names, addresses or texts: whoever may hear of it may not know who got what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class Dispatched(Event):
    """So many new dispatches were made about a thing; those there already were are not counted."""

    about: ClassVar[str] = "thing"

    thing: str
    channel: str
    count: int
    urgent: bool


@dataclass(frozen=True, slots=True)
class AttemptBegun(Event):
    about: ClassVar[str] = "dispatch"

    dispatch: UUID
    channel: str
    number: int


@dataclass(frozen=True, slots=True)
class AttemptEnded(Event):
    """``state`` is what the dispatch became."""

    about: ClassVar[str] = "dispatch"

    dispatch: UUID
    channel: str
    number: int
    outcome: str
    state: str


@dataclass(frozen=True, slots=True)
class NotSendable(Event):
    """There is no address to send to: no attempt was made."""

    about: ClassVar[str] = "dispatch"

    dispatch: UUID
    channel: str


@dataclass(frozen=True, slots=True)
class SentAgain(Event):
    """A person brought back what was settled."""

    about: ClassVar[str] = "dispatch"

    dispatch: UUID
    channel: str
    was: str
