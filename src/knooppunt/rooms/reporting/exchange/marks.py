"""How a sheet says what its cells are, wherever people move them: a hidden row of marks, and the key of each row.

Marks stand under the headings of their sheet; all that stands below them is answers. ``kp:facts:{…}`` says which report
it is, ``kp:key`` and ``kp:answer`` are the columns of the single questions, ``kp:places.used`` is a column of a table,
and ``kp:shifts.`` that of the names of its fixed rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zlib import crc32

from knooppunt.rooms.reporting.rules.questionnaire import Choice, Question

FACTS, KEY, ANSWER = "kp:facts:", "kp:key", "kp:answer"
PROPERTY = "knooppunt."
SEPARATOR = ";"
CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
RISKY = re.compile(r"'*(?: *[=+\-@\t\r\n]|kp:)")
"""What a spreadsheet may take for a formula, or the reader for a mark; with apostrophes before it or not."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Which report a sheet is for. ``version`` is that of the questionnaire.

    It is about the days from ``starts`` until just before ``ends``.
    """

    round: str
    round_name: str
    organisation: str
    organisation_name: str
    version: str
    starts: date
    ends: date
    deadline: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """What a sheet says of itself. ``above``: fingerprints of the headings over the marks."""

    told: Mapping[str, str]
    above: frozenset[int] = frozenset()


def identity(facts: Facts) -> dict[str, str]:
    """What a sheet carries of its report."""
    names = ("round", "round_name", "organisation", "organisation_name", "version")
    return {name: getattr(facts, name) for name in names}


def facts_mark(facts: Facts, headings: Iterable[str]) -> str:
    """The mark of a sheet that has these texts above its marks."""
    told = {**identity(facts), "above": sorted({fingerprint(text) for text in headings})}
    return FACTS + json.dumps(told, ensure_ascii=False)


def origin(mark: str) -> Origin | None:
    """What a facts mark says; None when it cannot be understood."""
    try:
        told = json.loads(mark.removeprefix(FACTS))
        above = frozenset(int(one) for one in told.pop("above", ()))
        return Origin({str(name): str(value) for name, value in told.items()}, above)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def fingerprint(text: str) -> int:
    """A number by which a heading is known again."""
    return crc32(text.strip().encode())


def column_mark(table: str, column: str = "") -> str:
    """The mark of a column of a table; without a column that of the names of its rows."""
    return f"kp:{table}.{column}"


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula, also after it was saved as CSV."""
    return f"'{text}" if RISKY.match(text) else text


def meant(text: str) -> str:
    """The text that :func:`harmless` was given."""
    return text[1:] if text.startswith("'") and RISKY.match(text) else text


def shown_choices(question: Question) -> Mapping[str, str]:
    """The key of each choice by the text that stands for it in a sheet, no two alike."""
    return _shown_choices(question.choices)


@lru_cache(maxsize=512)
def _shown_choices(choices: tuple[Choice, ...]) -> Mapping[str, str]:
    shown: dict[str, str] = {}
    for choice in choices:
        label = " ".join(choice.label.replace(SEPARATOR, ",").split())
        likely = (label, f"{label} [{choice.key}]", choice.key, f"[{choice.key}]")
        taken = {text.casefold() for text in shown}
        shown[next(text for text in likely if text.casefold() not in taken)] = choice.key
    return shown


@lru_cache(maxsize=512)
def keys_by_text(choices: tuple[Choice, ...]) -> Mapping[str, str]:
    """The key of each choice by what people may write for it, in small letters: its text, or the key itself."""
    shown = _shown_choices(choices)
    return {key: key for key in shown.values()} | {text.casefold(): key for text, key in shown.items()}


def place(sheet: str, row: int, column: int) -> str:
    """``Blad!C14`` of a row and column that are counted from 0."""
    return f"{sheet}!{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """The letters of a column that is counted from 0."""
    text, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        text = chr(65 + rest) + text
    return text


def position(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of ``C14``; :class:`ValueError` for what is no cell."""
    found = CELL.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
