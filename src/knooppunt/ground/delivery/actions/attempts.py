"""The verbs of the workers: begin an attempt before the wire, end it after. They need ``delivery.send``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from knooppunt.ground.delivery.enqueueing import enqueue
from knooppunt.ground.delivery.events import AttemptBegun, AttemptEnded, NotSendable
from knooppunt.ground.delivery.models import Attempt, Dispatch
from knooppunt.ground.delivery.rules.dispatching import (
    SETTLED,
    Patience,
    Receipt,
    State,
    Verdict,
    broken_off,
    check_change,
    unless_withdrawn,
    verdict,
)
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import phrase

SEND = "delivery.send"
EXPIRED = phrase("It was no use any more: its time was over before it could be sent.")
LONGEST_ANSWER = 2000


@dataclass(frozen=True, slots=True)
class Persistence:
    """How long a dispatch is tried, and whether one that may have been delivered is sent again."""

    patience: Patience
    repeats: bool


@action
def begin_attempt(*, dispatch: UUID, refused: str = "", actor: Actor) -> UUID | None:
    """Write down that an attempt begins, to be committed before anything goes over the wire; its identifier.

    ``None`` when it is not for now: another worker has it, it was settled, it is not due. ``refused`` is why there is
    no address to send to: then the dispatch has failed, and says so.
    """
    actor.require(SEND)
    found = Dispatch.objects.select_for_update(skip_locked=True).filter(pk=dispatch, state=State.WAITING)
    row = found.filter(due_at__lte=now()).first()
    if row is None:
        return None
    refused = EXPIRED if row.expires_at is not None and row.expires_at <= now() else refused
    if refused:
        _become(row, Verdict(State.FAILED), refused)
        record(NotSendable(row.id, row.channel, row.audience))
        return None
    _become(row, Verdict(State.ATTEMPTING))
    begun = Attempt.objects.create(dispatch=row, number=_next_number(row), begun_at=now())
    record(AttemptBegun(row.id, row.channel, begun.number, row.audience))
    return begun.id


@action
def end_attempt(*, attempt: UUID, receipt: Receipt, persistence: Persistence, actor: Actor) -> State | None:
    """Write down how an attempt ended and what becomes of the dispatch; when it waits again, its next job.

    The state it has then. ``None`` when the attempt was ended already, by a worker that found this one gone: its word
    stands.
    """
    actor.require(SEND)
    row = _dispatch_of(attempt)
    under_way = Attempt.objects.filter(pk=attempt, ended_at__isnull=True).first()
    if under_way is None:
        return None
    return _end(row, under_way, receipt, persistence)


@action
def end_left_attempt(*, dispatch: UUID, persistence: Persistence, actor: Actor) -> State | None:
    """End an attempt whose worker is gone, and give the state. Only for whoever holds the dispatch (``holding``)."""
    actor.require(SEND)
    row = Dispatch.objects.select_for_update().get(pk=dispatch)
    left = Attempt.objects.filter(dispatch=row, ended_at__isnull=True).first()
    if left is None:
        return None
    return _end(row, left, broken_off(handing_over=left.handing_at is not None), persistence)


def _dispatch_of(attempt: UUID) -> Dispatch:
    return Dispatch.objects.select_for_update().get(attempts=attempt)


def _end(row: Dispatch, attempt: Attempt, receipt: Receipt, persistence: Persistence) -> State:
    attempt.ended_at, attempt.outcome = now(), receipt.outcome
    attempt.reason, attempt.code, attempt.answer = receipt.reason, receipt.code, receipt.answer[:LONGEST_ANSWER]
    attempt.save()
    row.tries += 1
    follows = unless_withdrawn(
        verdict(receipt.outcome, row.tries, persistence.patience, repeats=persistence.repeats),
        withdrawn=row.withdrawn_at is not None,
    )
    _become(row, follows, receipt.reason)
    if follows.state is State.WAITING:
        enqueue([row.id], channel=row.channel, urgent=row.urgent, at=row.due_at)
    record(AttemptEnded(row.id, row.channel, attempt.number, receipt.outcome, follows.state, row.audience))
    return follows.state


def _become(row: Dispatch, follows: Verdict, reason: str = "") -> None:
    check_change(State(row.state), follows.state)
    moment: datetime = now()
    row.state, row.reason, row.has_turn = follows.state, reason, False
    row.settled_at = moment if follows.state in SETTLED else None
    if follows.pause is not None:
        row.due_at = moment + follows.pause
    row.save()


def _next_number(row: Dispatch) -> int:
    return Attempt.objects.filter(dispatch=row).count() + 1
