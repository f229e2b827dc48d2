"""Handing over many at a time, and finding what was left lying on channels that take many."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

from knooppunt.ground.delivery.actions.batches import Batch, Load, begin_batch, end_batch
from knooppunt.ground.delivery.channels.carrier import Carrier, Post, connections, persistence
from knooppunt.ground.delivery.channels.registry import CARRIERS
from knooppunt.ground.delivery.enqueueing import enqueue_carrying
from knooppunt.ground.delivery.lanes import broke_down, lay, went_through
from knooppunt.ground.delivery.queries.batches import due_next, left_batches, lying
from knooppunt.ground.delivery.queries.work import POSTMAN
from knooppunt.ground.delivery.rules.carrying import works
from knooppunt.ground.delivery.rules.dispatching import Outcome, Receipt
from knooppunt.ground.delivery.wire import holding
from knooppunt.ground.network.public import lose_contact
from knooppunt.kit.clock import now
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import phrase

SHORT_WAIT = timedelta(seconds=2)
SPELL = 30.0  # seconds after which a job makes room for others
NOT_TRIED = phrase("It was not tried: those before it met trouble on the way.")


def carry(channel: str, only: Collection[UUID] = ()) -> None:
    """Hand over what is due on a channel (of ``only``, if given) until nothing is; bears being run any number of times.

    What waits longer than a moment for its time, or for room, gets a job at that time.
    """
    carrier = CARRIERS[channel]
    if carrier.missing():
        return
    lay(channel)
    end_left_batches(channel)
    until = time.monotonic() + SPELL
    with carrier.posting() as post, ThreadPoolExecutor(connections()) as threads:
        while _more(_batch(carrier, post, threads, only), only) and time.monotonic() < until:
            pass
    _leave_the_rest(channel)


def end_left_batches(channel: str) -> None:
    """End what workers left that died between handing over and writing down: nobody can know whether it arrived."""
    for batch in left_batches(channel, actor=POSTMAN):
        with holding(batch) as ours:
            if ours:
                end_batch(batch=batch, receipts={}, persistence=persistence(), actor=POSTMAN)


def watch() -> None:
    """Enqueue the channels on which something is due or was left, and that have no job."""
    for channel in lying([one.name for one in CARRIERS.values() if not one.missing()], actor=POSTMAN):
        enqueue_carrying(channel, urgent=True)


def _batch(carrier: Carrier, post: Post, threads: ThreadPoolExecutor, only: Collection[UUID]) -> Batch:
    batch, gap = new_id(), timedelta(minutes=1) / carrier.per_minute()
    with holding(batch):
        begun = begin_batch(channel=carrier.name, batch=batch, gap=gap, only=only, actor=POSTMAN)
        if begun.loads:
            receipts = _posted(begun.loads, post, threads)
            end_batch(batch=batch, receipts=receipts, persistence=persistence(), actor=POSTMAN)
            _mind(carrier.name, list(receipts.values()))
            _let_go([load for load in begun.loads if receipts[load.attempt].gone])
    return begun


def _mind(channel: str, receipts: Sequence[Receipt]) -> None:
    if works(receipts):
        went_through(channel)
    else:
        broke_down(channel)


def _let_go(gone: Sequence[Load]) -> None:
    """What nobody is behind is no way to reach a person any more. If we die before, the next message finds it out."""
    for load in gone:
        lose_contact(person=load.parcel.addressee, means=load.parcel.channel, address=load.address, actor=POSTMAN)


def _more(begun: Batch, only: Collection[UUID]) -> bool:
    """Whether to go on at once; waits a moment for room."""
    if not begun.loads or not begun.full or only:
        return False
    wait = begun.room_at - now()
    if wait > SHORT_WAIT:
        return False
    time.sleep(max(0.0, wait.total_seconds()))
    return True


def _leave_the_rest(channel: str) -> None:
    at = due_next(channel, actor=POSTMAN)
    if at is not None:
        enqueue_carrying(channel, urgent=at.urgent, at=max(now(), at.moment))


def _posted(loads: Sequence[Load], post: Post, threads: ThreadPoolExecutor) -> Mapping[UUID, Receipt]:
    """What came of each, posted side by side; when trouble follows on trouble the rest is not tried."""
    trouble = Trouble(connections())

    def one(load: Load) -> tuple[UUID, Receipt]:
        return load.attempt, trouble.minding(lambda: post(load.parcel, load.address))

    return dict(threads.map(one, loads))


class Trouble:
    """Stops trying when ``most`` in a row met trouble on the way."""

    def __init__(self, most: int) -> None:
        self.most, self.in_a_row, self.lock = most, 0, threading.Lock()

    def minding(self, posted: Callable[[], Receipt]) -> Receipt:
        """What posting brings, or that it was not tried."""
        if self.in_a_row >= self.most:
            return Receipt(Outcome.POSTPONED, NOT_TRIED, closed=True)
        receipt = posted()
        with self.lock:
            self.in_a_row = self.in_a_row + 1 if receipt.closed else 0
        return receipt
