"""The doors of the journal."""

from __future__ import annotations

from knooppunt.ground.journal.acting import Unasked, Unrecorded, action, record
from knooppunt.ground.journal.chain import Fault, Verification, seal, verify
from knooppunt.ground.journal.following import Announced, announced_after, announced_between, final_entry
from knooppunt.ground.journal.hearing import may_hear
from knooppunt.ground.journal.queries import PAGE, Line, announced_since, entries, event_names
from knooppunt.ground.journal.reacting import react
from knooppunt.ground.journal.standing import UNKNOWN, Kept, Standing, standing
from knooppunt.ground.journal.writing import react_to

__all__ = [
    "PAGE",
    "UNKNOWN",
    "Announced",
    "Fault",
    "Kept",
    "Line",
    "Standing",
    "Unasked",
    "Unrecorded",
    "Verification",
    "action",
    "announced_after",
    "announced_between",
    "announced_since",
    "entries",
    "event_names",
    "final_entry",
    "may_hear",
    "react",
    "react_to",
    "record",
    "seal",
    "standing",
    "verify",
]
