"""What happened in the network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.events import Event

CONTACTS = ("network.contacts",)
"""How somebody is reached is nobody's business but theirs and of who manages it."""


@dataclass(frozen=True, slots=True)
class OrganisationAdded(Event):
    about: ClassVar[str] = "organisation"

    organisation: UUID
    name: str
    kind: str
    area: str


@dataclass(frozen=True, slots=True)
class OrganisationChanged(Event):
    """``was`` and ``now`` are (abbreviation, name, kind, area)."""

    about: ClassVar[str] = "organisation"

    organisation: UUID
    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonAdded(Event):
    about: ClassVar[str] = "person"

    person: UUID
    name: str


@dataclass(frozen=True, slots=True)
class FunctionAdded(Event):
    about: ClassVar[str] = "function"

    function: UUID
    title: str
    organisation: UUID
    section: str


@dataclass(frozen=True, slots=True)
class Appointed(Event):
    """``ends`` is empty when no end is known."""

    about: ClassVar[str] = "appointment"

    appointment: UUID
    person: UUID
    name: str
    function: UUID
    title: str
    starts: date
    ends: str


@dataclass(frozen=True, slots=True)
class AppointmentEnded(Event):
    about: ClassVar[str] = "appointment"

    appointment: UUID
    person: UUID
    name: str
    function: UUID
    title: str
    ends: date


@dataclass(frozen=True, slots=True)
class DeputyDeclared(Event):
    """``deputy`` acts as ``title`` from ``starts`` until just before ``ends``; ``person`` is empty if the seat is.

    ``person`` is the identifier of who is acted for, ``name`` their name.
    """

    about: ClassVar[str] = "deputyship"

    deputyship: UUID
    function: UUID
    title: str
    person: str
    name: str
    deputy: UUID
    deputy_name: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class DeputyshipEnded(Event):
    about: ClassVar[str] = "deputyship"

    deputyship: UUID
    deputy: UUID
    deputy_name: str
    title: str
    ends: date


@dataclass(frozen=True, slots=True)
class ContactAdded(Event):
    """Never the address itself."""

    about: ClassVar[str] = "contact"
    heard_with: ClassVar[tuple[str, ...]] = CONTACTS

    contact: UUID
    person: UUID
    means: str


@dataclass(frozen=True, slots=True)
class ContactsReordered(Event):
    about: ClassVar[str] = "person"
    heard_with: ClassVar[tuple[str, ...]] = CONTACTS

    person: UUID
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactEnded(Event):
    about: ClassVar[str] = "contact"
    heard_with: ClassVar[tuple[str, ...]] = CONTACTS

    contact: UUID
    person: UUID
    means: str
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class ContactConfirmed(Event):
    """The person answered on it; ``proof`` is what they answered to."""

    about: ClassVar[str] = "contact"
    heard_with: ClassVar[tuple[str, ...]] = CONTACTS

    contact: UUID
    person: UUID
    means: str
    proof: str


@dataclass(frozen=True, slots=True)
class PersonLeft(Event):
    """``last_day`` is the last day that counts; appointments and deputyships end with it."""

    about: ClassVar[str] = "person"

    person: UUID
    name: str
    last_day: date


@dataclass(frozen=True, slots=True)
class PersonCameBack(Event):
    about: ClassVar[str] = "person"

    person: UUID
    name: str


@dataclass(frozen=True, slots=True)
class PeopleMerged(Event):
    """``merged`` turned out to be ``kept``; what moved is named by its identifier, so that both pasts can be read."""

    about: ClassVar[str] = "kept"

    kept: UUID
    kept_name: str
    merged: UUID
    merged_name: str
    appointments: tuple[str, ...]
    deputyships: tuple[str, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganisationsMerged(Event):
    """``merged`` went up in ``kept``; ``functions`` moved along with who holds them."""

    about: ClassVar[str] = "kept"

    kept: UUID
    kept_name: str
    merged: UUID
    merged_name: str
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleImported(Event):
    """From a file that is kept under ``original``; ``added`` were not known before."""

    about: ClassVar[str] = "original"
    heard_with: ClassVar[tuple[str, ...]] = CONTACTS

    original: str
    lines: int
    added: int
