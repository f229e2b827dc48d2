"""The door of the room."""

from __future__ import annotations

from knooppunt.rooms.readiness.actions.addresses import renew_duty_address, revoke_duty_address
from knooppunt.rooms.readiness.actions.answers import (
    answer_by_key,
    answer_by_link,
    answer_for,
    answer_own,
    choose_to_delegate,
    note_elsewhere,
)
from knooppunt.rooms.readiness.actions.callouts import stand_down, start_callout
from knooppunt.rooms.readiness.actions.clock import BATCH, hand_over, handle_due, hold_test
from knooppunt.rooms.readiness.actions.descending import remind_of_reviews, review_pilot, scale_down
from knooppunt.rooms.readiness.actions.duties import (
    accept_swap,
    assign,
    cancel_duty,
    offer_swap,
    release_duties,
    replace,
)
from knooppunt.rooms.readiness.actions.joining import join_calls
from knooppunt.rooms.readiness.actions.joining_duties import join_duties
from knooppunt.rooms.readiness.actions.joining_organisations import join_organisations
from knooppunt.rooms.readiness.actions.norms import set_norm
from knooppunt.rooms.readiness.actions.placing import import_duties, rotate
from knooppunt.rooms.readiness.actions.plans import Drill, change_plan, end_plan, make_plan
from knooppunt.rooms.readiness.actions.proposing import adopt_draft, ask_proposal
from knooppunt.rooms.readiness.actions.qualifying import end_qualification
from knooppunt.rooms.readiness.actions.rosters import (
    Kind,
    ask_leave,
    decide_leave,
    lend,
    make_roster,
    qualify,
    set_needs,
)
from knooppunt.rooms.readiness.actions.scaling import confirm_proposal, reject_proposal, scale_up
from knooppunt.rooms.readiness.actions.swapping import decline_swap, withdraw_swap
from knooppunt.rooms.readiness.actions.telling_phase import tell_of_phase
from knooppunt.rooms.readiness.actions.verifying import answer_code, answer_link, ask_proof, ask_stale
from knooppunt.rooms.readiness.actions.watching import check_signals, end_watch, watch_figure
from knooppunt.rooms.readiness.calling import CHANNELS, HOUSE, asked_by
from knooppunt.rooms.readiness.making import make_proposal, propose_roster
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
from knooppunt.rooms.readiness.queries.colleagues import Colleague, Names, colleagues, names_by_link
from knooppunt.rooms.readiness.queries.descending import Going, going_down
from knooppunt.rooms.readiness.queries.descents import DescentLine, descent, descents, overdue
from knooppunt.rooms.readiness.queries.drafts import DraftLine, roster_draft
from knooppunt.rooms.readiness.queries.due import Due, broken_since, due_now
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
    one_duty,
    owner_of_duties,
    settlement,
)
from knooppunt.rooms.readiness.queries.joined import open_callouts
from knooppunt.rooms.readiness.queries.leave import (
    Decided,
    Hit,
    LeaveLine,
    leave_asked,
    leave_granted,
    leave_waiting,
    own_leave,
)
from knooppunt.rooms.readiness.queries.linked import Linked, linked
from knooppunt.rooms.readiness.queries.norms import NormLine, brings, norm, norm_versions
from knooppunt.rooms.readiness.queries.piloting import PilotLight, PilotLine, pilot_light
from knooppunt.rooms.readiness.queries.placing import Looked, duties_in_file, rotation, rotation_choices
from knooppunt.rooms.readiness.queries.plans import PlanLine, Preview, TeamPreview, plan, plans, preview
from knooppunt.rooms.readiness.queries.proofs import open_proofs
from knooppunt.rooms.readiness.queries.proposals import ProposalLine, proposal, proposals
from knooppunt.rooms.readiness.queries.qualified import QualifiedLine, qualified
from knooppunt.rooms.readiness.queries.reachability import Reachability, reachability
from knooppunt.rooms.readiness.queries.rostered import KindLine, Total, shift_kinds, totals
from knooppunt.rooms.readiness.queries.rosters import RosterLine, one_roster, rosters
from knooppunt.rooms.readiness.queries.swaps import (
    Broken,
    OwnSwaps,
    SwapLine,
    SwapOption,
    own_swaps,
    roster_swaps,
    swap_options,
)
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
    "Broken",
    "CallLine",
    "CalloutLine",
    "Candidate",
    "ChannelStep",
    "Colleague",
    "Comparison",
    "Condition",
    "Could",
    "Decided",
    "DescentLine",
    "DraftLine",
    "Drill",
    "Due",
    "DutyLine",
    "Gap",
    "Given",
    "Going",
    "GroupLine",
    "Hit",
    "Kind",
    "KindLine",
    "LeaveLine",
    "Line",
    "Linked",
    "LogEntry",
    "Looked",
    "Names",
    "NormLine",
    "OnDuty",
    "OwnCall",
    "OwnSwaps",
    "PilotLight",
    "PilotLine",
    "PlanContent",
    "PlanLine",
    "Post",
    "Preview",
    "ProposalLine",
    "Purpose",
    "QualifiedLine",
    "Reachability",
    "RosterLine",
    "Settled",
    "Stand",
    "Standing",
    "State",
    "SwapLine",
    "SwapOption",
    "TeamPreview",
    "Total",
    "Verdict",
    "Way",
    "accept_swap",
    "adopt_draft",
    "answer_by_key",
    "answer_by_link",
    "answer_code",
    "answer_for",
    "answer_link",
    "answer_own",
    "ask_leave",
    "ask_proof",
    "ask_proposal",
    "ask_stale",
    "asked_by",
    "assign",
    "board",
    "brings",
    "broken_since",
    "call_of",
    "callout",
    "callouts",
    "cancel_duty",
    "candidates",
    "change_plan",
    "check_signals",
    "choose_to_delegate",
    "colleagues",
    "confirm_proposal",
    "criteria",
    "decide_leave",
    "decline_swap",
    "descent",
    "descents",
    "due_now",
    "duties",
    "duties_in_file",
    "end_plan",
    "end_qualification",
    "end_watch",
    "gaps",
    "going_down",
    "hand_over",
    "handle_due",
    "has_address",
    "hold_test",
    "import_duties",
    "join_calls",
    "join_duties",
    "join_organisations",
    "leave_asked",
    "leave_granted",
    "leave_waiting",
    "lend",
    "linked",
    "make_plan",
    "make_proposal",
    "make_roster",
    "my_duties",
    "names_by_link",
    "norm",
    "norm_versions",
    "note_elsewhere",
    "offer_swap",
    "on_duty",
    "one_duty",
    "one_roster",
    "open_callouts",
    "open_proofs",
    "overdue",
    "own_call",
    "own_calls",
    "own_leave",
    "own_swaps",
    "owner_of_duties",
    "pilot_light",
    "plan",
    "plans",
    "preview",
    "proposal",
    "proposals",
    "propose_roster",
    "qualified",
    "qualify",
    "reachability",
    "reject_proposal",
    "release_duties",
    "remind_of_reviews",
    "renew_duty_address",
    "replace",
    "review_pilot",
    "revoke_duty_address",
    "roster_draft",
    "roster_swaps",
    "rosters",
    "rotate",
    "rotation",
    "rotation_choices",
    "scale_down",
    "scale_up",
    "set_needs",
    "set_norm",
    "settlement",
    "shift_kinds",
    "signals",
    "spots",
    "stand_down",
    "start_callout",
    "swap_options",
    "tell_of_phase",
    "totals",
    "watch_figure",
    "withdraw_swap",
]
