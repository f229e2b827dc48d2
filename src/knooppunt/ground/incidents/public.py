"""The door of the room."""

from __future__ import annotations

from knooppunt.ground.incidents.actions import change_phase, close_incident, open_incident
from knooppunt.ground.incidents.consequences import Consequence, consequences, declare_consequence, declare_ways
from knooppunt.ground.incidents.queries import (
    ChangeLine,
    IncidentLine,
    current_incident,
    incident,
    incidents,
    phase_changes,
)
from knooppunt.ground.incidents.rules import PHASE_NAMES, Phase, is_down

__all__ = [
    "PHASE_NAMES",
    "ChangeLine",
    "Consequence",
    "IncidentLine",
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
    "open_incident",
    "phase_changes",
]
