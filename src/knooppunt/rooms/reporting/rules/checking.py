"""Whether a questionnaire can be put to people: what is wrong with it, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.reporting.rules.questionnaire import Consistency, Question, Questionnaire, Shape

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST_TITLE, LONGEST_HELP, MOST_QUESTIONS, MOST_COLUMNS, MOST_CHOICES, MOST_ROWS = 200, 2_000, 200, 30, 60, 10_000


@dataclass(frozen=True, slots=True)
class Measure:
    """What the catalogue says of an indicator: its units in Dutch and English, and how it is counted in time."""

    slug: str
    units: tuple[str, ...]
    temporal: str


Catalogue = Mapping[str, Measure]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in a questionnaire. ``place`` is the key of the question, ``table.column``, or a part of it."""

    place: str
    template: str
    values: Mapping[str, object]


def check_questionnaire(questionnaire: Questionnaire, catalogue: Catalogue) -> None:
    """Raise :class:`Invalid` with the first flaw, if there is one."""
    for flaw in flaws(questionnaire, catalogue):
        raise Invalid(flaw.template, place=flaw.place, **flaw.values)


def flaws(questionnaire: Questionnaire, catalogue: Catalogue) -> Iterator[Flaw]:
    """Everything that is wrong, in the order in which one reads it. Indicators are looked up in ``catalogue``."""
    if not questionnaire.title.strip():
        yield _flaw("title", phrase("Give the questionnaire a title."))
    if len(questionnaire.title) > LONGEST_TITLE:
        yield _flaw("title", phrase("The title is longer than {most} characters."), most=LONGEST_TITLE)
    if not questionnaire.questions:
        yield _flaw("questions", phrase("A questionnaire asks at least one thing."))
    if len(questionnaire.questions) > MOST_QUESTIONS:
        yield _flaw("questions", phrase("A questionnaire has at most {most} questions."), most=MOST_QUESTIONS)
    yield from _twice(questionnaire.questions, "")
    for question in questionnaire.questions:
        yield from _question_flaws(question, question.key, catalogue)
    yield from _counted_twice(questionnaire)
    for number, rule in enumerate(questionnaire.consistencies, start=1):
        yield from _consistency_flaws(questionnaire, rule, f"rule {number}")


def _flaw(place: str, template: str, **values: object) -> Flaw:
    return Flaw(place, template, values)


def _twice(questions: tuple[Question, ...], table: str) -> Iterator[Flaw]:
    seen: set[str] = set()
    for question in questions:
        place = f"{table}{question.key}"
        if not KEY.fullmatch(question.key):
            template = phrase("A key is small letters, digits and underscores, and begins with a letter: not {key}.")
            yield _flaw(place, template, key=question.key or "–")
        if question.key in seen:
            yield _flaw(place, phrase("The key {key} is used twice."), key=question.key)
        seen.add(question.key)


def _question_flaws(question: Question, place: str, catalogue: Catalogue) -> Iterator[Flaw]:
    if not question.title.strip():
        yield _flaw(place, phrase("This question has no text."))
    if len(question.title) > LONGEST_TITLE or len(question.help) > LONGEST_HELP:
        template = phrase("A question has at most {title} characters, its help at most {help}.")
        yield _flaw(place, template, title=LONGEST_TITLE, help=LONGEST_HELP)
    yield from _bound_flaws(question, place)
    yield from _choice_flaws(question, place)
    yield from _figure_flaws(question, place, catalogue)
    yield from _table_flaws(question, place, catalogue)


def _bound_flaws(question: Question, place: str) -> Iterator[Flaw]:
    low, high = question.low, question.high
    if (low is not None or high is not None) and question.shape not in (Shape.NUMBER, Shape.TEXT):
        yield _flaw(place, phrase("Only a number and a text have bounds."))
    if low is not None and high is not None and low > high:
        yield _flaw(place, phrase("The lowest value {low} is above the highest {high}."), low=low, high=high)
    if question.shape is Shape.TEXT and any(bound is not None and bound < 0 for bound in (low, high)):
        yield _flaw(place, phrase("The length of a text is not negative."))
    if question.whole and question.shape is not Shape.NUMBER:
        yield _flaw(place, phrase("Only a number can be asked to be whole."))


