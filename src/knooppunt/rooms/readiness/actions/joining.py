"""Two records turned out to be one person while a call-out runs: one call goes on, and nobody is counted twice."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import person
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.readiness.actions.answers import LATER
from knooppunt.rooms.readiness.calling import ARRIVED, HOUSE, how_they_fare, take_back
from knooppunt.rooms.readiness.events import CallsJoined
from knooppunt.rooms.readiness.filling import fill
from knooppunt.rooms.readiness.models import Call, Callout, Due, Group, LogLine, Sent
from knooppunt.rooms.readiness.rules.callouts import ANSWERED, State
from knooppunt.rooms.readiness.rules.log import What
from knooppunt.rooms.readiness.rules.permissions import CALL
from knooppunt.rooms.readiness.rules.quorum import OPEN
from knooppunt.rooms.readiness.telling import Batches, ask_calls, plan_of, send_steps

COPIED = ("state", "answer", "answered_at", "way", "answered_by_name", "at", "delegate_id", "bound")


@action
def join_calls(*, kept: UUID, merged: UUID, actor: Actor) -> int:
    """Let the running calls of ``merged`` be those of ``kept``; how many. Repeated it changes nothing.

    Where both were called the newest answer counts, and the call of ``merged`` ends. Needs ``readiness.call``.
    """
    actor.require(CALL)
    who = person(kept, actor=HOUSE).id
    found = Call.objects.filter(person=merged, callout__ended_at__isnull=True).exclude(pk__in=_joined())
    count = 0
    for which in sorted(found.values_list("callout", flat=True)):
        rows = Callout.objects.select_for_update(no_key=True, of=("self",)).select_related("version__plan")
        callout = rows.filter(pk=which, ended_at__isnull=True).first()
        call = found.filter(callout=which).select_related("person", "group").first()
        if callout is not None and call is not None:
            _join(callout, call, who)
            count += 1
    return count


def _joined() -> object:
    return LogLine.objects.filter(what=What.MERGED, call__isnull=False).values("call")


def _join(callout: Callout, call: Call, kept: UUID) -> None:
    twin = Call.objects.filter(callout=callout, person=kept).select_related("group").first()
    LogLine.objects.create(callout=callout, call=call, group_id=call.group_id, at=now(), what=What.MERGED)
    record(CallsJoined(call.id, callout.id, call.audience))
    if twin is None:
        _hand_on(callout, call, kept)
        return
    take_back(callout.id, [call.person_id])
    _copy_answer(callout, call, twin)
    _end(call)
    _one_less(callout, call.group)
    fill(callout, list(Group.objects.filter(pk__in={call.group_id, twin.group_id})))


def _hand_on(callout: Callout, call: Call, kept: UUID) -> None:
    """The call goes on with the other record; what still waits to ask goes to where that one is reached."""
    waiting = {one.dispatch for one in how_they_fare(callout.id) if one.state == "waiting"}
    left = Sent.objects.filter(call=call, dispatch__in=waiting, round=call.rounds)
    steps = sorted(set(left.values_list("step", flat=True)))
    take_back(callout.id, [call.person_id])
    Call.objects.filter(pk=call.pk).update(person=kept)
    call.person_id = kept
    if call.state == State.ASKED and steps:
        send_steps({callout.id: callout}, Batches({(callout.id, step, call.rounds): [call] for step in steps}))
    elif call.state == State.UNREACHABLE and call.group.standing in OPEN:
        ask_calls({callout.id: callout}, [call])


def _copy_answer(callout: Callout, call: Call, twin: Call) -> None:
    """The newest answer of the two counts; who was asked as either is not asked anew."""
    newer = call.answered_at and (twin.answered_at is None or call.answered_at > twin.answered_at)
    if call.state in ANSWERED and newer:
        for name in COPIED:
            setattr(twin, name, getattr(call, name))
        twin.save()
        take_back(callout.id, [twin.person_id])
        if twin.state == State.LATER and twin.at is not None:
            Due.objects.create(due_at=twin.at, what=LATER, callout=callout, call=twin, number=twin.rounds)
    elif call.state == State.ASKED and twin.state == State.WAITING and _arrived(callout, call):
        twin.state, twin.asked_at, twin.rounds = State.ASKED, call.asked_at, call.rounds
        twin.save(update_fields=["state", "asked_at", "rounds"])


def _arrived(callout: Callout, call: Call) -> bool:
    sent = set(Sent.objects.filter(call=call).values_list("dispatch", flat=True))
    return any(one.dispatch in sent and one.state in ARRIVED for one in how_they_fare(callout.id))


def _end(call: Call) -> None:
    """Nobody is asked by this call any more, and it counts for nothing."""
    never = call.state in (State.WAITING, State.UNREACHABLE)
    Call.objects.filter(pk=call.pk).update(state=State.UNREACHABLE if never else State.STOOD_DOWN)


def _one_less(callout: Callout, group: Group) -> None:
    """Where all must come there is one less."""
    if plan_of(callout).lines[group.line - 1].quorum is None and group.needed:
        Group.objects.filter(pk=group.pk).update(needed=group.needed - 1)
