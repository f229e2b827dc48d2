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
from knooppunt.rooms.readiness.actions.clock import hand_over, handle_due, hold_test
from knooppunt.rooms.readiness.actions.plans import Drill, change_plan, end_plan, make_plan
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
from knooppunt.rooms.readiness.queries.due import Due, broken_since, due_now
from knooppunt.rooms.readiness.queries.linked import Linked, linked
from knooppunt.rooms.readiness.queries.plans import PlanLine, Preview, TeamPreview, latest_test, plan, plans, preview
from knooppunt.rooms.readiness.queries.reachability import Reachability, reachability
from knooppunt.rooms.readiness.rules.callouts import Answer, Given, Purpose, State, Way
from knooppunt.rooms.readiness.rules.plans import ChannelStep, Line, PlanContent
from knooppunt.rooms.readiness.rules.quorum import Standing

__all__ = [
    "CHANNELS",
    "HOUSE",
    "Answer",
    "Board",
    "CallLine",
    "CalloutLine",
    "ChannelStep",
    "Colleague",
    "Drill",
    "Due",
    "Given",
    "GroupLine",
    "Line",
    "Linked",
    "LogEntry",
    "OwnCall",
    "PlanContent",
    "PlanLine",
    "Preview",
    "Purpose",
    "Reachability",
    "Standing",
    "State",
    "TeamPreview",
    "Way",
    "answer_by_key",
    "answer_by_link",
    "answer_for",
    "answer_own",
    "asked_by",
    "board",
    "broken_since",
    "call_of",
    "callout",
    "callouts",
    "change_plan",
    "colleagues",
    "due_now",
    "end_plan",
    "hand_over",
    "handle_due",
    "hold_test",
    "latest_test",
    "linked",
    "make_plan",
    "note_elsewhere",
    "own_call",
    "own_calls",
    "plan",
    "plans",
    "preview",
    "reachability",
    "spots",
    "stand_down",
    "start_callout",
]