def _choice_flaws(question: Question, place: str) -> Iterator[Flaw]:
    if question.shape not in (Shape.CHOICE, Shape.CHOICES):
        if question.choices:
            yield _flaw(place, phrase("Only a question with choices has choices."))
        return
    keys = [choice.key for choice in question.choices]
    if len(keys) < 2 or len(keys) > MOST_CHOICES:
        yield _flaw(place, phrase("Give between 2 and {most} choices."), most=MOST_CHOICES)
    if len(set(keys)) < len(keys):
        yield _flaw(place, phrase("Two choices have the same key."))
    if any(not KEY.fullmatch(choice.key) or not choice.label.strip() for choice in question.choices):
        yield _flaw(place, phrase("Each choice has a key of small letters, digits and underscores, and a text."))


def _figure_flaws(question: Question, place: str, catalogue: Catalogue) -> Iterator[Flaw]:
    if not question.indicator:
        if question.stratum:
            yield _flaw(place, phrase("A stratum belongs to an indicator; there is none here."))
        return
    if question.shape is not Shape.NUMBER:
        yield _flaw(place, phrase("Only a number becomes a figure; this is no number."))
        return
    measure = catalogue.get(question.indicator)
    if measure is None:
        yield _flaw(place, phrase("There is no indicator {indicator}."), indicator=question.indicator)
        return
    if measure.temporal == "survey":
        template = phrase("{indicator} is estimated from a sample; a region cannot count it.")
        yield _flaw(place, template, indicator=question.indicator)
    if question.unit not in measure.units:
        template = phrase("{indicator} is counted in {right}, not in {unit}: a figure of another kind.")
        right = " / ".join(unit for unit in dict.fromkeys(measure.units) if unit) or "–"
        yield _flaw(place, template, indicator=question.indicator, right=right, unit=question.unit or "–")


def _table_flaws(question: Question, place: str, catalogue: Catalogue) -> Iterator[Flaw]:
    if question.shape is not Shape.TABLE:
        if question.columns or question.rows or question.most_rows:
            yield _flaw(place, phrase("Only a table has columns and rows."))
        return
    if not 1 <= len(question.columns) <= MOST_COLUMNS:
        yield _flaw(place, phrase("A table has between 1 and {most} columns."), most=MOST_COLUMNS)
    if bool(question.rows) == bool(question.most_rows) or not 0 <= question.most_rows <= MOST_ROWS:
        template = phrase("A table has either fixed rows, or a largest number of rows (1 to {most}).")
        yield _flaw(place, template, most=MOST_ROWS)
    if len(set(question.rows)) < len(question.rows) or not all(row.strip() for row in question.rows):
        yield _flaw(place, phrase("The rows of a table have different names."))
    yield from _column_flaws(question, place, catalogue)


def _column_flaws(question: Question, place: str, catalogue: Catalogue) -> Iterator[Flaw]:
    yield from _twice(question.columns, f"{place}.")
    for column in question.columns:
        where = f"{place}.{column.key}"
        if column.shape is Shape.TABLE:
            yield _flaw(where, phrase("A table does not stand in a table."))
        elif column.indicator:
            yield _flaw(where, phrase("A number in a table does not become a figure; ask it as a question of its own."))
        else:
            yield from _question_flaws(column, where, catalogue)


def _counted_twice(questionnaire: Questionnaire) -> Iterator[Flaw]:
    seen: set[tuple[str, str]] = set()
    for question in questionnaire.questions:
        figure = (question.indicator, question.stratum)
        if question.indicator and figure in seen:
            yield _flaw(question.key, phrase("Another question is about {indicator} too."), indicator=figure[0])
        seen.add(figure)


def _consistency_flaws(questionnaire: Questionnaire, rule: Consistency, place: str) -> Iterator[Flaw]:
    if not rule.says.strip():
        yield _flaw(place, phrase("Say in a sentence what is wrong when the two do not fit."))
    for key in (rule.left, rule.right):
        if _number_at(questionnaire, key) is None:
            yield _flaw(place, phrase("There is no number question {key}."), key=key or "–")
    if rule.left == rule.right:
        yield _flaw(place, phrase("A number is not held against itself."))
    tables = {key.partition(".")[0] if "." in key else "" for key in (rule.left, rule.right)}
    if len(tables) > 1:
        yield _flaw(place, phrase("Two numbers that must fit stand in the same table, or both in none."))


def _number_at(questionnaire: Questionnaire, key: str) -> Question | None:
    head, dot, tail = key.partition(".")
    question = questionnaire.question(head)
    if dot and question is not None:
        question = next((column for column in question.columns if column.key == tail), None)
    return question if question is not None and question.shape is Shape.NUMBER else None
