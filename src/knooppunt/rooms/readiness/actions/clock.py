"""What the clock does with a call-out: handle what is due, and go on where a channel failed. Set-based, in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F

from knooppunt.ground.journal.public import action, record
from knooppunt.kit.audience import NOBODY_HEARS
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Problem
from knooppunt.rooms.readiness.actions.answers import LATER
from knooppunt.rooms.readiness.actions.callouts import start_callout
from knooppunt.rooms.readiness.actions.plans import TEST
from knooppunt.rooms.readiness.calling import FAILED, how_they_fare
from knooppunt.rooms.readiness.events import CalloutMoved, ClockHandled
from knooppunt.rooms.readiness.filling import ESCALATE, fill, fill_all
from knooppunt.rooms.readiness.models import Call, Callout, Due, Group, LogLine, Plan, Sent
from knooppunt.rooms.readiness.rules.callouts import State
from knooppunt.rooms.readiness.rules.log import What
from knooppunt.rooms.readiness.rules.permissions import CALL
from knooppunt.rooms.readiness.rules.plans import mark_of, next_test
from knooppunt.rooms.readiness.rules.quorum import OPEN, Standing, when_the_time_is_up
from knooppunt.rooms.readiness.telling import STEP, Batches, Callouts, ask_calls, go_on, let_go, send_steps
from knooppunt.rooms.readiness.telling_on import tell_on

BATCH = 250
"""Most moments in one transaction: whoever answers waits for it, and the first of them wait for the last."""


@action
def handle_due(*, callouts: Collection[UUID], actor: Actor) -> int:
    """Do what is due in these call-outs at this moment, ``BATCH`` moments at most, the longest due first; how many.

    Needs ``readiness.call``. Two clocks at once share the work: each takes what the other has not taken.
    """
    actor.require(CALL)
    found = Due.objects.filter(callout__in=list(callouts), due_at__lte=now()).select_for_update(skip_locked=True)
    taken = list(found.order_by("due_at", "id")[:BATCH])
    if not taken:
        return 0
    rows = _locked({one.callout_id for one in taken})
    Due.objects.filter(pk__in=[one.pk for one in taken]).delete()
    record(ClockHandled(len(taken), NOBODY_HEARS))
    running = {which: row for which, row in rows.items() if row.ended_at is None}
    due = [one for one in taken if one.callout_id in running]
    _steps(running, [one for one in due if one.what == STEP])
    _asked_later(running, [one for one in due if one.what == LATER])
    _escalate(running, [one for one in due if one.what == ESCALATE])
    return len(taken)


@action
def hold_test(*, plan: UUID, actor: Actor) -> UUID | None:
    """Start the test call-out of a plan that is due now, and set the clock for the next one; none when none is due."""
    actor.require(CALL)
    row = Plan.objects.select_for_update(no_key=True).get(pk=plan)
    due = list(Due.objects.filter(plan=row, due_at__lte=now()).select_for_update(skip_locked=True))
    if not due:
        return None
    Due.objects.filter(pk__in=[one.pk for one in due]).delete()
    record(ClockHandled(len(due), NOBODY_HEARS))
    if row.test_days is None or row.test_at is None:
        return None
    mark = mark_of(row.test_days, row.test_at)
    if mark not in {one.number for one in due}:
        return None
    Due.objects.create(due_at=next_test(now(), row.test_days, row.test_at), what=TEST, plan=row, number=mark)
    return _tested(row, actor)


@action
def hand_over(*, callout: UUID, actor: Actor) -> int:
    """Go on with the next channel where one failed to ask or to tell; with how many. Needs ``readiness.call``."""
    actor.require(CALL)
    row = Callout.objects.select_for_update(no_key=True, of=("self",)).select_related("version__plan").get(pk=callout)
    told, failed = tell_on(row), {} if row.ended_at else _failed(row)
    if not told and not failed:
        return 0
    lost = go_on(row, failed) if failed else []
    record(CalloutMoved(row.id, row.audience))
    if lost:
        fill(row, list(Group.objects.filter(pk__in={call.group_id for call in lost})))
    return told + len(failed)


def _failed(callout: Callout) -> dict[UUID, list[Sent]]:
    """What failed, in the present round, of those who were asked and for whom something else can be done."""
    broken = [one.dispatch for one in how_they_fare(callout.id) if one.state in FAILED]
    rows = Sent.objects.filter(dispatch__in=broken, call__state=State.ASKED, round=F("call__rounds"))
    found: defaultdict[UUID, list[Sent]] = defaultdict(list)
    for one in rows.order_by("step"):
        found[one.call_id].append(one)
    if not found:
        return {}
    # A failure that was acted on has a later step sent after it.
    latest = dict.fromkeys(found, -1)
    for call, step in Sent.objects.filter(call__in=list(found), round=F("call__rounds")).values_list("call", "step"):
        latest[call] = max(latest[call], step)
    return {call: sent for call, sent in found.items() if sent[-1].step == latest[call]}


def _locked(these: Collection[UUID | None]) -> Callouts:
    """These call-outs, locked in one order, so that two who lock several wait for one another."""
    rows = Callout.objects.select_for_update(no_key=True, of=("self",)).select_related("version__plan")
    return {row.id: row for row in rows.filter(pk__in=[one for one in these if one]).order_by("id")}


def _steps(callouts: Callouts, due: Sequence[Due]) -> None:
    """The next channel for those who did not answer by the first ones."""
    if not due:
        return
    rows = {call.id: call for call in Call.objects.filter(pk__in=[one.call_id for one in due], state=State.ASKED)}
    gone = set(Sent.objects.filter(call__in=list(rows)).values_list("call", "step", "round"))
    batches = Batches()
    for one in due:
        call = rows.get(one.call_id) if one.call_id else None
        if call is not None and (call.id, one.number, call.rounds) not in gone:
            batches.setdefault((call.callout_id, one.number, call.rounds), []).append(call)
    send_steps(callouts, batches)


def _asked_later(callouts: Callouts, due: Sequence[Due]) -> None:
    """The moment that people named has come: they are asked again, or let go when enough others come."""
    wanted = Call.objects.filter(pk__in=[one.call_id for one in due], state=State.LATER, at__lte=now())
    calls = list(wanted.select_related("group")) if due else []
    enough: defaultdict[UUID, list[Call]] = defaultdict(list)
    for call in calls:
        if call.group.standing == Standing.COMPLETE:
            enough[call.callout_id].append(call)
    for which, these in enough.items():
        let_go(callouts[which], these)
    again = [call for call in calls if call.group.standing != Standing.COMPLETE]
    if again and ask_calls(callouts, again):
        fill_all(callouts, list(Group.objects.filter(pk__in={call.group_id for call in again})))


def _escalate(callouts: Callouts, due: Sequence[Due]) -> None:
    set_to = {(one.group_id, one.number) for one in due}
    groups = Group.objects.filter(pk__in=[which for which, _ in set_to], standing__in=[one.value for one in OPEN])
    if set_to:
        fill_all(callouts, [one for one in groups if (one.id, one.turn) in set_to], when_the_time_is_up)


def _tested(plan: Plan, actor: Actor) -> UUID | None:
    """The test call-out; when it cannot be held the newest call-out of the plan says so in its log."""
    try:
        with transaction.atomic():
            return start_callout(plan=plan.id, reason="Periodieke test", kind="test", actor=actor)
    except Problem as problem:
        last = Callout.objects.filter(version__plan=plan).first()
        if last is not None:
            told = {"line": 0, "words": problem.sentence()}
            LogLine.objects.create(callout=last, at=now(), what=What.UNKNOWN, told=told)
        return None
