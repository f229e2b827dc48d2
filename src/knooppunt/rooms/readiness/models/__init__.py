"""The tables of the room."""

from __future__ import annotations

from knooppunt.rooms.readiness.models.callouts import Call, Callout, Due, Group, LogLine, Plan, PlanVersion, Sent
from knooppunt.rooms.readiness.models.phases import Descent, Norm, NormPost, Review
from knooppunt.rooms.readiness.models.proofs import Proof
from knooppunt.rooms.readiness.models.rosters import (
    Draft,
    Duty,
    DutyAddress,
    Leave,
    Loan,
    Making,
    Qualification,
    Roster,
    ShiftKind,
    Swap,
)
from knooppunt.rooms.readiness.models.signals import Proposal, Watch

__all__ = [
    "Call",
    "Callout",
    "Descent",
    "Draft",
    "Due",
    "Duty",
    "DutyAddress",
    "Group",
    "Leave",
    "Loan",
    "LogLine",
    "Making",
    "Norm",
    "NormPost",
    "Plan",
    "PlanVersion",
    "Proof",
    "Proposal",
    "Qualification",
    "Review",
    "Roster",
    "Sent",
    "ShiftKind",
    "Swap",
    "Watch",
]
