"""The ladder of reminders: before, at and after the deadline; then the operational leader; then the node."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.reporting.rules.clock import Standing, deadline_for


class Rung(StrEnum):
    """A step of the ladder, the lowest first."""

    BEFORE = "before"
    AT = "at"
    AFTER = "after"
    LEADER = "leader"
    NODE = "node"


RUNG_NAMES = {
    Rung.BEFORE: phrase("Reminded before the deadline"),
    Rung.AT: phrase("Reminded at the deadline"),
    Rung.AFTER: phrase("Reminded after the deadline"),
    Rung.LEADER: phrase("Operational leader told"),
    Rung.NODE: phrase("Node told"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A rung and how many minutes after the deadline it is due (before it: negative)."""

    rung: Rung
    minutes: int


DEFAULT_LADDER = (
    Step(Rung.BEFORE, -60),
    Step(Rung.AT, 0),
    Step(Rung.AFTER, 60),
    Step(Rung.LEADER, 120),
    Step(Rung.NODE, 180),
)


def check_ladder(ladder: Sequence[Step]) -> None:
    """Raise :class:`Invalid` unless the rungs go up in order and in time; no ladder at all is allowed."""
    order = list(Rung)
    places = [order.index(step.rung) for step in ladder]
    if places != sorted(set(places)):
        raise Invalid(phrase("Each rung is on the ladder once, from the lowest up."), place="ladder")
    minutes = [step.minutes for step in ladder]
    if minutes != sorted(set(minutes)):
        raise Invalid(phrase("A higher rung is due later."), place="ladder")


def due_rung(
    ladder: Sequence[Step], standing: Standing, sent: Collection[str], deadline: datetime, now: datetime
) -> Rung | None:
    """The rung to send now, or None.

    Nothing is sent to who reported or whose area came to an end. Only the highest rung that is due is sent: one that
    was missed, because nothing ran or because time was given, is not sent after a higher one.
    """
    if standing.submitted is not None or standing.lapsed:
        return None
    own = deadline_for(standing, deadline)
    due = [step.rung for step in ladder if own + timedelta(minutes=step.minutes) <= now]
    if not due:
        return None
    order = list(Rung)
    highest_sent = max((order.index(Rung(rung)) for rung in sent), default=-1)
    return due[-1] if order.index(due[-1]) > highest_sent else None


def ladder_to_json(ladder: Sequence[Step]) -> list[dict[str, object]]:
    """As values that JSON holds."""
    return [{"rung": step.rung.value, "minutes": step.minutes} for step in ladder]


def ladder_from_json(told: Sequence[Mapping[str, object]]) -> tuple[Step, ...]:
    """What :func:`ladder_to_json` gave."""
    return tuple(Step(Rung(str(step["rung"])), int(str(step["minutes"]))) for step in told)
