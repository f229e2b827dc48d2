"""A questionnaire and answers as JSON: what the database keeps and machines send. A fault names its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from enum import Enum
from typing import Any

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.reporting.rules.questionnaire import (
    Answers,
    Cell,
    Choice,
    Consistency,
    Question,
    Questionnaire,
    Row,
    Shape,
    Sign,
)

Wire = dict[str, Any]


def questionnaire_to_json(questionnaire: Questionnaire) -> Wire:
    """As values that JSON holds. What has its default is left out."""
    return _out(questionnaire)


def questionnaire_from_json(told: object) -> Questionnaire:
    """The questionnaire again; :class:`Invalid` with a place such as ``questions[2].low``."""
    return _in(Questionnaire, told, "")  # type: ignore[no-any-return]  # made by its class


def answers_to_json(answers: Answers) -> Wire:
    """Answers as values that JSON holds."""
    return {key: _plain(answer) for key, answer in answers.items()}


def answers_from_json(told: object) -> Answers:
    """Answers from JSON as far as their form goes; whether they are right is for ``check_answers``."""
    if not isinstance(told, Mapping):
        raise Invalid(phrase("Answers are an object by the key of the question."), place="answers")
    return {str(key): _answer(answer, f"answers.{key}") for key, answer in told.items()}


def _plain(value: object) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return value


def _answer(told: object, place: str) -> Cell | tuple[Row, ...]:
    if not isinstance(told, list):
        return _cell(told, place)
    if told and all(isinstance(part, Mapping) for part in told):
        return tuple(_row(row, f"{place}[{number}]") for number, row in enumerate(told))
    return _texts(told, place)


def _row(told: Mapping[str, object], place: str) -> Row:
    return {
        str(key): _texts(cell, f"{place}.{key}") if isinstance(cell, list) else _cell(cell, f"{place}.{key}")
        for key, cell in told.items()
    }


def _texts(told: Sequence[object], place: str) -> tuple[str, ...]:
    if not all(isinstance(part, str) for part in told):
        raise Invalid(phrase("A list holds keys of choices, or rows of a table."), place=place)
    return tuple(str(part) for part in told)


def _cell(told: object, place: str) -> Cell:
    if told is None or isinstance(told, str):
        return told
    if isinstance(told, int | float) and not isinstance(told, bool):
        return told
    raise Invalid(phrase("An answer is a number, a text, a list or null."), place=place)


def _out(value: Any) -> Wire:
    told = {}
    for one in fields(value):
        content = getattr(value, one.name)
        if one.default is MISSING or content != one.default:
            told[one.name] = _part(content)
    return told


def _part(content: Any) -> Any:
    if isinstance(content, tuple):
        return [_part(part) for part in content]
    if isinstance(content, Enum):
        return content.value
    return _out(content) if isinstance(content, Question | Choice | Consistency) else content


def _in(kind: type, told: object, place: str) -> Any:
    if not isinstance(told, Mapping):
        raise Invalid(phrase("Here an object is expected."), place=place or "questionnaire")
    readers = READERS[kind]
    for key in told:
        if key not in readers:
            raise Invalid(phrase("There is no field {key}."), place=f"{place}{key}", key=key)
    needed = [one.name for one in fields(kind) if one.default is MISSING]
    for name in needed:
        if name not in told:
            raise Invalid(phrase("This is needed."), place=f"{place}{name}")
    return kind(**{key: readers[key](content, f"{place}{key}") for key, content in told.items()})


Reader = Callable[[object, str], Any]


def _of_type(*types: type) -> Reader:
    def read(told: object, place: str) -> Any:
        if not isinstance(told, types) or (isinstance(told, bool) and bool not in types):
            raise Invalid(phrase("This value has the wrong type."), place=place)
        return told

    return read


def _word(kind: type[Shape] | type[Sign]) -> Reader:
    def read(told: object, place: str) -> Any:
        try:
            return kind(str(told))
        except ValueError as unknown:
            template = phrase("{word} is not known here; known are {known}.")
            raise Invalid(template, place=place, word=told, known=", ".join(kind)) from unknown

    return read


def _list_of(kind: type | None) -> Reader:
    def read(told: object, place: str) -> Any:
        if not isinstance(told, list | tuple):
            raise Invalid(phrase("Here a list is expected."), place=place)
        each = _of_type(str) if kind is None else (lambda one, where: _in(kind, one, f"{where}."))
        return tuple(each(one, f"{place}[{number}]") for number, one in enumerate(told))

    return read


_text, _number, _yes = _of_type(str), _of_type(int, float, type(None)), _of_type(bool)
READERS: Mapping[type, Mapping[str, Reader]] = {
    Choice: {"key": _text, "label": _text},
    Consistency: {"left": _text, "sign": _word(Sign), "right": _text, "says": _text},
    Question: {
        **dict.fromkeys(("key", "title", "help", "unit", "indicator", "stratum"), _text),
        "shape": _word(Shape),
        **dict.fromkeys(("required", "whole"), _yes),
        **dict.fromkeys(("low", "high"), _number),
        "most_rows": _of_type(int),
        "choices": _list_of(Choice),
        "columns": _list_of(Question),
        "rows": _list_of(None),
    },
    Questionnaire: {
        "title": _text,
        "introduction": _text,
        "questions": _list_of(Question),
        "consistencies": _list_of(Consistency),
    },
}
