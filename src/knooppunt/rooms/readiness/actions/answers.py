"""Answering a call: by link, on the page, by phone key, or by an officer on behalf of someone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from knooppunt.ground.access.public import OWN_ACCOUNT
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, NotFound, phrase
from knooppunt.rooms.readiness.calling import HOUSE, take_back
from knooppunt.rooms.readiness.events import CallAnswered, ColleaguesShown, LinkOpenedElsewhere
from knooppunt.rooms.readiness.filling import fill
from knooppunt.rooms.readiness.models import Call, Callout, Due, Group, LogLine, Sent
from knooppunt.rooms.readiness.queries.colleagues import colleagues
from knooppunt.rooms.readiness.queries.linked import present
from knooppunt.rooms.readiness.rules.callouts import (
    ANSWERABLE,
    ANSWERED,
    OVER,
    Answer,
    Given,
    State,
    Way,
    check_answer,
    key_means,
)
from knooppunt.rooms.readiness.rules.log import What
from knooppunt.rooms.readiness.rules.permissions import BY_LINK, CALL
from knooppunt.rooms.readiness.rules.quorum import Standing
from knooppunt.rooms.readiness.telling import ask_calls

LATER = "later"

NO_COLLEAGUE = phrase("There is no such colleague to delegate to.")


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who gives an answer, and how; ``bound``: digest of the mark in their browser."""

    way: Way
    name: str
    bound: str = ""


@action
def answer_by_link(*, dispatch: UUID, given: Given, bound: str, actor: Actor) -> bool:
    """Answer by the link of a dispatch; whether this answer counts.

    False when the call was answered already, or the link belongs to an earlier round: nothing changes then, however
    often and by whomever it is repeated. :class:`NotFound` for a link that lets nobody answer (any more).
    """
    actor.require(BY_LINK)
    found = _by_dispatch(dispatch)
    if found is None:
        raise NotFound(phrase("There is nothing here."))
    call, current = found
    if not current or call.state in ANSWERED or call.callout.ended_at is not None:
        return False
    if given.answer is Answer.DELEGATED and not (bound and call.bound == bound):
        raise NotFound(NO_COLLEAGUE, place="to")
    _give(call, given, _Hand(Way.LINK, call.person.name, bound))
    return True


@action
def choose_to_delegate(*, dispatch: UUID, bound: str, actor: Actor) -> bool:
    """Let the browser with this mark (its digest) see names of colleagues; whether it may.

    The first browser that asks gets them, any other does not, until the call is asked again. It stands in the log.
    """
    actor.require(BY_LINK)
    found = _by_dispatch(dispatch)
    if found is None:
        raise NotFound(phrase("There is nothing here."))
    call, current = found
    if not current or call.state in ANSWERED or call.callout.ended_at is not None or not bound:
        return False
    if call.bound:
        return call.bound == bound
    call.bound = bound
    call.save(update_fields=["bound"])
    LogLine.objects.create(callout=call.callout, call=call, group_id=call.group_id, at=now(), what=What.NAMES)
    record(ColleaguesShown(call.id, call.callout_id, call.audience))
    return True


@action
def answer_by_key(*, dispatch: UUID, digit: str, actor: Actor) -> bool:
    """Answer by a key on the phone; whether it counts. A key without meaning, or a late one, changes nothing."""
    actor.require(BY_LINK)
    given, found = key_means(digit, now()), _by_dispatch(dispatch)
    if given is None or found is None:
        return False
    call, current = found
    if not current or call.state in ANSWERED or call.callout.ended_at is not None:
        return False
    _give(call, given, _Hand(Way.PHONE, call.person.name))
    return True


@action
def answer_own(*, call: UUID, given: Given, actor: Actor) -> None:
    """Answer one's own call, or change one's answer. :class:`NotFound` for that of another."""
    actor.require(OWN_ACCOUNT)
    row = _locked(Call.objects.filter(pk=call))
    if row is None or str(row.person_id) != actor.id:
        raise NotFound(phrase("There is nothing here."))
    _give(row, given, _Hand(Way.APP, actor.name))


@action
def answer_for(*, call: UUID, given: Given, actor: Actor) -> None:
    """Set an answer on behalf of someone; the name of who did so stands in the log. Needs ``readiness.call``."""
    actor.require(CALL)
    row = _locked(Call.objects.visible_to(actor).filter(pk=call))
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    _give(row, given, _Hand(Way.BEHALF, actor.name))


