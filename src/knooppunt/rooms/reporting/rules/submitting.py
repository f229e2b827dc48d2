"""Whether a report may be submitted now, and what it then is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knooppunt.kit.problems import Conflict, Invalid, phrase
from knooppunt.rooms.reporting.rules.questionnaire import Wrong


class Way(StrEnum):
    """How a report came in."""

    PAGE = "page"
    SHEET = "sheet"
    API = "api"
    BEHALF = "behalf"


WAY_NAMES = {
    Way.PAGE: phrase("page"),
    Way.SHEET: phrase("sheet"),
    Way.API: phrase("API"),
    Way.BEHALF: phrase("on its behalf"),
}
LONGEST_REASON = 2_000


class WrongAnswers(Invalid):
    """A report with answers that are not right: all of them, and the first as the sentence of the refusal."""

    def __init__(self, wrongs: Sequence[Wrong]) -> None:
        first = wrongs[0]
        super().__init__(first.template, place=place_of(first), **first.values)
        self.wrongs = tuple(wrongs)


def place_of(wrong: Wrong) -> str:
    """Where it is: ``answers.beds``, or ``answers.places[1].used`` in a table."""
    row = "" if wrong.row is None else f"[{wrong.row}]"
    return f"answers.{wrong.key}{row}" + (f".{wrong.column}" if wrong.column else "")


@dataclass(frozen=True, slots=True)
class Door:
    """The round, and the time one person was given. All moments aware; ``until`` of ``person`` (identifier)."""

    opens: datetime
    deadline: datetime
    closes: datetime
    until: datetime | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """The newest version there is: its number (0: none), who submitted it and when."""

    number: int = 0
    by: str = ""
    at: datetime | None = None


def check_submission(door: Door, before: Before, seen: int, person: str, reason: str, now: datetime) -> bool:
    """Refuse, or say whether the report is late.

    ``seen`` is the version that was newest when whoever submits began: :class:`Conflict` when there is a newer one.
    Closed means closed but for the person who was given time, and for a correction with a reason: that is a new
    version of what was submitted, and never changes it.
    """
    if now < door.opens:
        raise Conflict(phrase("This round has not been opened yet."))
    if seen != before.number:
        template = phrase("{by} submitted version {number} in the meantime; look at it and submit again.")
        raise Conflict(template, by=before.by or "–", number=before.number)
    if len(reason) > LONGEST_REASON:
        raise Invalid(phrase("The reason is longer than {most} characters."), place="reason", most=LONGEST_REASON)
    if "\0" in reason:
        raise Invalid(phrase("The text holds signs that cannot be printed."), place="reason")
    given = door.until is not None and person == door.person and now <= door.until
    if now > door.closes and not given:
        _check_correction(before, reason)
    in_time = max(door.deadline, door.until) if door.until else door.deadline
    return now > in_time


def _check_correction(before: Before, reason: str) -> None:
    if not before.number:
        raise Conflict(phrase("This round is closed. Ask the node for time."))
    if not reason.strip():
        template = phrase("This round is closed. A correction is a new version; give the reason for it.")
        raise Invalid(template, place="reason")


def check_time(until: datetime, reason: str, deadline: datetime, now: datetime) -> None:
    """Refuse (:class:`Invalid`) time that has passed already, that is no more than there is, or without a reason."""
    if until <= now:
        raise Invalid(phrase("This moment has passed."), place="until")
    if until <= deadline:
        raise Invalid(phrase("This is not later than the deadline."), place="until")
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid(phrase("Give a reason of at most {most} characters."), place="reason", most=LONGEST_REASON)


def check_moments(opens: datetime, deadline: datetime, closes: datetime, now: datetime) -> None:
    """Refuse (:class:`Invalid`) a round whose deadline has passed, or whose moments are in the wrong order."""
    if deadline <= now:
        raise Invalid(phrase("The deadline has passed already."), place="deadline")
    if deadline <= opens:
        raise Invalid(phrase("The deadline comes after the opening."), place="deadline")
    if closes < deadline:
        raise Invalid(phrase("A round does not close before its deadline."), place="closes")
