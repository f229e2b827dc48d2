"""The verbs of the workers for many at a time: written down before the wire, and after it, each in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from knooppunt.ground.delivery.actions.attempts import EXPIRED, LONGEST_ANSWER
from knooppunt.ground.delivery.addressing import destinations
from knooppunt.ground.delivery.bulk import Change, become, begin, end
from knooppunt.ground.delivery.events import BatchBegun, BatchEnded, NotTried
from knooppunt.ground.delivery.lanes import room_on
from knooppunt.ground.delivery.models import Attempt, Dispatch
from knooppunt.ground.delivery.queries.work import Parcel, parcel_of
from knooppunt.ground.delivery.rules.carrying import DOWN, Persistence, Way, follows
from knooppunt.ground.delivery.rules.dispatching import Receipt, State, broken_off
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.ids import new_id

SEND = "delivery.send"


@dataclass(frozen=True, slots=True)
class Load:
    """One dispatch of a batch: what is handed over, where to."""

    attempt: UUID
    parcel: Parcel
    address: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What was begun. ``full``: there was no room for more, or the channel is closed; there is again at ``room_at``."""

    loads: Sequence[Load]
    full: bool
    room_at: datetime


@action
def begin_batch(*, channel: str, batch: UUID, gap: timedelta, only: Collection[UUID] = (), actor: Actor) -> Batch:
    """Take what is due on a channel, urgent first, as many as there is room for, and write down that they go out.

    To be committed before anything goes over the wire: from then on each of them may have been delivered. What is no
    use any more, or has no address, has failed. Those that another worker has are left to it.
    """
    actor.require(SEND)
    room = room_on(channel, gap)
    if room.way is Way.DOWN:
        _give_up(channel, actor)
    rows = _due(channel, room.count, only, actor)
    moment = now()
    to, refused = _directed(rows, moment)
    _fail([(row, refused[row.id]) for row in rows if row.id in refused], moment)
    going = [(new_id(), row) for row in rows if row.id in to]
    become([Change(row.id, State.ATTEMPTING, row.tries) for _, row in going], moment)
    begin([(attempt, row.id) for attempt, row in going], batch, moment)
    for (thing, audience), some in _by_thing(row for _, row in going).items():
        record(BatchBegun(thing, batch, channel, len(some), audience))
    loads = [Load(attempt, parcel_of(row), to[row.id]) for attempt, row in going]
    return Batch(loads, len(rows) >= room.count, room.take(len(going), gap))


@action
def end_batch(*, batch: UUID, receipts: Mapping[UUID, Receipt], persistence: Persistence, actor: Actor) -> None:
    """Write down what came of each attempt of a batch, and what becomes of its dispatch.

    ``receipts`` is by attempt. What has none was left by a worker that died: nobody knows whether it was delivered.
    What was ended already stays as it is.
    """
    actor.require(SEND)
    left = Attempt.objects.filter(batch=batch, ended_at__isnull=True)
    rows = Dispatch.objects.select_for_update().filter(attempts__in=left).order_by("id").in_bulk()
    found = [(rows[one.dispatch_id], one.id) for one in left if one.dispatch_id in rows]
    moment = now()
    told = [(row, attempt, receipts.get(attempt, broken_off(handing_over=True))) for row, attempt in found]
    changes = [_change(row, receipt, persistence, moment) for row, _, receipt in told]
    end([(attempt, receipt) for _, attempt, receipt in told], LONGEST_ANSWER, moment)
    become(changes, moment)
    became = {change.dispatch: change.state for change in changes}
    for (thing, audience), some in _by_thing(row for row, *_ in told).items():
        record(_ended(thing, batch, some, Counter(became[row.id] for row in some), audience))


def _due(channel: str, count: int, only: Collection[UUID], actor: Actor) -> list[Dispatch]:
    if not count:
        return []
    found = Dispatch.objects.visible_to(actor).filter(channel=channel, state=State.WAITING, due_at__lte=now())
    if only:
        found = found.filter(pk__in=list(only))
    return list(found.select_for_update(skip_locked=True).order_by("-urgent", "due_at", "id")[:count])


def _directed(rows: Sequence[Dispatch], at: datetime) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """By dispatch the address it goes to, and for the others why it goes nowhere."""
    known = destinations([parcel_of(row) for row in rows])
    late = {row.id: EXPIRED for row in rows if row.expires_at is not None and row.expires_at <= at}
    refused = {which: one.refused for which, one in known.items() if one.refused} | late
    return {which: one.address for which, one in known.items() if which not in refused}, refused


def _give_up(channel: str, actor: Actor) -> None:
    """What is urgent does not wait for a channel that is down: whoever sent it goes on over another."""
    rows = Dispatch.objects.visible_to(actor).filter(channel=channel, state=State.WAITING, urgent=True)
    _fail([(row, DOWN) for row in rows.select_for_update(skip_locked=True).order_by("id")], now())


def _fail(why: Sequence[tuple[Dispatch, str]], at: datetime) -> None:
    become([Change(row.id, State.FAILED, row.tries, reason) for row, reason in why], at)
    for (thing, audience), some in _by_thing(row for row, _ in why).items():
        record(NotTried(thing, some[0].channel, len(some), audience))


def _change(row: Dispatch, receipt: Receipt, persistence: Persistence, at: datetime) -> Change:
    tries = row.tries + 1
    next_one = follows(
        receipt, tries, persistence.patience(urgent=row.urgent), persistence.repeats, withdrawn=bool(row.withdrawn_at)
    )
    due_at = None if next_one.pause is None else at + next_one.pause
    return Change(row.id, next_one.state, tries, receipt.reason, due_at)


def _by_thing(rows: Iterable[Dispatch]) -> dict[tuple[str, Audience], list[Dispatch]]:
    """The rows by what they are about and who may hear of that."""
    found: dict[tuple[str, Audience], list[Dispatch]] = {}
    for row in rows:
        found.setdefault((row.about, row.senders), []).append(row)
    return found


def _ended(
    thing: str, batch: UUID, some: Sequence[Dispatch], counted: Counter[State], audience: Audience
) -> BatchEnded:
    return BatchEnded(
        thing=thing,
        batch=batch,
        channel=some[0].channel,
        sent=counted[State.SENT],
        refused=counted[State.REFUSED],
        uncertain=counted[State.UNCERTAIN],
        failed=counted[State.FAILED],
        waiting=counted[State.WAITING],
        withdrawn=counted[State.WITHDRAWN],
        audience=audience,
    )
