"""When a crossing becomes a proposal, and what may become of one."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from knooppunt.kit.problems import Conflict, Invalid, phrase
from knooppunt.rooms.readiness.rules.watching import Verdict

QUIET = timedelta(days=1)
"""How long nothing is proposed again after a decision, while the figure stays over its threshold."""


class Outcome(StrEnum):
    """What a person made of a proposal."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


OUTCOME_NAMES = {Outcome.CONFIRMED: phrase("Confirmed"), Outcome.REJECTED: phrase("Rejected")}


def is_due(verdict: Verdict, *, armed: bool, is_open: bool, decided_at: datetime | None, at: datetime) -> bool:
    """Whether to propose now. ``armed``: it was below since the last proposal, or there was none.

    One proposal at a time; again only after the figure was below, or a day after the last one was decided.
    """
    if verdict is not Verdict.MET or is_open:
        return False
    return armed or (decided_at is not None and at >= decided_at + QUIET)


def stays_armed(verdict: Verdict, *, armed: bool) -> bool:
    """Whether the next crossing counts as a new one; unknown changes nothing."""
    return verdict is Verdict.UNMET or armed


def check_open(decided_at: datetime | None) -> None:
    """Refuse (:class:`Conflict`) to decide twice."""
    if decided_at is not None:
        raise Conflict(phrase("Someone has decided on this proposal already."))


def check_confirmed(*, scales: bool, calls: bool) -> None:
    """Refuse (:class:`Invalid`) a confirmation that does nothing."""
    if not scales and not calls:
        raise Invalid(phrase("Choose what to do: scale up, call out, or both."), place="scales")


def reason_of(text: str) -> str:
    """The reason; :class:`Invalid` when there is none."""
    reason = text.strip()
    if not reason:
        raise Invalid(phrase("Give the reason."), place="reason")
    return reason
