"""What is announced about figures; what a delivery says, to whoever may see the delivery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.audience import Audience
from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class FiguresImported(Event):
    """A file was taken in. ``sha256`` is of its unpacked bytes; of its ``rows`` so many were ``quarantined``.

    What it changed is not told here: beside a delivery that is hidden from a reader it would tell what that one says.
    """

    about: ClassVar[str] = "delivery"

    delivery: UUID
    source: str
    file: str
    sha256: str
    known_at: datetime
    rows: int
    quarantined: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class QuarantineReleased(Event):
    """Rows were taken out of quarantine and brought in, in a delivery of their own."""

    about: ClassVar[str] = "delivery"

    delivery: UUID
    source: str
    rows: tuple[UUID, ...]
    replaced: tuple[str, ...]
    note: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class QuarantineDiscarded(Event):
    """Rows in quarantine will not be brought in, and why."""

    about: ClassVar[str] = "delivery"

    delivery: UUID
    rows: tuple[UUID, ...]
    note: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class FlagAnswered(Event):
    """Someone looked at a value that is hard to believe, and says what it is."""

    about: ClassVar[str] = "flag"

    flag: UUID
    indicator: str
    area: str
    note: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class CatalogueSynced(Event):
    """The indicators that come with the product were brought into the tables; slugs of what was made or changed."""

    made: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorDefined(Event):
    """Someone defined an indicator, or defined it anew."""

    about: ClassVar[str] = "slug"

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class SourceChosen(Event):
    """Someone decided which source counts for an indicator in an area; which and why stand in the decision.

    ``ends`` is exclusive, "" until further notice.
    """

    about: ClassVar[str] = "choice"

    choice: UUID
    indicator: str
    area: str
    starts: date
    ends: str
    audience: Audience
