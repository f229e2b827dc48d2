"""What happened in readiness. Only identifiers and words: no names, no addresses, no texts, no totals of call-outs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.audience import Audience
from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class ProofAsked(Event):
    """Somebody is asked to answer on a contact point; neither its address nor the code is told."""

    about: ClassVar[str] = "proof"
    heard_with: ClassVar[tuple[str, ...]] = ("network.contacts",)

    proof: UUID
    contact: UUID
    person: UUID
    means: str


@dataclass(frozen=True, slots=True)
class ProofFailed(Event):
    """A wrong code was typed; ``left`` more are allowed."""

    about: ClassVar[str] = "proof"
    heard_with: ClassVar[tuple[str, ...]] = ("network.contacts",)

    proof: UUID
    contact: UUID
    left: int


@dataclass(frozen=True, slots=True)
class ProofAnswered(Event):
    """``how``: ``code`` or ``link``."""

    about: ClassVar[str] = "proof"
    heard_with: ClassVar[tuple[str, ...]] = ("network.contacts",)

    proof: UUID
    contact: UUID
    how: str


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
    audience: Audience


@dataclass(frozen=True, slots=True)
class CalloutMoved(Event):
    """People were asked. How many is not told: a total is for who oversees readiness, and they have the board."""

    about: ClassVar[str] = "callout"

    callout: UUID
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
class ColleaguesShown(Event):
    """Who holds the link of a call chose to delegate, and was shown names of colleagues."""

    about: ClassVar[str] = "call"

    call: UUID
    callout: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class CallsJoined(Event):
    """Who was called turned out to be somebody who is known by another record: one call goes on."""

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
    audience: Audience


@dataclass(frozen=True, slots=True)
class ClockHandled(Event):
    """So many moments that were due were handled."""

    moments: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class NormSet(Event):
    """A phase got a new version of its norm."""

    about: ClassVar[str] = "norm"

    norm: UUID
    phase: str
    version: int


@dataclass(frozen=True, slots=True)
class WatchBegun(Event):
    """A figure is watched: ``kind`` is signal or criterion."""

    about: ClassVar[str] = "watch"

    watch: UUID
    kind: str
    phase: str


@dataclass(frozen=True, slots=True)
class WatchEnded(Event):
    about: ClassVar[str] = "watch"

    watch: UUID


@dataclass(frozen=True, slots=True)
class SignalsChecked(Event):
    """The signals were held against the figures: how many there are, were over their threshold, and are not known."""

    signals: int
    met: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ScalingProposed(Event):
    """A signal was over its threshold; so many duty officers were ``told``."""

    about: ClassVar[str] = "proposal"

    proposal: UUID
    told: int


@dataclass(frozen=True, slots=True)
class ProposalDecided(Event):
    about: ClassVar[str] = "proposal"

    proposal: UUID
    outcome: str


@dataclass(frozen=True, slots=True)
class ScaledUp(Event):
    """The phase went up, with the call-out that was started with it ("" is none)."""

    about: ClassVar[str] = "incident"

    incident: UUID
    phase: str
    callout: str


@dataclass(frozen=True, slots=True)
class ScaledDown(Event):
    """The phase went down by a recorded decision; ``despite`` says that not every criterion was met and known."""

    about: ClassVar[str] = "descent"

    descent: UUID
    incident: UUID
    phase: str
    despite: bool
    review_on: date


@dataclass(frozen=True, slots=True)
class PilotReviewed(Event):
    about: ClassVar[str] = "descent"

    descent: UUID
    next_on: date


@dataclass(frozen=True, slots=True)
class ReviewReminded(Event):
    """So many people were told that a review is overdue."""

    about: ClassVar[str] = "descent"

    descent: UUID
    told: int
