"""The work on one dispatch, and the round that finds what was left lying."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from knooppunt.ground.delivery.actions import begin_attempt, end_attempt, end_left_attempt
from knooppunt.ground.delivery.actions.attempts import Persistence
from knooppunt.ground.delivery.carrying import carry
from knooppunt.ground.delivery.channels.carrier import Carrier
from knooppunt.ground.delivery.channels.channel import Channel, Pen
from knooppunt.ground.delivery.channels.registry import CARRIERS, CHANNELS
from knooppunt.ground.delivery.enqueueing import enqueue
from knooppunt.ground.delivery.queries.work import POSTMAN, Parcel, Work, left_lying, work_on
from knooppunt.ground.delivery.rules.dispatching import Receipt
from knooppunt.ground.delivery.wire import close, holding, is_closed, mark_handing, take_turn
from knooppunt.kit.clock import now

SHORT_WAIT = timedelta(seconds=2)


def attempt(dispatch: UUID) -> None:
    """Try to hand over a dispatch, when it is its turn and no other worker has it. Bears being run any number of times.

    An attempt that was left open by a worker that died is ended first: nobody can be at it any more.
    """
    with holding(dispatch) as ours:
        work = work_on(dispatch, actor=POSTMAN) if ours else None
        if work is None:
            return
        if work.parcel.channel in CARRIERS:
            carry(work.parcel.channel, [dispatch])
            return
        channel = CHANNELS[work.parcel.channel]
        if work.left_open:
            _end_left(work.parcel, channel)
        elif _may_go(work, channel) and _has_turn(work, channel):
            _hand_over(work.parcel, channel)


def sweep() -> int:
    """Enqueue what was due a minute ago and has no job, or was begun and not ended; how many.

    Such are left by a worker that died, by jobs that failed, and by settings that were not there yet.
    """
    ready = [one.name for one in CHANNELS.values() if not one.missing()]
    found: Sequence[tuple[UUID, str, bool]] = left_lying(ready, actor=POSTMAN)
    for dispatch, channel, urgent in found:
        enqueue([dispatch], channel=channel, urgent=urgent)
    return len(found)


def _end_left(parcel: Parcel, channel: Channel) -> None:
    with transaction.atomic():
        state = end_left_attempt(dispatch=parcel.id, persistence=channel.persistence(parcel), actor=POSTMAN)
        if state is not None:
            channel.after(parcel, state, "")


def _may_go(work: Work, channel: Channel) -> bool:
    return work.waiting and work.due_at <= now() and not channel.missing() and not channel.held(work.parcel)


def _has_turn(work: Work, channel: Channel) -> bool:
    """Whether it may go now; waits a moment for its turn, or leaves it to a later job."""
    lane = channel.lane(work.parcel)
    if work.has_turn and not is_closed(lane):
        return True
    at = take_turn(work.parcel.id, lane, channel.gap())
    wait = at - now()
    if wait > SHORT_WAIT:
        enqueue([work.parcel.id], channel=work.parcel.channel, urgent=work.parcel.urgent, at=at)
        return False
    time.sleep(max(0.0, wait.total_seconds()))
    return True


def _hand_over(parcel: Parcel, channel: Channel) -> None:
    to = channel.destination(parcel)
    begun = begin_attempt(dispatch=parcel.id, refused=to.refused, actor=POSTMAN)
    if begun is not None:
        channel.deliver(parcel, to.address, _pen(begun, parcel, channel))


def _pen(begun: UUID, parcel: Parcel, channel: Channel) -> Pen:
    persistence: Persistence = channel.persistence(parcel)

    def ended(receipt: Receipt) -> None:
        with transaction.atomic():
            state = end_attempt(attempt=begun, receipt=receipt, persistence=persistence, actor=POSTMAN)
            if state is not None:
                channel.after(parcel, state, receipt.reason)
        if receipt.closed:
            close(channel.lane(parcel))

    return Pen(handing=lambda: mark_handing(begun), ended=ended)


def troubles() -> Mapping[str, str]:
    """By channel, what is wanting before anything can be sent over it: sentences to be translated."""
    every: tuple[Channel | Carrier, ...] = (*CHANNELS.values(), *CARRIERS.values())
    there = {one.name: one.missing() for one in every}
    return {name: missing for name, missing in there.items() if missing}
