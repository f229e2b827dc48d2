"""What a questionnaire asks. The same values whichever way answers come in: page, sheet, API, or for someone else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Shape(StrEnum):
    """How a question is answered."""

    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    TABLE = "table"


class Sign(StrEnum):
    """How two numbers must stand to each other."""

    AT_MOST = "<="
    LESS = "<"
    EQUAL = "="
    AT_LEAST = ">="
    MORE = ">"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers one may choose: what is stored, and what people read."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or one column of a table (a column is never a table itself).

    ``key``: small letters, digits and underscores, unique in the questionnaire (in its table for a column).
    ``low`` and ``high`` bound a number (both included), or the length of a text. ``indicator`` is the slug that a
    number is about, with ``stratum``; empty when it does not become a figure. ``rows`` are the fixed rows of a table by
    name; without them people add rows, at most ``most_rows``.
    """

    key: str
    title: str
    shape: Shape
    help: str = ""
    required: bool = False
    low: float | None = None
    high: float | None = None
    whole: bool = False
    unit: str = ""
    indicator: str = ""
    stratum: str = ""
    choices: tuple[Choice, ...] = ()
    columns: tuple[Question, ...] = ()
    rows: tuple[str, ...] = ()
    most_rows: int = 0


@dataclass(frozen=True, slots=True)
class Consistency:
    """Two numbers that must fit each other, such as occupied <= capacity: keys of number questions.

    Both in one table: it holds in every row, and the keys are ``table.column``. It says nothing while one is unknown.
    ``says`` is the sentence people read when they do not fit.
    """

    left: str
    sign: Sign
    right: str
    says: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All that is asked in one version of a questionnaire, in order."""

    title: str
    questions: tuple[Question, ...]
    consistencies: tuple[Consistency, ...] = ()
    introduction: str = ""

    def question(self, key: str) -> Question | None:
        """The question called ``key``."""
        return next((question for question in self.questions if question.key == key), None)


Cell = float | str | tuple[str, ...] | None
"""An answer: a number, a text or the key of a choice, keys of choices; ``None`` is "not known", which is not zero."""
Row = Mapping[str, Cell]
"""Cells of a row of a table by column; a fixed row has its name under ``""``."""
Answers = Mapping[str, Cell | tuple[Row, ...]]
"""Answers by the key of the question. A key that is not there was not answered."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that is not right: where, and why.

    ``key`` is the question, ``row`` (from 0) and ``column`` the place in a table. ``template`` is an English sentence
    marked with ``phrase``; ``values`` fill it.
    """

    key: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    row: int | None = None
    column: str = ""


def numbers(questionnaire: Questionnaire) -> Iterator[Question]:
    """The number questions that are not in a table, in order."""
    return (question for question in questionnaire.questions if question.shape is Shape.NUMBER)
