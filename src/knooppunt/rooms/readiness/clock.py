"""The clock of call-outs: it wakes at the next due moment, and every half second at the latest."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from knooppunt.kit.clock import now
from knooppunt.kit.problems import Problem
from knooppunt.rooms.readiness.public import HOUSE, broken_since, due_now, hand_over, handle_due, hold_test

log = logging.getLogger("knooppunt.readiness")

LONGEST_PAUSE = 0.5  # seconds: what another process sets earlier than we know is seen this soon
LOOK = timedelta(seconds=2)  # how often it is looked whether a channel failed
RESTS = timedelta(seconds=30)  # what went wrong is left alone this long, so that it does not hold up the rest


class Clock:
    """What one process remembers between two looks: nothing that matters when it is gone."""

    def __init__(self) -> None:
        self.looked: dict[UUID, datetime] = {}
        self.look_at = now()
        self.rests: dict[UUID, datetime] = {}

    def tick(self) -> float:
        """Do what is due, each call-out in a transaction of its own; in how many seconds to look again."""
        self.rests = {which: until for which, until in self.rests.items() if until > now()}
        due = due_now(actor=HOUSE)
        for callout in due.callouts:
            self._tried(callout, lambda which: handle_due(callout=which, actor=HOUSE))
        for plan in due.plans:
            self._tried(plan, lambda which: hold_test(plan=which, actor=HOUSE))
        if now() >= self.look_at:
            self.look_at = now() + LOOK
            for callout in broken_since(self.looked, actor=HOUSE):
                self._tried(callout, lambda which: hand_over(callout=which, actor=HOUSE))
        return LONGEST_PAUSE if due.next_at is None else min(LONGEST_PAUSE, max(0.0, _seconds_until(due.next_at)))

    def _tried(self, which: UUID, verb: Callable[[UUID], object]) -> None:
        if which in self.rests:
            return
        try:
            verb(which)
        except (Problem, ArithmeticError, LookupError, TypeError, ValueError) as problem:
            self.rests[which] = now() + RESTS
            log.exception("the clock could not do what was due", exc_info=problem)


def _seconds_until(moment: datetime) -> float:
    return (moment - now()).total_seconds()
