"""The tables of the room."""

from __future__ import annotations

from knooppunt.rooms.readiness.models.rosters import (
    Duty,
    DutyAddress,
    Leave,
    Loan,
    Draft,
    Qualification,
    Roster,
    ShiftKind,
    Swap,
)

__all__ = ["Duty", "DutyAddress", "Leave", "Loan", "Draft", "Qualification", "Roster", "ShiftKind", "Swap"]
