"""The fields of the builder of a questionnaire: a questionnaire as text fields, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.reporting.rules.entries import number_text
from knooppunt.rooms.reporting.rules.questionnaire import Choice, Consistency, Question, Questionnaire, Shape, Sign

Fields = Mapping[str, str]
W = TypeVar("W", Shape, Sign)
TEXTS = ("key", "title", "help", "unit", "indicator", "stratum")
MOST = 300
"""More questions than this are not read from a form at all."""


def write_built(questionnaire: Questionnaire) -> dict[str, str]:
    """The fields that hold ``questionnaire``: ``q0.title``, ``q0.c1.key``, ``r0.left``, and how many there are."""
    fields = {
        "title": questionnaire.title,
        "introduction": questionnaire.introduction,
        "questions": str(len(questionnaire.questions)),
        "rules": str(len(questionnaire.consistencies)),
    }
    for number, question in enumerate(questionnaire.questions):
        fields |= _written(question, f"q{number}.")
        fields[f"q{number}.columns"] = str(len(question.columns))
        for place, column in enumerate(question.columns):
            fields |= _written(column, f"q{number}.c{place}.")
    for number, rule in enumerate(questionnaire.consistencies):
        told = {"left": rule.left, "sign": rule.sign.value, "right": rule.right, "says": rule.says}
        fields |= {f"r{number}.{name}": text for name, text in told.items()}
    return fields


def read_built(fields: Fields) -> Questionnaire:
    """The questionnaire in ``fields``, right or not; :class:`Invalid` for what is no number, no shape or no text."""
    for name, text in fields.items():
        if "\0" in text:
            raise Invalid(phrase("The text holds signs that cannot be printed."), place=name)
    return Questionnaire(
        title=fields.get("title", "").strip(),
        introduction=fields.get("introduction", "").strip(),
        questions=tuple(_question(fields, f"q{number}.") for number in range(_count(fields, "questions"))),
        consistencies=tuple(_rule(fields, f"r{number}.") for number in range(_count(fields, "rules"))),
    )


def _written(question: Question, at: str) -> dict[str, str]:
    told = {name: getattr(question, name) for name in TEXTS} | {
        "shape": question.shape.value,
        "required": "on" if question.required else "",
        "whole": "on" if question.whole else "",
        "low": "" if question.low is None else number_text(question.low),
        "high": "" if question.high is None else number_text(question.high),
        "choices": "\n".join(f"{choice.key} = {choice.label}" for choice in question.choices),
        "rows": "\n".join(question.rows),
        "most_rows": str(question.most_rows) if question.most_rows else "",
    }
    return {f"{at}{name}": text for name, text in told.items()}


def _question(fields: Fields, at: str) -> Question:
    texts = {name: fields.get(f"{at}{name}", "").strip() for name in TEXTS}
    return Question(
        **texts,
        shape=_word(fields, f"{at}shape", Shape),
        required=bool(fields.get(f"{at}required")),
        whole=bool(fields.get(f"{at}whole")),
        low=_number(fields, f"{at}low"),
        high=_number(fields, f"{at}high"),
        choices=tuple(_choice(line) for line in _lines(fields, f"{at}choices")),
        rows=tuple(_lines(fields, f"{at}rows")),
        most_rows=int(_number(fields, f"{at}most_rows") or 0),
        columns=tuple(_question(fields, f"{at}c{number}.") for number in range(_count(fields, f"{at}columns"))),
    )


def _rule(fields: Fields, at: str) -> Consistency:
    texts = {name: fields.get(f"{at}{name}", "").strip() for name in ("left", "right", "says")}
    return Consistency(sign=_word(fields, f"{at}sign", Sign), **texts)


def _word(fields: Fields, name: str, kind: type[W]) -> W:
    try:
        return kind(fields.get(name, ""))
    except ValueError as unknown:
        raise Invalid(phrase("This step is not understood."), place=name) from unknown


def _count(fields: Fields, name: str) -> int:
    text = fields.get(name, "0")
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or int(text) > MOST:
        raise Invalid(phrase("This step is not understood."), place=name)
    return int(text)


def _number(fields: Fields, name: str) -> float | None:
    typed = fields.get(name, "").strip()
    text = typed.replace(",", ".")
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", text, re.ASCII):
        raise Invalid(phrase("{text} is no number."), place=name, text=typed[:40])
    return float(text)


def _lines(fields: Fields, name: str) -> list[str]:
    return [line.strip() for line in fields.get(name, "").splitlines() if line.strip()]


def _choice(line: str) -> Choice:
    """``calm = Rustig``; of a line without a key the key is made from its text."""
    key, found, label = line.partition("=")
    if found:
        return Choice(key.strip(), label.strip())
    made = re.sub(r"[^a-z0-9]+", "_", line.lower()).strip("_")[:40]
    return Choice(made if made[:1].isalpha() else f"c_{made}"[:40], line)
