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
class Withdrawn(Event):
    """So many dispatches about a thing that waited are not sent any more."""

    about: ClassVar[str] = "thing"

    thing: str
    channel: str
    count: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class NotTried(Event):
    """So many dispatches about a thing failed without an attempt: too late, no address, or the channel is down."""

    about: ClassVar[str] = "thing"

    thing: str
    channel: str
    count: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class BatchBegun(Event):
    """So many dispatches about a thing are handed over together: attempts, each written down."""

    about: ClassVar[str] = "thing"

    thing: str
    batch: UUID
    channel: str
    count: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class BatchEnded(Event):
    """What became of dispatches about a thing that were handed over together; ``waiting`` are tried again."""

    about: ClassVar[str] = "thing"

    thing: str
    batch: UUID
    channel: str
    sent: int
    refused: int
    uncertain: int
    failed: int
    waiting: int
    withdrawn: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class Confirmed(Event):
    """A carrier says that what it took was delivered."""

    about: ClassVar[str] = "dispatch"

    dispatch: UUID
    channel: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class Undeliverable(Event):
    """A carrier says, afterwards, that what it took could not be delivered."""

    about: ClassVar[str] = "dispatch"

    dispatch: UUID
    channel: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class KeyPressed(Event):
    """Whoever was called pressed a key: 0 to 9, * or #."""

    about: ClassVar[str] = "dispatch"

    dispatch: UUID
    digit: str
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
