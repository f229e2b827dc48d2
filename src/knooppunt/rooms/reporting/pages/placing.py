"""Where something is wrong in a questionnaire, as whoever builds it sees it: in words, and where on the page."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from knooppunt.kit.problems import phrase
from knooppunt.rooms.reporting.rules.built import Fields

FIELD = re.compile(r"q(?P<question>\d+)\.(?:c(?P<column>\d+)\.)?(?P<field>\w+)")
RULE = re.compile(r"rule (?P<number>\d+)|r(?P<field>\d+)\.(?:left|sign|right|says)")

NUMBERS = {"low": phrase("At least"), "high": phrase("At most"), "most_rows": phrase("Or at most so many rows")}
"""Fields of a question in which a number is typed, in words."""


def placed(place: str, fields: Fields) -> tuple[str, str]:
    """``place`` in words and what to link to: a field, the key of a question, ``table.column``, a rule; else nothing.

    Fields are named as in :func:`knooppunt.rooms.reporting.rules.built.write_built`.
    """
    whole = {"title": (_("Title"), "b_title"), "introduction": (_("Introduction"), "b_introduction")}
    whole |= {"questions": (_("Questions"), "b_add")}
    if place in whole:
        return whole[place]
    if found := RULE.fullmatch(place):
        number = found["number"] or int(found["field"]) + 1  # a field counts from 0
        return _("Rule {n}").format(n=number), "b_rules"
    if found := FIELD.fullmatch(place):
        told = _of(int(found["question"]), found["column"], fields)
        return f"{told}, {_(NUMBERS[found['field']])}" if found["field"] in NUMBERS else told, f"b_{place}"
    key, _dot, column = place.partition(".")
    number = _numbered("q{}.key", key, fields)
    if number is None:
        return "", ""
    return _of(number, _numbered(f"q{number}.c{{}}.key", column, fields) if column else None, fields), f"b_q{number}"


def _numbered(name: str, key: str, fields: Fields) -> int | None:
    """Which of the fields with this name has this key."""
    numbers = range(len(fields))
    return next(
        (one for one in numbers if fields.get(name.format(one), "").strip() == key and name.format(one) in fields), None
    )


def _of(question: int, column: object, fields: Fields) -> str:
    """The question, and the column of it, as their headings on the page."""
    told = _("Question {n}").format(n=question + 1)
    if title := fields.get(f"q{question}.title"):
        told = f"{told}: {title}"
    return told if column is None else f"{told}, {_('Column {n}').format(n=int(str(column)) + 1)}"
