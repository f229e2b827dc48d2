"""What happened in readiness. Identifiers only: figures and names are for fewer ears than that it happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.events import Event


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
