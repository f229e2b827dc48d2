"""What happened to what was sent. No names, addresses or texts: whoever may hear of it may not know who got what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.audience import Audience
from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class Dispatched(Event):
    """So many new dispatches were made about a thing; those there already were are not counted."""

    about: ClassVar[str] = "thing"

    thing: str
    channel: str
    count: int
    urgent: bool
    audience: Audience


@dataclass(frozen=True, slots=True)
class AttemptBegun(Event):
    about: ClassVar[str] = "dispatch"

    dispatch: UUID
    channel: str
    number: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class AttemptEnded(Event):
    """``state`` is what the dispatch became."""

    about: ClassVar[str] = "dispatch"

    dispatch: UUID
    channel: str
    number: int
    outcome: str
    state: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class NotSendable(Event):
    """There is no address to send to: no attempt was made."""

    about: ClassVar[str] = "dispatch"

    dispatch: UUID
    channel: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class SentAgain(Event):
    """A person brought back what was settled."""

    about: ClassVar[str] = "dispatch"

    dispatch: UUID
    channel: str
    was: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class Subscribed(Event):
    """An organisation is told of these events by webhook from here on. Where to stands in the subscription."""

    about: ClassVar[str] = "subscription"

    subscription: UUID
    events: tuple[str, ...]
    audience: Audience


@dataclass(frozen=True, slots=True)
class SubscriptionChanged(Event):
    """Paused, resumed, failed (paused by itself) or ended."""

    about: ClassVar[str] = "subscription"

    subscription: UUID
    old: str
    new: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class Replayed(Event):
    """What was announced in a stretch of time goes to a webhook once more, under the same identifiers."""

    about: ClassVar[str] = "subscription"

    subscription: UUID
    since: datetime
    until: datetime
    count: int
    audience: Audience
