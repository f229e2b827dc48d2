"""The tables of the room."""

from __future__ import annotations

from knooppunt.rooms.readiness.models.phases import Descent, Norm, NormPost, Review
from knooppunt.rooms.readiness.models.signals import Proposal, Watch

__all__ = ["Descent", "Norm", "NormPost", "Proposal", "Review", "Watch"]
