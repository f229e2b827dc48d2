"""Scaling up with the call-out that belongs to it, and deciding on a proposal: each in one transaction."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.incidents.public import IncidentLine, Phase, change_phase, current_incident, is_down
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.rooms.readiness.actions.callouts import start_callout
from knooppunt.rooms.readiness.events import ProposalDecided, ScaledUp
from knooppunt.rooms.readiness.models import Proposal
from knooppunt.rooms.readiness.queries.proposals import proposal as proposal_line
from knooppunt.rooms.readiness.rules.permissions import CALL, SCALE
from knooppunt.rooms.readiness.rules.proposing import Outcome, check_confirmed, check_open, reason_of


@action
def scale_up(*, phase: Phase, reason: str, plan: UUID | None = None, actor: Actor) -> UUID | None:
    """Scale up and start the call-out of ``plan``, both or neither. The call-out, when there is one.

    Needs ``readiness.scale``, and what the phase and the call-out need themselves.
    """
    actor.require(SCALE)
    return _scale_up(phase, reason_of(reason), plan, None, actor)


@action
def confirm_proposal(
    *, proposal: UUID, reason: str, scales: bool, plan: UUID | None = None, actor: Actor
) -> UUID | None:
    """Do what was proposed: scale up, start the call-out of ``plan``, or both. The call-out, when there is one.

    :class:`Conflict` when someone has decided already. Needs ``readiness.scale``, to call out only
    ``readiness.call``.
    """
    actor.require(SCALE if scales else CALL)
    row, why = _waiting(proposal, actor), reason_of(reason)
    check_confirmed(scales=scales, calls=plan is not None)
    crisis = current_incident(actor=actor)
    if scales:
        made = _scale_up(Phase(row.watch.phase), why, plan, row.id, actor)
    else:
        made = _called(plan, why, crisis.id if crisis else None, row.id, actor)
    _decide(row, Outcome.CONFIRMED, why, actor, scaled=scales, callout=made)
    return made


@action
def reject_proposal(*, proposal: UUID, reason: str, actor: Actor) -> None:
    """Say no to a proposal, and why. Needs ``readiness.scale`` or ``readiness.call``."""
    actor.require(SCALE if actor.may(SCALE) else CALL)
    row = _waiting(proposal, actor)
    _decide(row, Outcome.REJECTED, reason_of(reason), actor, scaled=False, callout=None)


def _scale_up(phase: Phase, why: str, plan: UUID | None, proposal: UUID | None, actor: Actor) -> UUID | None:
    crisis = _crisis(actor)
    if is_down(crisis.phase, phase):
        raise Invalid(phrase("This is not scaling up."), place="phase")
    change_phase(incident=crisis.id, phase=phase.value, reason=why, actor=actor)
    made = _called(plan, why, crisis.id, proposal, actor)
    record(ScaledUp(crisis.id, phase.value, str(made or "")))
    return made


def _called(plan: UUID | None, why: str, incident: UUID | None, proposal: UUID | None, actor: Actor) -> UUID | None:
    """Start the call-out of ``plan``, when there is one."""
    if plan is None:
        return None
    return start_callout(plan=plan, reason=why, incident=incident, proposal=proposal, actor=actor)


def _crisis(actor: Actor) -> IncidentLine:
    crisis = current_incident(actor=actor)
    if crisis is None:
        raise Conflict(phrase("No incident is open: open one first, with its phase."))
    return crisis


def _waiting(which: UUID, actor: Actor) -> Proposal:
    """The proposal, locked so that one decides after the other."""
    proposal_line(which, actor=actor)
    row = Proposal.objects.select_for_update(of=("self",)).select_related("watch").filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    check_open(row.decided_at)
    return row


def _decide(row: Proposal, outcome: Outcome, reason: str, actor: Actor, *, scaled: bool, callout: UUID | None) -> None:
    row.decided_at, row.outcome, row.reason = now(), outcome.value, reason
    row.by_id, row.by_name, row.scaled, row.callout = actor.id, actor.name, scaled, callout
    row.save(update_fields=["decided_at", "outcome", "reason", "by_id", "by_name", "scaled", "callout"])
    record(ProposalDecided(row.id, outcome.value))
