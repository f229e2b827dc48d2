"""What people type into the form of a report, as answers: names of fields, and numbers as they are written in Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from knooppunt.kit.problems import phrase
from knooppunt.rooms.reporting.rules.answering import rows_of
from knooppunt.rooms.reporting.rules.questionnaire import Answers, Cell, Question, Questionnaire, Row, Shape, Wrong

Entries = Mapping[str, Sequence[str]]
"""The fields of a form by name, as a browser sends them."""

NUMBER = re.compile(r"[-−]?\d{1,15}(,\d{1,9})?", re.ASCII)
SPARE_ROWS, MOST_SHOWN = 3, 500


def field(question: str, row: int | None = None, column: str = "") -> str:
    """The name of a field: ``q.beds``, or ``q.places.0.free`` in a table."""
    return f"q.{question}" if row is None else f"q.{question}.{row}.{column}"


def read_entries(questionnaire: Questionnaire, entries: Entries) -> tuple[Answers, tuple[Wrong, ...]]:
    """The answers, and what cannot be read as one. A field that is left empty is not known."""
    answers: dict[str, Cell | tuple[Row, ...]] = {}
    wrongs: list[Wrong] = []
    for question in questionnaire.questions:
        if question.shape is Shape.TABLE:
            answers[question.key] = tuple(_rows(question, entries, wrongs))
        else:
            answers[question.key] = _cell(question, entries.get(field(question.key), ()), wrongs, None, "")
    return answers, tuple(wrongs)


def unkept(entries: Entries) -> tuple[Wrong, ...]:
    """The fields with a sign that a database does not keep, however right or wrong what is typed is otherwise."""
    return tuple(_wrong_at(name) for name, values in entries.items() if any("\0" in text for text in (name, *values)))


def _wrong_at(name: str) -> Wrong:
    template = phrase("The text holds signs that cannot be printed.")
    match name.split("."):
        case [_, key, row, column] if row.isascii() and row.isdigit():
            return Wrong(key, template, row=int(row), column=column)
        case [_, key, *_]:
            return Wrong(key, template)
    return Wrong(name, template)


def write_entries(questionnaire: Questionnaire, answers: Answers) -> dict[str, list[str]]:
    """The fields of a form that holds ``answers``."""
    entries: dict[str, list[str]] = {}
    for question in questionnaire.questions:
        if question.shape is not Shape.TABLE:
            entries[field(question.key)] = _texts(answers.get(question.key))
            continue
        for number, row in enumerate(_in_place(question, rows_of(answers, question.key))):
            for column in question.columns:
                entries[field(question.key, number, column.key)] = _texts(row.get(column.key))
    return entries


def rows_shown(question: Question, entries: Entries) -> int:
    """How many rows the form of a table has: all fixed ones, or those that are filled and some to spare."""
    if question.rows:
        return len(question.rows)
    return min(question.most_rows, MOST_SHOWN, _filled(question, entries) + SPARE_ROWS)


def number_text(value: float) -> str:
    """A number as one types it here: a comma for decimals, nothing for thousands."""
    whole = f"{Decimal(repr(value)):f}"
    return (whole.rstrip("0").rstrip(".") if "." in whole else whole).replace(".", ",")


def _in_place(question: Question, rows: tuple[Row, ...]) -> Iterable[Row]:
    if not question.rows:
        return rows
    named = {row.get(""): row for row in rows}
    return [named.get(name, {}) for name in question.rows]


def _filled(question: Question, entries: Entries) -> int:
    """One more than the number of the last row in which something stands."""
    pattern = re.compile(rf"q\.{re.escape(question.key)}\.(\d{{1,5}})\.")
    found = (pattern.match(name) for name, values in entries.items() if any(value.strip() for value in values))
    return max((int(match[1]) + 1 for match in found if match), default=0)


def _rows(question: Question, entries: Entries, wrongs: list[Wrong]) -> Iterable[Row]:
    count = len(question.rows) or min(question.most_rows + 1, _filled(question, entries))
    for number in range(count):
        row: dict[str, Cell] = {"": question.rows[number]} if question.rows else {}
        for column in question.columns:
            values = entries.get(field(question.key, number, column.key), ())
            row[column.key] = _cell(column, values, wrongs, number, question.key)
        yield row


def _cell(question: Question, values: Sequence[str], wrongs: list[Wrong], row: int | None, table: str) -> Cell:
    given = tuple(value.strip() for value in values if value.strip())
    if question.shape is Shape.CHOICES:
        return given or None
    if not given:
        return None
    text = given[0].replace("\r\n", "\n")
    if question.shape is not Shape.NUMBER:
        return text
    if not NUMBER.fullmatch(text):
        template = phrase("{text} is no number: write digits, with a comma for decimals and no dots.")
        place = (table, row, question.key) if table else (question.key, None, "")
        wrongs.append(Wrong(place[0], template, {"text": text[:40]}, place[1], place[2]))
        return None
    return float(text.replace(",", ".").replace("−", "-"))


def _texts(cell: object) -> list[str]:
    if cell is None:
        return []
    if isinstance(cell, tuple):
        return [str(part) for part in cell]
    return [number_text(cell) if isinstance(cell, int | float) else str(cell)]
