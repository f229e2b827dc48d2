"""What a call is, what it may become, and what an answer says. No Django, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from knooppunt.kit.problems import Conflict, Invalid, phrase


class Purpose(StrEnum):
    """Why people are called out."""

    REAL = "real"
    TEST = "test"


class State(StrEnum):
    """Where a call stands: one person in one call-out."""

    WAITING = "waiting"
    ASKED = "asked"
    COMING = "coming"
    LATER = "later"
    DECLINED = "declined"
    DELEGATED = "delegated"
    RELEASED = "released"
    UNREACHABLE = "unreachable"
    STOOD_DOWN = "stood_down"


class Answer(StrEnum):
    """What someone can answer."""

    COMING = "coming"
    LATER = "later"
    DECLINED = "declined"
    DELEGATED = "delegated"


class Way(StrEnum):
    """How an answer came in."""

    LINK = "link"
    APP = "app"
    PHONE = "phone"
    BEHALF = "behalf"


PURPOSE_NAMES = {Purpose.REAL: phrase("Call-out"), Purpose.TEST: phrase("Test call-out")}
STATE_NAMES = {
    State.WAITING: phrase("Not asked yet"),
    State.ASKED: phrase("Asked"),
    State.COMING: phrase("Coming"),
    State.LATER: phrase("Later"),
    State.DECLINED: phrase("Not coming"),
    State.DELEGATED: phrase("Delegated"),
    State.RELEASED: phrase("Not needed any more"),
    State.UNREACHABLE: phrase("Not reached"),
    State.STOOD_DOWN: phrase("Stood down"),
}
WAY_NAMES = {
    Way.LINK: phrase("by link"),
    Way.APP: phrase("on the page"),
    Way.PHONE: phrase("by phone key"),
    Way.BEHALF: phrase("on behalf of"),
}

_ANSWERS = frozenset({State.COMING, State.LATER, State.DECLINED, State.DELEGATED})
CHANGES: Mapping[State, frozenset[State]] = {
    State.WAITING: _ANSWERS | {State.ASKED, State.UNREACHABLE},
    State.ASKED: _ANSWERS | {State.RELEASED, State.UNREACHABLE, State.STOOD_DOWN},
    State.COMING: (_ANSWERS - {State.COMING}) | {State.STOOD_DOWN},
    State.LATER: _ANSWERS | {State.ASKED, State.RELEASED, State.STOOD_DOWN},
    State.DECLINED: (_ANSWERS - {State.DECLINED}) | {State.STOOD_DOWN},
    State.DELEGATED: (_ANSWERS - {State.DELEGATED}) | {State.STOOD_DOWN},
    State.RELEASED: _ANSWERS | {State.ASKED, State.STOOD_DOWN},
    State.UNREACHABLE: _ANSWERS | {State.ASKED, State.RELEASED, State.STOOD_DOWN},
    State.STOOD_DOWN: frozenset(),
}
"""Every change there is; the database holds the same table. Nobody is asked again after an answer, except who said
*later*, at the moment they named."""

ANSWERED = _ANSWERS
TOLD_AT_THE_END = frozenset(State) - {State.WAITING, State.STOOD_DOWN}
"""Who hears of a stand-down: everyone who was asked or answered."""

LONGEST_DELAY = timedelta(hours=72)
ANSWERABLE = timedelta(hours=72)
"""How long after the start of a call-out its links let anyone answer."""
KEYS: Mapping[str, tuple[Answer, timedelta | None]] = {
    "1": (Answer.COMING, None),
    "2": (Answer.LATER, timedelta(hours=2)),
    "3": (Answer.DECLINED, None),
}
"""What a key means to whoever is called by phone."""

OVER = phrase("This call-out is over.")


@dataclass(frozen=True, slots=True)
class Given:
    """An answer. ``at`` (aware): when someone comes, or can be asked again; ``to``: to whom they delegate."""

    answer: Answer
    at: datetime | None = None
    to: UUID | None = None


def may_become(old: State, new: State) -> bool:
    """Whether the table of changes has this one."""
    return new in CHANGES[old]


def check_answer(old: State, given: Given, moment: datetime) -> State:
    """What a call becomes by this answer at ``moment``; :class:`Invalid` or :class:`Conflict` that says why not."""
    if given.answer is Answer.LATER and given.at is None:
        raise Invalid(phrase("Say from when you can come."), place="at")
    if given.answer is Answer.DELEGATED and given.to is None:
        raise Invalid(phrase("Say to whom you delegate."), place="to")
    if given.at is not None and not moment <= given.at <= moment + LONGEST_DELAY:
        raise Invalid(phrase("Choose a moment within the next {hours} hours."), place="at",
                      hours=int(LONGEST_DELAY.total_seconds() // 3600))  # fmt: skip
    new = State(given.answer)
    if new is not old and not may_become(old, new):
        raise Conflict(OVER)
    return new


def key_means(digit: str, moment: datetime) -> Given | None:
    """The answer a phone key gives at ``moment``; none for a key that means nothing."""
    if digit not in KEYS:
        return None
    answer, delay = KEYS[digit]
    return Given(answer, moment + delay if delay else None)
