"""Decisions about handing over many at a time: how many now, and whether a channel is down. No Django, no clock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from knooppunt.ground.delivery.rules.dispatching import Patience, Receipt, Verdict, turn, unless_withdrawn, verdict
from knooppunt.kit.problems import phrase

AT_ONCE = 200
"""Most in one batch: what a worker that dies leaves uncertain."""
PROBE = 4
"""So many try whether a channel that failed works again."""
WINDOW = timedelta(seconds=1)
CLOSED = timedelta(seconds=10)
DOWN_AFTER = timedelta(seconds=60)
"""A channel over which nothing went for so long is down: what is urgent does not wait for it, but goes another way."""
URGENT = Patience(first=timedelta(seconds=15), longest=timedelta(seconds=30), tries=3)
ORDINARY = Patience(first=timedelta(minutes=1), longest=timedelta(hours=1), tries=24)
DOWN = phrase("Nothing could be sent over this channel for a minute.")


class Way(StrEnum):
    """How a channel is at the moment."""

    OPEN = "open"
    TRYING = "trying"
    CLOSED = "closed"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Place:
    """So many may go now, the first at ``at``; if none, from ``at`` on."""

    count: int
    at: datetime


def way(closed_until: datetime | None, failing_since: datetime | None, now: datetime) -> Way:
    """How a channel is: closed while others need not try, then tried by a few, until something goes through."""
    if closed_until is not None and closed_until > now:
        gave_up = failing_since is not None and failing_since + DOWN_AFTER <= now
        return Way.DOWN if gave_up else Way.CLOSED
    return Way.OPEN if failing_since is None else Way.TRYING


def places(free_at: datetime | None, gap: timedelta, now: datetime) -> Place:
    """How many may go now, when one may go each ``gap``: those of the coming second together."""
    begins = turn(free_at, None, now)
    if begins >= now + WINDOW:
        return Place(0, begins)
    return Place(max(1, min(AT_ONCE, int((now + WINDOW - begins) / gap))), begins)


@dataclass(frozen=True, slots=True)
class Persistence:
    """Whether what may have been delivered is sent again, under the same reference (at least once)."""

    repeats: bool

    def patience(self, *, urgent: bool) -> Patience:
        """How long is tried."""
        return URGENT if urgent else ORDINARY


def follows(receipt: Receipt, tries: int, patience: Patience, repeats: bool, *, withdrawn: bool) -> Verdict:
    """What becomes of a dispatch after an attempt."""
    return unless_withdrawn(verdict(receipt.outcome, tries, patience, repeats=repeats), withdrawn=withdrawn)


def works(receipts: Collection[Receipt]) -> bool | None:
    """Whether a channel works, by what came of a batch: ``False`` when all that was tried met trouble on the way.

    ``None`` when nothing was tried.
    """
    if not receipts:
        return None
    return not all(receipt.closed for receipt in receipts)
