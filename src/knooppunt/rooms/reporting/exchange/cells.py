"""One cell as an answer. What can be understood in one way only is taken; anything else is refused, never guessed.

A text in a number cell is read as Dutch ("1.234,5") and as English ("1,234.5"). Where the two differ ("1.234") it is
refused, but where a whole number is asked and only one of them is whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.reporting.exchange.marks import SEPARATOR, keys_by_text, meant
from knooppunt.rooms.reporting.exchange.wording import expected
from knooppunt.rooms.reporting.rules.entries import number_text
from knooppunt.rooms.reporting.rules.questionnaire import Cell, Question, Shape

Value = int | float | str | bool | time | date | datetime | timedelta
LONGEST_SHOWN = 60
GROUPS = r"[1-9]\d{{0,2}}(?:[{0} \u00a0\u202f]\d{{3}})+|\d{{1,15}}"
DUTCH = re.compile(rf"-?(?:{GROUPS.format('.')})(?:,\d{{1,9}})?", re.ASCII)
ENGLISH = re.compile(rf"-?(?:{GROUPS.format(',')})(?:\.\d{{1,9}})?", re.ASCII)
SPACES = re.compile(r"[ \u00a0\u202f]")
PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a cell: its value, shown as a percentage or not, the error it shows, a formula without outcome."""

    value: Value = ""
    percent: bool = False
    error: str = ""
    uncounted: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there."""
        return isinstance(self.value, str) and not (self.value.strip() or self.error or self.uncounted)


def read_cell(question: Question, found: Found) -> Cell:
    """The answer in a cell; :class:`Invalid` says what is expected there, and what there is."""
    if found.uncounted:
        template = phrase(
            "This formula has no outcome in the file: open it in a spreadsheet, save it, upload it again."
        )
        raise Invalid(template)
    if found.error:
        raise _other(question, found.error)
    if found.is_empty:
        return None
    return READERS[question.shape](question, found)


def shown(found: Found) -> str:
    """What stands in a cell, as people see it."""
    value = found.value
    if found.error or isinstance(value, str):
        return found.error or meant(str(value))
    if isinstance(value, bool):
        return _("TRUE") if value else _("FALSE")
    if isinstance(value, int | float):
        return f"{number_text(_hundredfold(value))}{PERCENT}" if found.percent else number_text(value)
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y %H:%M}"
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)


def _number(question: Question, found: Found) -> Cell:
    value = found.value
    if isinstance(value, bool):
        raise _other(question, shown(found))
    if isinstance(value, int | float):
        return _percentage(question, _hundredfold(value), found) if found.percent else value
    if not isinstance(value, str):
        template = phrase("Here {expected} is expected; there is a date or time: {found}.")
        raise Invalid(template, expected=expected(question), found=shown(found))
    return _number_text(question, meant(value).strip().replace("\u2212", "-"), found)


def _number_text(question: Question, text: str, found: Found) -> float:
    bare = text.removesuffix(PERCENT).rstrip()
    readings = {float(reading) for reading in _readings(bare)} if len(bare) < LONGEST_SHOWN else set()
    if len(readings) > 1 and question.whole:
        readings = {reading for reading in readings if reading.is_integer()}
    if len(readings) > 1:
        one, other = (number_text(reading) for reading in sorted(readings))
        template = phrase("{found} can mean {one} and {other}: write it without a sign for thousands.")
        raise Invalid(template, found=_short(text), one=one, other=other)
    if not readings:
        raise _other(question, shown(found))
    number = readings.pop()
    return number if bare == text else _percentage(question, number, found)


def _readings(text: str) -> list[str]:
    """The number that is written, as Dutch and as English, in the notation of Python."""
    found = []
    bare = SPACES.sub("", text)
    if DUTCH.fullmatch(text):
        found.append(bare.replace(".", "").replace(",", "."))
    if ENGLISH.fullmatch(text):
        found.append(bare.replace(",", ""))
    return found


def _percentage(question: Question, value: float, found: Found) -> float:
    if question.unit != PERCENT:
        template = phrase("Here {expected} is expected; there is a percentage: {found}.")
        raise Invalid(template, expected=expected(question), found=shown(found))
    return value


def _hundredfold(value: float) -> float:
    """What a cell that is shown as a percentage says: 0.07 is 7, not 7.000000000000001."""
    return float(Decimal(repr(value)) * 100)


def _text(question: Question, found: Found) -> Cell:
    return shown(found)


def _choice(question: Question, found: Found) -> Cell:
    return _key(question, shown(found), found)


def _choices(question: Question, found: Found) -> Cell:
    parts = re.split(rf"[{SEPARATOR}\n]", shown(found))
    return tuple(_key(question, part, found) for part in parts if part.strip())


def _key(question: Question, text: str, found: Found) -> str:
    key = keys_by_text(question.choices).get(" ".join(text.split()).casefold())
    if key is None:
        raise _other(question, shown(found))
    return key


READERS = {
    Shape.NUMBER: _number,
    Shape.TEXT: _text,
    Shape.CHOICE: _choice,
    Shape.CHOICES: _choices,
}


def _other(question: Question, found: str) -> Invalid:
    template = phrase("Here {expected} is expected; it says: {found}.")
    return Invalid(template, expected=expected(question), found=f"‘{_short(found)}’")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
