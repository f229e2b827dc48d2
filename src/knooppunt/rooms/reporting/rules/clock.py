"""The completeness clock of a round: where each organisation stands, and the counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knooppunt.kit.problems import phrase


class State(StrEnum):
    """Where the report of one organisation stands."""

    WAITING = "waiting"
    OPENED = "opened"
    ON_TIME = "on_time"
    LATE = "late"
    EMPTY = "empty"
    MISSING = "missing"
    LAPSED = "lapsed"


STATE_NAMES = {
    State.WAITING: phrase("Not opened yet"),
    State.OPENED: phrase("Opened, not submitted"),
    State.ON_TIME: phrase("Received on time"),
    State.LATE: phrase("Received late"),
    State.EMPTY: phrase("Received without any answer"),
    State.MISSING: phrase("Deadline passed, nothing received"),
    State.LAPSED: phrase("The area no longer exists"),
}
RECEIVED = (State.ON_TIME, State.LATE, State.EMPTY)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one organisation in a round. ``submitted`` is the first version; ``late`` and ``empty`` are of
    the first and of the newest version. ``until``: its own deadline, when it was given time. ``lapsed``: its area came
    to an end.
    """

    opened: datetime | None = None
    submitted: datetime | None = None
    late: bool = False
    empty: bool = False
    reminded: datetime | None = None
    until: datetime | None = None
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Completeness:
    """The counts of a round. ``received`` = ``on_time`` + ``late`` + ``empty``.

    ``expected`` leaves out organisations whose area came to an end without a report; they are ``lapsed``.
    """

    expected: int = 0
    received: int = 0
    on_time: int = 0
    late: int = 0
    empty: int = 0
    missing: int = 0
    opened: int = 0
    reminded: int = 0
    given_time: int = 0
    lapsed: int = 0


def deadline_for(standing: Standing, deadline: datetime) -> datetime:
    """The moment until which this organisation is in time: never before the deadline of the round."""
    return max(deadline, standing.until) if standing.until else deadline


def state_of(standing: Standing, deadline: datetime, now: datetime) -> State:
    """Where it stands at ``now``. A report on the very moment of the deadline is in time."""
    if standing.submitted is not None:
        if standing.empty:
            return State.EMPTY
        return State.LATE if standing.late else State.ON_TIME
    if standing.lapsed:
        return State.LAPSED
    if now > deadline_for(standing, deadline):
        return State.MISSING
    return State.OPENED if standing.opened else State.WAITING


def completeness(standings: Iterable[Standing], deadline: datetime, now: datetime) -> Completeness:
    """The counts at ``now``."""
    listed = [(one, state_of(one, deadline, now)) for one in standings]
    states = [state for _, state in listed]
    counted = {state: states.count(state) for state in State}
    return Completeness(
        expected=len(listed) - counted[State.LAPSED],
        received=sum(counted[state] for state in RECEIVED),
        on_time=counted[State.ON_TIME],
        late=counted[State.LATE],
        empty=counted[State.EMPTY],
        missing=counted[State.MISSING],
        opened=sum(one.opened is not None for one, _ in listed),
        reminded=sum(one.reminded is not None for one, _ in listed),
        given_time=sum(one.until is not None for one, _ in listed),
        lapsed=counted[State.LAPSED],
    )
