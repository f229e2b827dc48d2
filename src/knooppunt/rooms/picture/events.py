"""What happened to editions.

Of an edition that is not out, the events since it was submitted tell no product, number, moment or reason: they may be
heard by more people than may know that there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.audience import Audience
from knooppunt.kit.events import Event

COMPILING = ("picture.compile",)
APPROVING = ("picture.compile", "picture.approve")
"""Of an edition that is not out hears who may know that there is one."""
PUBLISHING = ("picture.publish",)
"""Of who is told of an edition, and who read it, hears who may see that."""


@dataclass(frozen=True, slots=True)
class EditionCompiled(Event):
    """A draft was made of ``product`` on a day, frozen as known at a moment."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = COMPILING

    edition: UUID
    product: str
    on: date
    known_at: datetime
    audience: Audience


@dataclass(frozen=True, slots=True)
class TextGiven(Event):
    """A section wrote, or rewrote, the text ``key`` of a draft; ``sha256`` is of the text."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = COMPILING

    edition: UUID
    product: str
    key: str
    sha256: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class EditionPublished(Event):
    """``sha256`` is of the canonical content; the edition can no longer change."""

    about: ClassVar[str] = "edition"

    edition: UUID
    product: str
    number: int
    on: date
    sha256: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class EditionDiscarded(Event):
    """A draft will not be used."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = APPROVING

    edition: UUID
    product: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class EditionSubmitted(Event):
    """The sections are asked to say of their texts that they are right."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = COMPILING

    edition: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class SectionReviewed(Event):
    """A section said that its text ``key`` is right; ``sha256`` is of the text."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = COMPILING

    edition: UUID
    key: str
    sha256: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class ApprovalAsked(Event):
    """The commissioners are asked to approve the content with this SHA-256."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = APPROVING

    edition: UUID
    sha256: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class EditionApproved(Event):
    """A commissioner, or a deputy, approved the content with this SHA-256; ``approval`` says who and for whom."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = APPROVING

    edition: UUID
    approval: UUID
    sha256: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class ApprovalFallen(Event):
    """An approval no longer counts: the content is another one. Once for each approval."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = APPROVING

    edition: UUID
    approval: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class EditionReturned(Event):
    """It is a draft again; the reason stands with the edition."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = APPROVING

    edition: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class EditionRefreshed(Event):
    """The figures of an unpublished edition were frozen anew."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = APPROVING

    edition: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class EditionScheduled(Event):
    """It will be published when its embargo ends."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = APPROVING

    edition: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class EditionWithdrawn(Event):
    """It is no longer to be used; the reason stands with the edition, which is kept."""

    about: ClassVar[str] = "edition"

    edition: UUID
    product: str
    number: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class ReceiversChosen(Event):
    """A person chose who is told of an edition; who that is stands with the edition, for those who publish."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = PUBLISHING

    edition: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class EditionDistributed(Event):
    """So many more people were told that there is an edition."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = PUBLISHING

    edition: UUID
    count: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class ReadersReminded(Event):
    """So many people who had not opened an edition were reminded, once each."""

    about: ClassVar[str] = "edition"
    heard_with: ClassVar[tuple[str, ...]] = PUBLISHING

    edition: UUID
    count: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class RhythmKept(Event):
    """When a product is due was declared or changed; ``version`` counts from 0."""

    about: ClassVar[str] = "rhythm"

    rhythm: UUID
    version: int


@dataclass(frozen=True, slots=True)
class RhythmEnded(Event):
    """Nothing is due by this rhythm any more."""

    about: ClassVar[str] = "rhythm"

    rhythm: UUID


@dataclass(frozen=True, slots=True)
class CalendarAddressRenewed(Event):
    """Someone made a secret address for their calendar; the one before lets nobody in any more."""

    about: ClassVar[str] = "address"

    address: UUID


@dataclass(frozen=True, slots=True)
class CalendarAddressRevoked(Event):
    """The secret address of someone's calendar lets nobody in any more."""

    about: ClassVar[str] = "address"

    address: UUID
