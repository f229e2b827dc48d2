"""The tables of the room. What the database guards is in ``migrations`` (``truth``)."""

from __future__ import annotations

from knooppunt.rooms.picture.models.distribution import CalendarAddress, Distribution, Receipt, Rhythm
from knooppunt.rooms.picture.models.editions import (
    BEFORE_APPROVAL,
    OUT,
    WITH_COMMISSIONERS,
    Approval,
    Edition,
    Fall,
    Review,
    State,
    Turn,
)

__all__ = [
    "BEFORE_APPROVAL",
    "OUT",
    "WITH_COMMISSIONERS",
    "Approval",
    "CalendarAddress",
    "Distribution",
    "Edition",
    "Fall",
    "Receipt",
    "Review",
    "Rhythm",
    "State",
    "Turn",
]
