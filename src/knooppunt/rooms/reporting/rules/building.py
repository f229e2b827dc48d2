"""Changing a questionnaire a step at a time, as its builder does: add, remove and move questions, columns and rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.reporting.rules.questionnaire import Consistency, Question, Questionnaire, Shape, Sign

T = TypeVar("T")


def apply(questionnaire: Questionnaire, step: str) -> Questionnaire:
    """The questionnaire after ``step``; :class:`Invalid` when there is no such step.

    Steps are ``add``, ``remove``, ``up`` and ``down`` with a place: ``question`` (2), ``column`` (2.0) or ``rule`` (1),
    such as ``up question 2``; a question or column is added with its shape: ``add question number``.
    """
    verb, kind, where = [*step.split(" ", 2), "", "", ""][:3]
    try:
        return STEPS[kind](questionnaire, verb, where)
    except (KeyError, ValueError, IndexError) as wrong:
        raise Invalid(phrase("This step is not understood."), place="step") from wrong


def _questions(questionnaire: Questionnaire, verb: str, where: str) -> Questionnaire:
    if verb == "add":
        fresh = _fresh(where, questionnaire.questions)
        return replace(questionnaire, questions=(*questionnaire.questions, fresh))
    return replace(questionnaire, questions=_shifted(questionnaire.questions, verb, int(where)))


def _columns(questionnaire: Questionnaire, verb: str, where: str) -> Questionnaire:
    place, _, rest = where.partition(".")
    number = _within(questionnaire.questions, int(place))
    table = questionnaire.questions[number]
    if verb == "add":
        columns: tuple[Question, ...] = (*table.columns, _fresh(rest, table.columns))
    else:
        columns = _shifted(table.columns, verb, int(rest))
    changed = replace(table, columns=columns)
    return replace(questionnaire, questions=_with(questionnaire.questions, number, changed))


def _rules(questionnaire: Questionnaire, verb: str, where: str) -> Questionnaire:
    if verb == "add":
        fresh = Consistency("", Sign.AT_MOST, "", "")
        return replace(questionnaire, consistencies=(*questionnaire.consistencies, fresh))
    return replace(questionnaire, consistencies=_shifted(questionnaire.consistencies, verb, int(where)))


STEPS = {"question": _questions, "column": _columns, "rule": _rules}


def _fresh(shape: str, present: tuple[Question, ...]) -> Question:
    """A new question with a key that nothing has yet."""
    taken = {question.key for question in present}
    number = next(one for one in range(1, len(present) + 2) if f"q{one}" not in taken)
    kind = Shape(shape)
    return Question(f"q{number}", "", kind, most_rows=20 if kind is Shape.TABLE else 0)


def _within(items: tuple[T, ...], number: int) -> int:
    if not 0 <= number < len(items):
        raise IndexError(number)
    return number


def _with(items: tuple[T, ...], number: int, item: T) -> tuple[T, ...]:
    return (*items[:number], item, *items[number + 1 :])


def _shifted(items: tuple[T, ...], verb: str, number: int) -> tuple[T, ...]:
    """Without item ``number``, or with it one place up or down; at the end it stays where it is."""
    _within(items, number)
    rest = [*items[:number], *items[number + 1 :]]
    if verb == "remove":
        return tuple(rest)
    places = {"up": max(0, number - 1), "down": min(len(rest), number + 1)}
    rest.insert(places[verb], items[number])
    return tuple(rest)
