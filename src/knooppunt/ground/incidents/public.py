"""The door of the room."""

from __future__ import annotations

from knooppunt.ground.incidents.actions import change_phase, close_incident, open_incident
from knooppunt.ground.incidents.queries import (
    ChangeLine,
    IncidentLine,
    current_incident,
    incident,
    incidents,
    phase_changes,
)
from knooppunt.ground.incidents.rules import PHASE_NAMES, Phase

__all__ = [
    "PHASE_NAMES",
    "ChangeLine",
    "IncidentLine",
    "Phase",
    "change_phase",
    "close_incident",
    "current_incident",
    "incident",
    "incidents",
    "open_incident",
    "phase_changes",
]
