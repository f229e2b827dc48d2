"""What happened in the network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.events import Event


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
