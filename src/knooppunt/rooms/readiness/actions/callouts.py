"""Starting a call-out, and standing it down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from knooppunt.ground.access.public import TLP
from knooppunt.ground.incidents.public import current_incident
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import NODE_ID
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.rooms.readiness.calling import HOUSE
from knooppunt.rooms.readiness.events import CalloutStarted, StoodDown
from knooppunt.rooms.readiness.filling import begin
from knooppunt.rooms.readiness.models import Call, Callout, Group, LogLine, Plan, PlanVersion
from knooppunt.rooms.readiness.queries.candidates import Resolved, asked_now
from knooppunt.rooms.readiness.rules.callouts import TOLD_AT_THE_END, Purpose, State
from knooppunt.rooms.readiness.rules.log import What
from knooppunt.rooms.readiness.rules.permissions import CALL
from knooppunt.rooms.readiness.rules.plans import PlanContent, Team, check_length, filled, plan_from_json, shortages
from knooppunt.rooms.readiness.rules.quorum import Standing
from knooppunt.rooms.readiness.telling import tell_the_end

LONGEST_REASON = 300


@action
def start_callout(
    *,
    plan: UUID,
    reason: str,
    incident: UUID | None = None,
    kind: str = "real",
    proposal: UUID | None = None,
    actor: Actor,
) -> UUID:
    """Call out the people of a plan, and return the call-out. Needs ``readiness.call``.

    Whoever is missing in the plan (too few people, an organisation that is gone) does not hold up the others: it stands
    in the log. It stays part of ``incident`` (default: the one that is open now), also when that is closed: an exercise
    stays an exercise. A ``proposal`` starts one call-out, whoever confirms it again gets that one.
    """
    actor.require(CALL)
    purpose = _purpose(kind)
    known = _of_proposal(proposal)
    if known is not None:
        return known
    version = _newest(plan, actor)
    content = plan_from_json(version.content)
    _check_reason(reason, version, content)
    found = _found(content)
    callout = Callout.objects.create(
        version=version,
        purpose=purpose,
        reason=reason.strip(),
        incident=incident or _open_incident(),
        proposal=proposal,
        started_at=now(),
        **_holding(found, actor),
    )
    _note_start(callout, found)
    record(CalloutStarted(callout.id, version.plan_id, purpose, callout.audience))
    begin(callout, [group for group in _groups(callout, content, found.teams) if group.standing != Standing.RESERVE])
    return callout.id


def _found(content: PlanContent) -> Resolved:
    found = asked_now(content)
    if not found.people:
        raise Conflict(phrase("Nobody can be asked: no line of this plan has people."))
    return found


def _open_incident() -> UUID | None:
    crisis = current_incident(actor=HOUSE)
    return crisis.id if crisis else None


def _holding(found: Resolved, actor: Actor) -> dict[str, Any]:
    """Who started it, and the organisations that see it: the node, and those whose people it asks."""
    asked = (str(one.organisation) for team in found.teams for one in team.people)
    return {
        "started_by_id": actor.id,
        "started_by_name": actor.name,
        "held_by": actor.organisation or str(NODE_ID),
        "marking": TLP.AMBER,
        "shared_with": sorted({str(NODE_ID), *asked}),
    }


@action
def stand_down(*, callout: UUID, reason: str, actor: Actor) -> int:
    """End a call-out; everyone who was asked hears it, by the channels that worked. How many. Needs ``readiness.call``.

    :class:`Conflict` when it has ended already.
    """
    actor.require(CALL)
    row = Callout.objects.visible_to(actor).select_related("version__plan")
    found = row.select_for_update(of=("self",), no_key=True).filter(pk=callout).first()
    if found is None:
        raise NotFound(phrase("There is nothing here."))
    if found.ended_at is not None:
        raise Conflict(phrase("This call-out is over."))
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid(phrase("Say why, in at most {most} signs."), place="reason", most=LONGEST_REASON)
    found.ended_at, found.ended_by_name, found.ended_reason = now(), actor.name, reason.strip()
    found.save(update_fields=["ended_at", "ended_by_name", "ended_reason"])
    told = list(Call.objects.filter(callout=found, state__in=list(TOLD_AT_THE_END)))
    Call.objects.filter(pk__in=[call.pk for call in told]).update(state=State.STOOD_DOWN)
    Group.objects.filter(callout=found).exclude(standing=Standing.COMPLETE).update(standing=Standing.STOPPED)
    said = {"reason": reason.strip()}
    LogLine.objects.create(callout=found, at=now(), what=What.STOOD_DOWN, by_name=actor.name, told=said)
    record(StoodDown(found.id, found.audience))
    tell_the_end(found, told)
    return len(told)


def _purpose(kind: str) -> Purpose:
    try:
        return Purpose(kind)
    except ValueError as unknown:
        raise Invalid(phrase("A call-out is real or a test."), place="kind") from unknown


def _of_proposal(proposal: UUID | None) -> UUID | None:
    if proposal is None:
        return None
    return Callout.objects.filter(proposal=proposal).values_list("id", flat=True).first()


def _newest(plan: UUID, actor: Actor) -> PlanVersion:
    seen = Plan.objects.visible_to(actor).filter(ended_at__isnull=True, pk=plan)
    found = PlanVersion.objects.filter(plan__in=seen).select_related("plan").first()
    if found is None:
        raise NotFound(phrase("There is no such plan."), place="plan")
    return found


def _check_reason(reason: str, version: PlanVersion, content: PlanContent) -> None:
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid(phrase("Say why, in at most {most} signs."), place="reason", most=LONGEST_REASON)
    text = filled(content.text, plan=version.plan.name, reason=reason.strip(), meeting=content.meeting)
    check_length(text, content.steps)


def _note_start(callout: Callout, found: Resolved) -> None:
    at = callout.started_at
    by = callout.started_by_name
    lines = [LogLine(callout=callout, at=at, what=What.STARTED, by_name=by, told={"reason": callout.reason})]
    for line, words in found.unknown:
        told = {"line": line, "words": ", ".join(words)}
        lines.append(LogLine(callout=callout, at=at, what=What.UNKNOWN, told=told))
    for team in shortages(found.teams):
        told = {"line": team.line, "needed": team.needed, "there": len(team.people)}
        lines.append(LogLine(callout=callout, at=at, what=What.SHORT, told=told))
    LogLine.objects.bulk_create(lines)


def _groups(callout: Callout, content: PlanContent, made: Sequence[Team]) -> list[Group]:
    groups, calls = [], []
    for team in made:
        line = content.lines[team.line - 1]
        group = Group(
            callout=callout,
            line=team.line,
            organisation_id=team.organisation,
            role=line.role,
            needed=max(team.needed, 1),
            at_once=line.at_once,
            minutes=line.minutes,
            escalates_to=line.escalates_to,
            standing=Standing.RESERVE if line.reserve else Standing.ASKING,
        )
        groups.append(group)
        calls += [
            Call(
                callout=callout,
                group=group,
                person_id=one.person,
                organisation_id=one.organisation,
                rank=rank,
                state=State.WAITING,
                held_by=str(one.organisation),
                marking=TLP.AMBER,
                shared_with=sorted({str(NODE_ID), callout.held_by} - {str(one.organisation)}),
            )
            for rank, one in enumerate(team.people)
        ]
    Group.objects.bulk_create(groups)
    Call.objects.bulk_create(calls, batch_size=500)
    return groups
