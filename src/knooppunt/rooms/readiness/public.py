"""The door of the room."""

from __future__ import annotations

from knooppunt.rooms.readiness.actions.answers import (
    answer_by_key,
    answer_by_link,
    answer_for,
    answer_own,
    note_elsewhere,
)
from knooppunt.rooms.readiness.actions.callouts import stand_down, start_callout
from knooppunt.rooms.readiness.actions.clock import BATCH, hand_over, handle_due, hold_test
from knooppunt.rooms.readiness.actions.descending import remind_of_reviews, review_pilot, scale_down
from knooppunt.rooms.readiness.actions.norms import set_norm
from knooppunt.rooms.readiness.actions.plans import Drill, change_plan, end_plan, make_plan
from knooppunt.rooms.readiness.actions.scaling import confirm_proposal, reject_proposal, scale_up
from knooppunt.rooms.readiness.actions.verifying import answer_code, answer_link, ask_proof, ask_stale
from knooppunt.rooms.readiness.actions.watching import check_signals, end_watch, watch_figure
from knooppunt.rooms.readiness.calling import CHANNELS, HOUSE, asked_by
from knooppunt.rooms.readiness.queries.callouts import (
    Board,
    CallLine,
    CalloutLine,
    GroupLine,
    LogEntry,
    OwnCall,
    board,
    call_of,
    callout,
    callouts,
    own_call,
    own_calls,
)
from knooppunt.rooms.readiness.queries.candidates import spots
from knooppunt.rooms.readiness.queries.colleagues import Colleague, colleagues
from knooppunt.rooms.readiness.queries.descending import Going, going_down
from knooppunt.rooms.readiness.queries.descents import DescentLine, descent, descents, overdue
from knooppunt.rooms.readiness.queries.due import Due, broken_since, due_now
from knooppunt.rooms.readiness.queries.joined import open_callouts
from knooppunt.rooms.readiness.queries.linked import Linked, linked
from knooppunt.rooms.readiness.queries.norms import NormLine, brings, norm, norm_versions
from knooppunt.rooms.readiness.queries.piloting import PilotLight, pilot_light
from knooppunt.rooms.readiness.queries.plans import PlanLine, Preview, TeamPreview, plan, plans, preview
from knooppunt.rooms.readiness.queries.proofs import open_proofs
from knooppunt.rooms.readiness.queries.proposals import ProposalLine, proposal, proposals
from knooppunt.rooms.readiness.queries.reachability import Reachability, reachability
from knooppunt.rooms.readiness.queries.watching import Stand, criteria, signals
from knooppunt.rooms.readiness.rules.callouts import Answer, Given, Purpose, State, Way
from knooppunt.rooms.readiness.rules.piloting import Could, Post
from knooppunt.rooms.readiness.rules.plans import ChannelStep, Line, PlanContent
from knooppunt.rooms.readiness.rules.quorum import Standing
from knooppunt.rooms.readiness.rules.watching import Comparison, Condition, Verdict

__all__ = [
    "BATCH",
    "CHANNELS",
    "HOUSE",
    "Answer",
    "Board",
    "CallLine",
    "CalloutLine",
    "ChannelStep",
    "Colleague",
    "Comparison",
    "Condition",
    "Could",
    "DescentLine",
    "Drill",
    "Due",
    "Given",
    "Going",
    "GroupLine",
    "Line",
    "Linked",
    "LogEntry",
    "NormLine",
    "OwnCall",
    "PilotLight",
    "PlanContent",
    "PlanLine",
    "Post",
    "Preview",
    "ProposalLine",
    "Purpose",
    "Reachability",
    "Stand",
    "Standing",
    "State",
    "TeamPreview",
    "Verdict",
    "Way",
    "answer_by_key",
    "answer_by_link",
    "answer_code",
    "answer_for",
    "answer_link",
    "answer_own",
    "ask_proof",
    "ask_stale",
    "asked_by",
    "board",
    "brings",
    "broken_since",
    "call_of",
    "callout",
    "callouts",
    "change_plan",
    "check_signals",
    "colleagues",
    "confirm_proposal",
    "criteria",
    "descent",
    "descents",
    "due_now",
    "end_plan",
    "end_watch",
    "going_down",
    "hand_over",
    "handle_due",
    "hold_test",
    "linked",
    "make_plan",
    "norm",
    "norm_versions",
    "note_elsewhere",
    "open_callouts",
    "open_proofs",
    "overdue",
    "own_call",
    "own_calls",
    "pilot_light",
    "plan",
    "plans",
    "preview",
    "proposal",
    "proposals",
    "reachability",
    "reject_proposal",
    "remind_of_reviews",
    "review_pilot",
    "scale_down",
    "scale_up",
    "set_norm",
    "signals",
    "spots",
    "stand_down",
    "start_callout",
    "watch_figure",
]
