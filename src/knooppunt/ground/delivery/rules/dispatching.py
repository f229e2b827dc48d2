"""Decisions about sending: what may follow on what, when to try again, when to stop. No Django, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from knooppunt.kit.problems import Conflict, Invalid, phrase

LONGEST_SUBJECT = 200
LONGEST_SHORT = 320
"""Signs of a text that is sent as SMS or push message: with a link and a warning that is at most three parts."""
TOKEN = "{token}"  # noqa: S105  where it stands, not one
CODE = "{code}"
CARRIED = frozenset({"sms", "voice", "push", "chat"})
"""Channels over HTTP, which take many at a time."""
SHORT = frozenset({"sms", "push"})
"""Channels that carry a short text: what a push service takes is bounded as well."""
TO_PERSONS = frozenset({"email"}) | CARRIED
"""Channels that reach a person: the addressee is one of the network."""


class State(StrEnum):
    """Where a dispatch stands."""

    WAITING = "waiting"
    ATTEMPTING = "attempting"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """How an attempt ended. Only *uncertain* leaves open whether it was delivered."""

    SENT = "sent"
    REFUSED = "refused"
    POSTPONED = "postponed"
    UNCERTAIN = "uncertain"


STATE_NAMES = {
    State.WAITING: phrase("Waiting"),
    State.ATTEMPTING: phrase("Being sent"),
    State.SENT: phrase("Sent"),
    State.REFUSED: phrase("Refused"),
    State.UNCERTAIN: phrase("Uncertain"),
    State.FAILED: phrase("Failed"),
    State.WITHDRAWN: phrase("Withdrawn"),
}
OUTCOME_NAMES = {
    Outcome.SENT: phrase("Accepted by the receiver"),
    Outcome.REFUSED: phrase("Refused for good"),
    Outcome.POSTPONED: phrase("Not handed over"),
    Outcome.UNCERTAIN: phrase("Handed over, never answered"),
}

CHANGES: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.ATTEMPTING, State.FAILED, State.WITHDRAWN}),
    State.ATTEMPTING: frozenset(
        {State.SENT, State.REFUSED, State.UNCERTAIN, State.WAITING, State.FAILED, State.WITHDRAWN}
    ),
    State.SENT: frozenset({State.FAILED}),
    State.REFUSED: frozenset({State.WAITING}),
    State.UNCERTAIN: frozenset({State.WAITING, State.SENT, State.FAILED}),
    State.FAILED: frozenset({State.WAITING}),
    State.WITHDRAWN: frozenset(),
}
"""Every change there is; the database holds the same table. A person alone brings back what was settled; a carrier may
say afterwards that what it took could not be delivered, or that what nobody knew of was."""

SETTLED = frozenset({State.SENT, State.REFUSED, State.UNCERTAIN, State.FAILED, State.WITHDRAWN})
"""Nothing happens to these by itself any more."""
UNDELIVERED = frozenset({State.REFUSED, State.UNCERTAIN, State.FAILED})
"""Settled, and someone should look at it."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: that there is something, never what it says. ``link`` is a path of this node, or empty.

    ``{token}`` in the link is where the token of this dispatch for ``purpose`` stands (see ``links.capability``); it is
    filled in when the message is made up, and written down nowhere. So is ``{code}`` in the text: eight digits.
    """

    subject: str
    text: str
    link: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an attempt brought. ``code`` and ``answer`` are the receiver's, where it gave any; ``reason`` is ours.

    ``closed`` says that not this message but the way to the receiver is the trouble: others need not try either.
    ``gone`` says that nobody is behind this address any more.
    """

    outcome: Outcome
    reason: str = ""
    code: int | None = None
    answer: str = ""
    closed: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is tried: the first pause, twice as long each time up to ``longest``, and at most so many ``tries``."""

    first: timedelta
    longest: timedelta
    tries: int

    def pause(self, tries: int) -> timedelta:
        """How long to wait after so many tries (at least 1)."""
        return min(self.longest, self.first * int(2 ** min(tries - 1, 30)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a dispatch after an attempt: its state and, when it waits, for how long."""

    state: State
    pause: timedelta | None = None


