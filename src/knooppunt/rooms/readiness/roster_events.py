"""What happened with rosters and duties; a file of its own beside ``events`` because that is full.

Only identifiers: who works when is for fewer ears than that it changed. No other room listens to these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.audience import Audience
from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class RosterMade(Event):
    about: ClassVar[str] = "roster"

    roster: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class RosterChanged(Event):
    """Its needs or its duties became other ones; ``version`` counts them."""

    about: ClassVar[str] = "roster"

    roster: UUID
    version: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class DraftAsked(Event):
    """A proposal for a roster is being made."""

    about: ClassVar[str] = "roster"

    roster: UUID
    proposal: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class DraftFailed(Event):
    """No proposal for a roster could be made."""

    about: ClassVar[str] = "roster"

    roster: UUID
    proposal: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class RosterProposed(Event):
    about: ClassVar[str] = "roster"

    roster: UUID
    proposal: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class DutiesImported(Event):
    """Duties came from a file, kept by its digest ``original``."""

    about: ClassVar[str] = "roster"

    roster: UUID
    original: str
    count: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class DutiesRotated(Event):
    """Duties were set by a rotation."""

    about: ClassVar[str] = "roster"

    roster: UUID
    count: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class DutyAssigned(Event):
    about: ClassVar[str] = "duty"

    duty: UUID
    roster: UUID
    overruled: bool
    audience: Audience


@dataclass(frozen=True, slots=True)
class DutyCancelled(Event):
    about: ClassVar[str] = "duty"

    duty: UUID
    roster: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class DutiesJoined(Event):
    """What was planned of ``merged`` is of ``kept``; so many duties were ``cancelled`` because both had one then."""

    about: ClassVar[str] = "kept"

    kept: UUID
    merged: UUID
    cancelled: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class OrganisationsJoined(Event):
    """So many ``rosters`` of ``merged`` are of ``kept``, and so many ``loans`` moved or ended."""

    about: ClassVar[str] = "kept"

    kept: UUID
    merged: UUID
    rosters: int
    loans: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class SwapOffered(Event):
    about: ClassVar[str] = "swap"

    swap: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class SwapAccepted(Event):
    about: ClassVar[str] = "swap"

    swap: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class SwapDeclined(Event):
    about: ClassVar[str] = "swap"

    swap: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class SwapWithdrawn(Event):
    about: ClassVar[str] = "swap"

    swap: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class QualificationEnded(Event):
    """Someone can be put on rosters in a role until some day."""

    about: ClassVar[str] = "qualification"

    qualification: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class PersonQualified(Event):
    about: ClassVar[str] = "qualification"

    qualification: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class PersonLent(Event):
    about: ClassVar[str] = "loan"

    loan: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class LeaveAsked(Event):
    about: ClassVar[str] = "leave"

    leave: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class LeaveDecided(Event):
    about: ClassVar[str] = "leave"

    leave: UUID
    granted: bool
    audience: Audience


@dataclass(frozen=True, slots=True)
class DutyAddressRenewed(Event):
    """Someone made a secret address for their duties; the one before lets nobody in any more."""

    about: ClassVar[str] = "address"

    address: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class DutyAddressRevoked(Event):
    """Someone's secret address for their duties lets nobody in any more, and there is no other."""

    about: ClassVar[str] = "address"

    address: UUID
    audience: Audience
