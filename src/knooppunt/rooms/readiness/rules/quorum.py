"""When enough people come, and who is asked next. One group is one quorum to fill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knooppunt.kit.problems import phrase
from knooppunt.rooms.readiness.rules.callouts import State


class Standing(StrEnum):
    """How a group fares. A *reserve* is asked only when another line escalates to it."""

    RESERVE = "reserve"
    ASKING = "asking"
    COMPLETE = "complete"
    EXHAUSTED = "exhausted"
    STOPPED = "stopped"


STANDING_NAMES = {
    Standing.RESERVE: phrase("In reserve"),
    Standing.ASKING: phrase("Asking"),
    Standing.COMPLETE: phrase("Complete"),
    Standing.EXHAUSTED: phrase("Too few"),
    Standing.STOPPED: phrase("Stopped"),
}
OPEN = frozenset({Standing.ASKING, Standing.EXHAUSTED})
"""In these an answer or the clock can make a difference."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a group stand where; ``needed`` of them must come, ``at_once`` (none: all) are asked together."""

    needed: int
    at_once: int | None
    waiting: int = 0
    asked: int = 0
    coming: int = 0
    later: int = 0

    @property
    def short(self) -> int:
        """How many are still to be found."""
        return max(0, self.needed - self.coming)

    @property
    def complete(self) -> bool:
        """Whether enough people come."""
        return self.coming >= self.needed


@dataclass(frozen=True, slots=True)
class Step:
    """What follows: ask so many more; the group is complete; nobody is left (escalate)."""

    ask: int = 0
    complete: bool = False
    exhausted: bool = False


def tally(states: Iterable[State], needed: int, at_once: int | None) -> Tally:
    """Count a group."""
    found = Counter(states)
    return Tally(
        needed,
        at_once,
        waiting=found[State.WAITING],
        asked=found[State.ASKED],
        coming=found[State.COMING],
        later=found[State.LATER],
    )


def at_the_start(group: Tally) -> Step:
    """Whom to ask first."""
    first = group.waiting if group.at_once is None else min(group.at_once, group.waiting)
    return Step(ask=first, exhausted=first == 0 and not group.complete, complete=group.complete)


def after_an_answer(group: Tally) -> Step:
    """What follows when somebody answered or could not be reached: ask on as soon as those asked cannot be enough."""
    if group.complete:
        return Step(complete=True)
    wanted = group.short - group.asked
    if wanted <= 0 or (group.waiting == 0 and group.later >= wanted):
        return Step()
    return _more(group, wanted)


def when_the_time_is_up(group: Tally) -> Step:
    """What follows when too few answered in time: the next ones are asked beside those who were."""
    if group.complete:
        return Step(complete=True)
    return _more(group, group.at_once or group.short)


def _more(group: Tally, wanted: int) -> Step:
    if group.waiting == 0:
        return Step(exhausted=True)
    return Step(ask=min(wanted, group.waiting))
