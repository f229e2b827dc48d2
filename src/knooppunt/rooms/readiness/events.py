"""What happened in readiness. Only identifiers, counts and words: no names, no addresses, no texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.audience import Audience
from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class PlanMade(Event):
    about: ClassVar[str] = "plan"

    plan: UUID
    number: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class PlanEnded(Event):
    about: ClassVar[str] = "plan"

    plan: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class CalloutStarted(Event):
    """People are called out; ``purpose`` real or test."""

    about: ClassVar[str] = "callout"

    callout: UUID
    plan: UUID
    purpose: str
    people: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class CalloutMoved(Event):
    """So many people were asked."""

    about: ClassVar[str] = "callout"

    callout: UUID
    asked: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class CallAnswered(Event):
    """Someone answered; who, stands in the call. ``way``: link, app, phone or behalf."""

    about: ClassVar[str] = "call"

    call: UUID
    callout: UUID
    answer: str
    way: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class LinkOpenedElsewhere(Event):
    """The link of a call was opened in another browser than the one that answered."""

    about: ClassVar[str] = "call"

    call: UUID
    callout: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class QuorumReached(Event):
    about: ClassVar[str] = "callout"

    callout: UUID
    line: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class TooFew(Event):
    """Nobody is left to ask; ``escalated``: whether another line is asked now."""

    about: ClassVar[str] = "callout"

    callout: UUID
    line: int
    escalated: bool
    audience: Audience


@dataclass(frozen=True, slots=True)
class StoodDown(Event):
    about: ClassVar[str] = "callout"

    callout: UUID
    told: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class ClockHandled(Event):
    """So many moments that were due were handled."""

    moments: int
    audience: Audience
