"""The tables of the room."""

from __future__ import annotations

from knooppunt.rooms.readiness.models.callouts import Call, Callout, Due, Group, LogLine, Plan, PlanVersion, Sent
from knooppunt.rooms.readiness.models.phases import Descent, Norm, NormPost, Review
from knooppunt.rooms.readiness.models.proofs import Proof
from knooppunt.rooms.readiness.models.signals import Proposal, Watch

__all__ = [
    "Call",
    "Callout",
    "Descent",
    "Due",
    "Group",
    "LogLine",
    "Norm",
    "NormPost",
    "Plan",
    "PlanVersion",
    "Proof",
    "Proposal",
    "Review",
    "Sent",
    "Watch",
]
