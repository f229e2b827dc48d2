"""The clock of call-outs: it wakes at the next due moment, and every half second at the latest."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DataError, IntegrityError

from knooppunt.kit.clock import now
from knooppunt.kit.problems import Problem
from knooppunt.rooms.readiness.public import BATCH, HOUSE, broken_since, due_now, hand_over, handle_due, hold_test

log = logging.getLogger("knooppunt.readiness")

LONGEST_PAUSE = 0.5  # seconds: what another process sets earlier than we know is seen this soon
LOOK = timedelta(seconds=2)  # how often it is looked whether a channel failed
OVERLAP = timedelta(seconds=10)  # what was written down before a look may be committed after it
RESTS = timedelta(seconds=30)  # what went wrong is left alone this long, so that it does not hold up the rest
WRONG = (Problem, DataError, IntegrityError, ArithmeticError, LookupError, TypeError, ValueError)


class Clock:
    """What one process remembers between two looks: nothing that matters when it is gone."""

    def __init__(self) -> None:
        self.looked: datetime | None = None
        self.rests: dict[UUID, datetime] = {}

    def tick(self) -> float:
        """Do what is due, many call-outs in one transaction; in how many seconds to look again."""
        self.rests = {which: until for which, until in self.rests.items() if until > now()}
        due = due_now(actor=HOUSE)
        more = self._handled([one for one in due.callouts if one not in self.rests])
        for plan in due.plans:
            self._tried(plan, lambda which: hold_test(plan=which, actor=HOUSE))
        self._look()
        if more:
            return 0.0
        return LONGEST_PAUSE if due.next_at is None else min(LONGEST_PAUSE, max(0.0, _seconds_until(due.next_at)))

    def _handled(self, callouts: Sequence[UUID]) -> bool:
        """Handle what is due in these, together; one by one when one of them goes wrong. Whether there is more."""
        if not callouts:
            return False
        try:
            return handle_due(callouts=callouts, actor=HOUSE) >= BATCH
        except WRONG:
            for callout in callouts:
                self._tried(callout, lambda which: handle_due(callouts=[which], actor=HOUSE))
            return True

    def _look(self) -> None:
        """Go on in the call-outs in which a channel failed since the last look."""
        moment = now()
        if self.looked is not None and moment < self.looked + LOOK:
            return
        since = None if self.looked is None else self.looked - OVERLAP
        self.looked = moment
        for callout in broken_since(since, actor=HOUSE):
            self._tried(callout, lambda which: hand_over(callout=which, actor=HOUSE))

    def _tried(self, which: UUID, verb: Callable[[UUID], object]) -> None:
        if which in self.rests:
            return
        try:
            verb(which)
        except WRONG as problem:
            self.rests[which] = now() + RESTS
            log.exception("the clock could not do what was due", exc_info=problem)


def _seconds_until(moment: datetime) -> float:
    return (moment - now()).total_seconds()
