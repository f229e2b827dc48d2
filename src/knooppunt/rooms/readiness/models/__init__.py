"""The tables of the room."""

from __future__ import annotations

from knooppunt.rooms.readiness.models.callouts import Call, Callout, Due, Group, LogLine, Plan, PlanVersion, Sent

__all__ = ["Call", "Callout", "Due", "Group", "LogLine", "Plan", "PlanVersion", "Sent"]
