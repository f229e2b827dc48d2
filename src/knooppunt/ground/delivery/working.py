"""The work on one dispatch, and the round that finds what was left lying."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from knooppunt.ground.delivery.actions import begin_attempt, end_attempt, end_left_attempt
from knooppunt.ground.delivery.actions.attempts import Persistence
from knooppunt.ground.delivery.channels.channel import Channel, Pen
from knooppunt.ground.delivery.channels.registry import CHANNELS
from knooppunt.ground.delivery.enqueueing import enqueue
from knooppunt.ground.delivery.queries import POSTMAN, Parcel, Work, left_lying, work_on
from knooppunt.ground.delivery.rules import Receipt
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
        channel = CHANNELS[work.parcel.channel]
        if work.left_open:
            end_left_attempt(dispatch=dispatch, persistence=channel.persistence(work.parcel), actor=POSTMAN)
        elif work.waiting and work.due_at <= now() and not channel.missing() and _has_turn(work, channel):
            _hand_over(work.parcel, channel)


def sweep() -> int:
    """Enqueue what was due a minute ago and has no job, or was begun and not ended; how many.

    Such are left by a worker that died, by jobs that failed, and by settings that were not there yet.
    """
    ready = [channel.name for channel in CHANNELS.values() if not channel.missing()]
    found: Sequence[tuple[UUID, bool]] = left_lying(ready, actor=POSTMAN)
    for dispatch, urgent in found:
        enqueue([dispatch], urgent=urgent)
    return len(found)


def _has_turn(work: Work, channel: Channel) -> bool:
    """Whether it may go now; waits a moment for its turn, or leaves it to a later job."""
    lane = channel.lane(work.parcel)
    if work.has_turn and not is_closed(lane):
        return True
    at = take_turn(work.parcel.id, lane, channel.gap())
    wait = at - now()
    if wait > SHORT_WAIT:
        enqueue([work.parcel.id], urgent=work.parcel.urgent, at=at)
        return False
    time.sleep(max(0.0, wait.total_seconds()))
    return True


def _hand_over(parcel: Parcel, channel: Channel) -> None:
    address = channel.address(parcel.addressee)
    begun = begin_attempt(dispatch=parcel.id, address=address, actor=POSTMAN)
    if begun is not None:
        channel.deliver(parcel, address, _pen(begun, parcel, channel))


def _pen(begun: UUID, parcel: Parcel, channel: Channel) -> Pen:
    persistence: Persistence = channel.persistence(parcel)

    def ended(receipt: Receipt) -> None:
        end_attempt(attempt=begun, receipt=receipt, persistence=persistence, actor=POSTMAN)
        if receipt.closed:
            close(channel.lane(parcel))

    return Pen(handing=lambda: mark_handing(begun), ended=ended)
