"""What happened to incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class IncidentOpened(Event):
    about: ClassVar[str] = "incident"

    incident: UUID
    name: str
    exercise: bool
    phase: str
    reason: str


@dataclass(frozen=True, slots=True)
class PhaseChanged(Event):
    """``down`` says whether it was scaling down; then ``decision`` is the identifier of the decision."""

    about: ClassVar[str] = "incident"

    incident: UUID
    name: str
    old: str
    new: str
    down: bool
    reason: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class IncidentClosed(Event):
    about: ClassVar[str] = "incident"

    incident: UUID
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParticipantsNamed(Event):
    """So many people were named as taking part in an exercise; who stands in the room."""

    about: ClassVar[str] = "incident"

    incident: UUID
    count: int


@dataclass(frozen=True, slots=True)
class ParticipantsRemoved(Event):
    """So many people take part in an exercise no more."""

    about: ClassVar[str] = "incident"

    incident: UUID
    count: int
