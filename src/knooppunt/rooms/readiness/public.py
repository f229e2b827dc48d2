"""The door of the room."""

from __future__ import annotations

from knooppunt.rooms.readiness.actions.descending import remind_of_reviews, review_pilot, scale_down
from knooppunt.rooms.readiness.actions.norms import set_norm
from knooppunt.rooms.readiness.actions.scaling import confirm_proposal, reject_proposal, scale_up
from knooppunt.rooms.readiness.actions.watching import check_signals, end_watch, watch_figure
from knooppunt.rooms.readiness.queries.descending import Going, going_down
from knooppunt.rooms.readiness.queries.descents import DescentLine, descent, descents, overdue
from knooppunt.rooms.readiness.queries.joined import open_callouts, plan_lines
from knooppunt.rooms.readiness.queries.norms import NormLine, brings, norm, norm_versions
from knooppunt.rooms.readiness.queries.piloting import PilotLight, pilot_light
from knooppunt.rooms.readiness.queries.proposals import ProposalLine, proposal, proposals
from knooppunt.rooms.readiness.queries.watching import Stand, criteria, signals
from knooppunt.rooms.readiness.rules.piloting import Could, Post
from knooppunt.rooms.readiness.rules.watching import Comparison, Condition, Verdict

__all__ = [
    "Comparison",
    "Condition",
    "Could",
    "DescentLine",
    "Going",
    "NormLine",
    "PilotLight",
    "Post",
    "ProposalLine",
    "Stand",
    "Verdict",
    "brings",
    "check_signals",
    "confirm_proposal",
    "criteria",
    "descent",
    "descents",
    "end_watch",
    "going_down",
    "norm",
    "norm_versions",
    "open_callouts",
    "overdue",
    "pilot_light",
    "plan_lines",
    "proposal",
    "proposals",
    "reject_proposal",
    "remind_of_reviews",
    "review_pilot",
    "scale_down",
    "scale_up",
    "set_norm",
    "signals",
    "watch_figure",
]
