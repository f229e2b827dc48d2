"""The door of the room."""

from __future__ import annotations

from knooppunt.ground.incidents.actions import (
    change_phase,
    close_incident,
    name_participants,
    open_incident,
    remove_participants,
)
from knooppunt.ground.incidents.consequences import Consequence, consequences, declare_consequence, declare_ways
from knooppunt.ground.incidents.queries import (
    ChangeLine,
    IncidentLine,
    ParticipantLine,
    current_incident,
    incident,
    incidents,
    participants,
    phase_changes,
    taking_part,
)
from knooppunt.ground.incidents.rules import PHASE_NAMES, Phase, is_down

__all__ = [
    "PHASE_NAMES",
    "ChangeLine",
    "Consequence",
    "IncidentLine",
    "ParticipantLine",
    "Phase",
    "change_phase",
    "close_incident",
    "consequences",
    "current_incident",
    "declare_consequence",
    "declare_ways",
    "incident",
    "incidents",
    "is_down",
    "name_participants",
    "open_incident",
    "participants",
    "phase_changes",
    "remove_participants",
    "taking_part",
]
