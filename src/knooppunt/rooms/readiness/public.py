"""The door of the room."""

from __future__ import annotations

from knooppunt.rooms.readiness.actions.addresses import renew_duty_address
from knooppunt.rooms.readiness.actions.duties import (
    accept_swap,
    assign,
    cancel_duty,
    offer_swap,
    release_duties,
    replace,
)
from knooppunt.rooms.readiness.actions.proposing import adopt_draft, propose_roster
from knooppunt.rooms.readiness.actions.rosters import (
    Kind,
    ask_leave,
    decide_leave,
    lend,
    make_roster,
    qualify,
    set_needs,
)
from knooppunt.rooms.readiness.queries.duties import (
    Candidate,
    DutyLine,
    Gap,
    OnDuty,
    Settled,
    candidates,
    duties,
    gaps,
    has_address,
    my_duties,
    on_duty,
    owner_of_duties,
    settlement,
)
from knooppunt.rooms.readiness.queries.drafts import DraftLine, roster_draft
from knooppunt.rooms.readiness.queries.rosters import RosterLine, one_roster, rosters

__all__ = [
    "Candidate",
    "DutyLine",
    "Gap",
    "Kind",
    "OnDuty",
    "DraftLine",
    "RosterLine",
    "Settled",
    "accept_swap",
    "adopt_draft",
    "ask_leave",
    "assign",
    "cancel_duty",
    "candidates",
    "decide_leave",
    "duties",
    "gaps",
    "has_address",
    "lend",
    "make_roster",
    "my_duties",
    "offer_swap",
    "on_duty",
    "one_roster",
    "owner_of_duties",
    "roster_draft",
    "propose_roster",
    "qualify",
    "release_duties",
    "renew_duty_address",
    "replace",
    "rosters",
    "set_needs",
    "settlement",
]
