"""Whether answers are right: the same rule whichever way they came in."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from knooppunt.kit.problems import phrase
from knooppunt.rooms.reporting.rules.questionnaire import (
    Answers,
    Cell,
    Consistency,
    Question,
    Questionnaire,
    Row,
    Shape,
    Sign,
    Wrong,
)

LONGEST_TEXT = 20_000
HOLDS: Mapping[Sign, Callable[[float, float], bool]] = {
    Sign.AT_MOST: operator.le,
    Sign.LESS: operator.lt,
    Sign.EQUAL: operator.eq,
    Sign.AT_LEAST: operator.ge,
    Sign.MORE: operator.gt,
}


def check_answers(questionnaire: Questionnaire, answers: Answers) -> tuple[Wrong, ...]:
    """What is wrong, in the order of the questions and then of the consistency rules. Nothing wrong: ``()``."""
    known = {question.key for question in questionnaire.questions}
    strange = [Wrong(key, phrase("There is no question {key}."), {"key": key}) for key in answers if key not in known]
    found = [wrong for question in questionnaire.questions for wrong in _answer(question, answers)]
    return (*strange, *found, *_inconsistent(questionnaire.consistencies, answers))


def is_empty(answers: Answers) -> bool:
    """Whether nothing at all was answered."""
    return all(_is_nothing(answer) for answer in answers.values())


def rows_of(answers: Answers, key: str) -> tuple[Row, ...]:
    """The rows of the table ``key``; none when it was not answered or is no table."""
    answer = answers.get(key)
    if not isinstance(answer, tuple):
        return ()
    return tuple(row for row in answer if isinstance(row, Mapping))


def _is_nothing(answer: object) -> bool:
    if isinstance(answer, tuple):
        return all(_is_nothing(part) for part in answer)
    if isinstance(answer, Mapping):
        return all(_is_nothing(cell) for column, cell in answer.items() if column)
    return answer is None or (isinstance(answer, str) and not answer.strip())


def _answer(question: Question, answers: Answers) -> Iterator[Wrong]:
    if question.shape is Shape.TABLE:
        yield from _table(question, answers)
        return
    answer = answers.get(question.key)
    if isinstance(answer, tuple) and any(isinstance(part, Mapping) for part in answer):
        yield Wrong(question.key, phrase("This is no table."))
        return
    yield from _cell(question, answer)  # type: ignore[arg-type]  # rows were answered above


def _table(question: Question, answers: Answers) -> Iterator[Wrong]:
    answer = answers.get(question.key)
    rows = rows_of(answers, question.key)
    if answer is not None and (not isinstance(answer, tuple) or len(rows) < len(answer)):
        yield Wrong(question.key, phrase("This is a table: give rows."))
        return
    if _is_nothing(rows):
        if question.required:
            yield Wrong(question.key, phrase("This is needed."))
        return
    if not question.rows and len(rows) > question.most_rows:
        yield Wrong(question.key, phrase("There are at most {most} rows."), {"most": question.most_rows})
    yield from _names(question, rows)
    for number, row in enumerate(rows):
        yield from _row(question, row, number)
    if any(column.required for column in question.columns):
        there = {row.get("") for row in rows}
        absent = [name for name in question.rows if name not in there]
        yield from (Wrong(question.key, phrase("The row {name} is needed."), {"name": name}) for name in absent)


def _names(question: Question, rows: tuple[Row, ...]) -> Iterator[Wrong]:
    """Fixed rows are there by name, each at most once; other rows have no name."""
    seen: set[object] = set()
    for number, row in enumerate(rows):
        name = row.get("", "")
        if (question.rows and name not in question.rows) or (not question.rows and name):
            yield Wrong(question.key, phrase("There is no row {name} in this table."), {"name": name}, number)
        elif question.rows and name in seen:
            yield Wrong(question.key, phrase("The row {name} is there twice."), {"name": name}, number)
        seen.add(name)


def _row(question: Question, row: Row, number: int) -> Iterator[Wrong]:
    known = {column.key for column in question.columns}
    for key in row:
        if key and key not in known:
            yield Wrong(question.key, phrase("There is no column {key}."), {"key": key}, number, key)
    if _is_nothing(row) and not question.rows:
        return  # an empty row that people left standing says nothing
    for column in question.columns:
        for wrong in _cell(column, row.get(column.key)):
            yield replace(wrong, key=question.key, row=number, column=column.key)


def _cell(question: Question, answer: Cell) -> Iterator[Wrong]:
    if _is_nothing(answer):
        if question.required:
            yield Wrong(question.key, phrase("This is needed."))
        return
    yield from SHAPES[question.shape](question, answer)


def _number(question: Question, answer: Cell) -> Iterator[Wrong]:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not math.isfinite(answer):
        yield Wrong(question.key, phrase("This is no number."))
        return
    if question.whole and answer != int(answer):
        yield Wrong(question.key, phrase("This is a whole number."))
    if question.low is not None and answer < question.low:
        yield Wrong(question.key, phrase("This is at least {low}."), {"low": _plain(question.low)})
    if question.high is not None and answer > question.high:
        yield Wrong(question.key, phrase("This is at most {high}."), {"high": _plain(question.high)})


def _text(question: Question, answer: Cell) -> Iterator[Wrong]:
    if not isinstance(answer, str):
        yield Wrong(question.key, phrase("This is no text."))
        return
    most = LONGEST_TEXT if question.high is None else min(LONGEST_TEXT, int(question.high))
    if len(answer) > most:
        yield Wrong(question.key, phrase("This has at most {most} characters."), {"most": most})
    if question.low is not None and len(answer) < question.low:
        yield Wrong(question.key, phrase("This has at least {least} characters."), {"least": int(question.low)})
    if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in answer):
        yield Wrong(question.key, phrase("The text holds signs that cannot be printed."))


def _choice(question: Question, answer: Cell) -> Iterator[Wrong]:
    yield from _chosen(question, (answer,))


def _choices(question: Question, answer: Cell) -> Iterator[Wrong]:
    if not isinstance(answer, tuple):
        yield Wrong(question.key, phrase("Give a list of choices."))
        return
    if len(set(answer)) < len(answer):
        yield Wrong(question.key, phrase("A choice is given twice."))
    yield from _chosen(question, answer)


def _chosen(question: Question, answers: Iterable[object]) -> Iterator[Wrong]:
    known = {choice.key for choice in question.choices}
    for answer in answers:
        if answer not in known:
            template = phrase("{answer} is not one of the choices: {known}.")
            listed = ", ".join(choice.key for choice in question.choices)
            yield Wrong(question.key, template, {"answer": answer, "known": listed})


SHAPES: Mapping[Shape, Callable[[Question, Cell], Iterator[Wrong]]] = {
    Shape.NUMBER: _number,
    Shape.TEXT: _text,
    Shape.CHOICE: _choice,
    Shape.CHOICES: _choices,
}


def _inconsistent(rules: tuple[Consistency, ...], answers: Answers) -> Iterator[Wrong]:
    for rule in rules:
        says = rule.says.replace("{", "{{").replace("}", "}}")  # people wrote it: it is no template
        (table, dot, left), (_, _, right) = rule.left.partition("."), rule.right.partition(".")
        if not dot:
            if not _fits(rule.sign, answers.get(rule.left), answers.get(rule.right)):
                yield Wrong(rule.left, says)
            continue
        for number, row in enumerate(rows_of(answers, table)):
            if not _fits(rule.sign, row.get(left), row.get(right)):
                yield Wrong(table, says, row=number, column=left)


def _fits(sign: Sign, left: object, right: object) -> bool:
    """Whether two numbers stand as they must; true while one of them is not known or no number."""
    if not _is_number(left) or not _is_number(right):
        return True
    return HOLDS[sign](left, right)  # type: ignore[arg-type]  # both are numbers


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _plain(bound: float) -> str:
    return f"{bound:.15g}"
