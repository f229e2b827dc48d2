"""What differs between two sets of answers, question by question, and the figures a report gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knooppunt.rooms.reporting.rules.answering import rows_of
from knooppunt.rooms.reporting.rules.checking import Catalogue
from knooppunt.rooms.reporting.rules.questionnaire import Answers, Cell, Question, Questionnaire, Row, Shape, numbers

PERIODIC = ("flow", "measure")
"""Kinds of indicator that are counted over a period; the others are counted at a moment: its last day."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that is not the same. ``row`` and ``column`` as in ``Wrong``."""

    question: Question
    before: Cell
    after: Cell
    row: int | None = None
    column: Question | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A number of a report as a figure: from ``starts`` until just before ``ends``. None is "not known"."""

    indicator: str
    stratum: str
    starts: date
    ends: date
    value: float | None


def differences(questionnaire: Questionnaire, before: Answers, after: Answers) -> tuple[Difference, ...]:
    """Every answer that differs, in the order of the questions. Not answered and "not known" are the same."""
    return tuple(one for question in questionnaire.questions for one in _differences(question, before, after))


def counts(questionnaire: Questionnaire, answers: Answers, period: tuple[date, date], known: Catalogue) -> list[Count]:
    """The numbers that become figures. A number that was not given is there as not known."""
    found = []
    for question in numbers(questionnaire):
        if not question.indicator:
            continue
        starts, ends = period
        if known[question.indicator].temporal not in PERIODIC:
            starts = ends - timedelta(days=1)
        value = answers.get(question.key)
        told = float(value) if isinstance(value, int | float) else None
        found.append(Count(question.indicator, question.stratum, starts, ends, told))
    return found


def _differences(question: Question, before: Answers, after: Answers) -> Iterator[Difference]:
    if question.shape is not Shape.TABLE:
        old, new = before.get(question.key), after.get(question.key)
        if _known(old) != _known(new):
            yield Difference(question, old, new)  # type: ignore[arg-type]  # rows belong to tables
        return
    olds, news = _placed(question, before), _placed(question, after)
    for number in range(max(len(olds), len(news))):
        old_row, new_row = _at(olds, number), _at(news, number)
        for column in question.columns:
            old, new = old_row.get(column.key), new_row.get(column.key)
            if _known(old) != _known(new):
                yield Difference(question, old, new, number, column)


def _placed(question: Question, answers: Answers) -> list[Row]:
    """Rows in the order of the questionnaire: fixed ones by their name, others as they came."""
    rows = rows_of(answers, question.key)
    if not question.rows:
        return list(rows)
    named = {row.get(""): row for row in rows}
    return [named.get(name, {}) for name in question.rows]


def _at(rows: list[Row], number: int) -> Row:
    return rows[number] if number < len(rows) else {}


def _known(value: object) -> object:
    return None if value in ("", ()) else value
