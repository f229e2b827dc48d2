"""What follows on what other rooms announce, as jobs of the node itself."""

from __future__ import annotations

from knooppunt.ground.delivery.events import KeyPressed
from knooppunt.ground.figures.events import FiguresImported, QuarantineReleased
from knooppunt.ground.incidents.events import IncidentOpened, PhaseChanged
from knooppunt.ground.incidents.public import Phase
from knooppunt.ground.journal.public import react_to
from knooppunt.ground.network.events import OrganisationsMerged, PeopleMerged, PersonLeft
from knooppunt.kit.authority import system_actor
from knooppunt.rooms.readiness.actions.telling_duties import tell_of_leave, tell_of_swap
from knooppunt.rooms.readiness.public import (
    answer_by_key,
    check_signals,
    join_calls,
    join_duties,
    join_organisations,
    release_duties,
    tell_of_phase,
)
from knooppunt.rooms.readiness.roster_events import LeaveDecided, SwapAccepted, SwapDeclined, SwapOffered
from knooppunt.rooms.readiness.rules.rosters import DAY, midnight

NODE = system_actor("readiness")
BY_PHONE = system_actor("phone", ["readiness.answer_by_link"])


@react_to(KeyPressed)
def answer_of_key(event: KeyPressed) -> None:
    """A key on the phone answers the call, when the dispatch was one of ours."""
    answer_by_key(dispatch=event.dispatch, digit=event.digit, actor=BY_PHONE)


@react_to(FiguresImported)
def signals_of_import(event: FiguresImported) -> None:
    """The signals are held to the figures there are now."""
    check_signals(actor=NODE)


@react_to(QuarantineReleased)
def signals_of_release(event: QuarantineReleased) -> None:
    """The same for what was kept apart at first."""
    check_signals(actor=NODE)


@react_to(PersonLeft)
def duties_of_who_left(event: PersonLeft) -> None:
    """What they would do after their last day is cancelled, and a gap."""
    release_duties(person=event.person, since=midnight(event.last_day + DAY), actor=NODE)


@react_to(PeopleMerged)
def calls_of_who_merged(event: PeopleMerged) -> None:
    """A call of the record that went up in the other goes on with that one."""
    join_calls(kept=event.kept, merged=event.merged, actor=NODE)


@react_to(PeopleMerged)
def duties_of_who_merged(event: PeopleMerged) -> None:
    """So does what was planned."""
    join_duties(kept=event.kept, merged=event.merged, actor=NODE)


@react_to(OrganisationsMerged)
def rosters_of_what_merged(event: OrganisationsMerged) -> None:
    """Rosters and loans of the organisation that went up in the other are of that one."""
    join_organisations(kept=event.kept, merged=event.merged, actor=NODE)


@react_to(PhaseChanged)
def phase_reached(event: PhaseChanged) -> None:
    """Whom the norm of the new phase names is told."""
    tell_of_phase(incident=event.incident, phase=Phase(event.new), actor=NODE)


@react_to(IncidentOpened)
def phase_reached_at_the_start(event: IncidentOpened) -> None:
    """So they are of the phase in which an incident begins."""
    tell_of_phase(incident=event.incident, phase=Phase(event.phase), actor=NODE)


@react_to(SwapOffered)
def swap_offered(event: SwapOffered) -> None:
    """Who is asked hears so."""
    tell_of_swap(swap=event.swap, actor=NODE)


@react_to(SwapAccepted)
def swap_accepted(event: SwapAccepted) -> None:
    """Who asked hears so."""
    tell_of_swap(swap=event.swap, actor=NODE)


@react_to(SwapDeclined)
def swap_declined(event: SwapDeclined) -> None:
    """So they do when it is declined."""
    tell_of_swap(swap=event.swap, actor=NODE)


@react_to(LeaveDecided)
def leave_decided(event: LeaveDecided) -> None:
    """Who asked for leave hears so."""
    tell_of_leave(leave=event.leave, actor=NODE)