def may_become(old: State, new: State) -> bool:
    """Whether the table of changes has this one."""
    return new in CHANGES[old]


def check_change(old: State, new: State) -> None:
    """:class:`Conflict` when the table of changes does not have this one."""
    if not may_become(old, new):
        raise Conflict(phrase("What was {old} cannot become {new}."), old=old.value, new=new.value)


def check_again(state: State) -> None:
    """:class:`Conflict` unless a person may bring this back."""
    if state not in UNDELIVERED:
        raise Conflict(phrase("Only what failed, was refused or is uncertain can be sent again."))


def verdict(outcome: Outcome, tries: int, patience: Patience, *, repeats: bool) -> Verdict:
    """What follows on an attempt, the ``tries``-th since the dispatch began to wait.

    ``repeats``: whether a message that may have been delivered is sent again (at least once), or not (at most once).
    """
    if outcome is Outcome.SENT:
        return Verdict(State.SENT)
    if outcome is Outcome.REFUSED:
        return Verdict(State.REFUSED)
    uncertain = outcome is Outcome.UNCERTAIN
    if tries >= patience.tries or (uncertain and not repeats):
        return Verdict(State.UNCERTAIN if uncertain else State.FAILED)
    return Verdict(State.WAITING, patience.pause(tries))


def unless_withdrawn(follows: Verdict, *, withdrawn: bool) -> Verdict:
    """What was withdrawn while it was being sent does not wait to be sent again."""
    return Verdict(State.WITHDRAWN) if withdrawn and follows.state is State.WAITING else follows


def broken_off(*, handing_over: bool) -> Receipt:
    """What is known of an attempt whose worker died: before the last byte it was certainly not delivered."""
    if handing_over:
        return Receipt(Outcome.UNCERTAIN, phrase("The worker ended between handing over and writing down."))
    return Receipt(Outcome.POSTPONED, phrase("The worker ended before handing over."))


def turn(free_at: datetime | None, closed_until: datetime | None, now: datetime) -> datetime:
    """The first moment at which a lane has room."""
    return max(moment for moment in (free_at, closed_until, now) if moment is not None)


def checked(message: Message) -> Message:
    """The message, when it can be sent; :class:`Invalid` that says what is wrong with it."""
    if not message.subject.strip() or not message.text.strip():
        raise Invalid(phrase("A message needs a subject and a text."))
    if not message.subject.isprintable() or len(message.subject) > LONGEST_SUBJECT:
        raise Invalid(phrase("A subject is one line of at most {most} signs."), place="subject", most=LONGEST_SUBJECT)
    if message.link and (not message.link.startswith("/") or message.link.startswith("//")):
        raise Invalid(phrase("A link is a path of this node, from the first slash."), place="link")
    if (TOKEN in message.link) != bool(message.purpose):
        raise Invalid(phrase("A link with a token needs a purpose, and a purpose a link with a token."), place="link")
    return message


def checked_for(channel: str, message: Message) -> Message:
    """The message, when this channel can carry it; :class:`Invalid` when it is too long for it."""
    if channel in SHORT and len(message.text) > LONGEST_SHORT:
        raise Invalid(phrase("A text or push message has at most {most} signs."), place="text", most=LONGEST_SHORT)
    return message


NO_ADDRESS = phrase("There is no address to send this to.")
NOT_TAKING_PART = phrase("This is an exercise, and the addressee does not take part in it.")
NOT_IN_USE = phrase("This contact point is not in use any more.")


@dataclass(frozen=True, slots=True)
class Destination:
    """The address that a dispatch is handed over to, or why there is none: one of the two is empty."""

    address: str = ""
    refused: str = ""


def destination(*, may_be_reached: bool, certain: bool, addresses: Sequence[str]) -> Destination:
    """Where a dispatch goes: the first of ``addresses``.

    ``may_be_reached``: whether it is real, or its addressee takes part in the exercise. ``certain``: whether one
    contact point was asked for, so that no other will do.
    """
    if not may_be_reached:
        return Destination(refused=NOT_TAKING_PART)
    if addresses:
        return Destination(addresses[0])
    return Destination(refused=NOT_IN_USE if certain else NO_ADDRESS)