@action
def note_elsewhere(*, dispatch: UUID, actor: Actor) -> None:
    """The link was opened in another browser than the one that answered: noted once for each call."""
    actor.require(BY_LINK)
    found = _by_dispatch(dispatch)
    if found is None or found[0].elsewhere_at is not None:
        return
    call = found[0]
    call.elsewhere_at = now()
    call.save(update_fields=["elsewhere_at"])
    LogLine.objects.create(
        callout=call.callout, call=call, group_id=call.group_id, at=call.elsewhere_at, what=What.ELSEWHERE
    )
    record(LinkOpenedElsewhere(call.id, call.callout_id, call.audience))


def _by_dispatch(dispatch: UUID) -> tuple[Call, bool] | None:
    """The call of a dispatch, locked, and whether the dispatch is of its present round."""
    sent = Sent.objects.filter(dispatch=dispatch).first()
    call = _locked(Call.objects.filter(pk=sent.call_id if sent else dispatch))
    if sent is None or call is None or now() > call.callout.started_at + ANSWERABLE:
        return None
    counts, same = present(call)
    return counts, not same or sent.round == call.rounds


def _locked(found: QuerySet[Call]) -> Call | None:
    """The call, with its call-out locked until the end of the transaction: what follows is decided one at a time."""
    callout = found.values_list("callout", flat=True).first()
    if callout is None:
        return None
    Callout.objects.select_for_update(no_key=True).get(pk=callout)
    return found.select_related("callout__version__plan", "person", "group").first()


def _give(call: Call, given: Given, hand: _Hand) -> None:
    """Write an answer down and do what follows from it."""
    if call.callout.ended_at is not None:
        raise Conflict(OVER)
    moment = now()
    new = check_answer(State(call.state), given, moment)
    delegate = _delegate(call, given)
    # Who was let go can still say who would come instead: nobody is asked for that while enough people come.
    needed = call.group.standing != Standing.COMPLETE or call.state == State.COMING
    call.state, call.answer, call.answered_at, call.way = new, given.answer, moment, hand.way
    call.answered_by_name, call.at, call.bound = hand.name, given.at, hand.bound
    call.delegate_id = given.to if given.answer is Answer.DELEGATED else None
    call.save(update_fields=["state", "answer", "answered_at", "way", "answered_by_name", "at", "bound", "delegate"])
    _log(call, hand)
    record(CallAnswered(call.id, call.callout_id, given.answer, hand.way, call.audience))
    take_back(call.callout_id, [call.person_id])
    if new is State.LATER and given.at is not None:
        Due.objects.create(due_at=given.at, what=LATER, callout=call.callout, call=call, number=call.rounds)
    if delegate is not None and needed:
        ask_calls({call.callout_id: call.callout}, [delegate])
    fill(call.callout, [Group.objects.get(pk=call.group_id)])


def _log(call: Call, hand: _Hand) -> None:
    told = {"answer": call.answer, "way": hand.way, "at": call.at.isoformat() if call.at else ""}
    LogLine.objects.create(
        callout=call.callout,
        call=call,
        group_id=call.group_id,
        at=call.answered_at or now(),
        what=What.ANSWERED,
        by_name=hand.name,
        told=told,
    )


def _delegate(call: Call, given: Given) -> Call | None:
    """The call of who is asked instead, when they have to be asked still; made when they were not called."""
    if given.answer is not Answer.DELEGATED:
        return None
    if given.to is None or given.to not in {one.person for one in colleagues(call.id, actor=HOUSE)}:
        raise NotFound(NO_COLLEAGUE, place="to")
    there = Call.objects.filter(callout=call.callout_id, person=given.to).first()
    if there is None:
        return _new_call(call, given.to)
    if there.group_id != call.group_id or there.state in ANSWERED:
        raise Conflict(phrase("They are called already for another function, or answered."), place="to")
    return there if there.state in (State.WAITING, State.RELEASED) else None


def _new_call(call: Call, person: UUID) -> Call:
    return Call.objects.create(
        callout=call.callout,
        group=call.group,
        person_id=person,
        organisation_id=call.organisation_id,
        rank=Call.objects.filter(group=call.group).count(),
        state=State.WAITING,
        held_by=call.held_by,
        marking=call.marking,
        shared_with=call.shared_with,
    )
