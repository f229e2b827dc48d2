"""What is expected in a cell, in words, in the language that is set."""

from __future__ import annotations

from django.utils.translation import gettext as _

from knooppunt.rooms.reporting.exchange.marks import SEPARATOR, shown_choices
from knooppunt.rooms.reporting.rules.entries import number_text
from knooppunt.rooms.reporting.rules.questionnaire import Question, Shape

MOST_NAMED = 12
"""Choices that are named in a sentence."""


def expected(question: Question) -> str:
    """Such as ``a whole number from 0 to 500``."""
    if question.shape is Shape.NUMBER:
        return _number(question)
    if question.shape is Shape.CHOICE:
        return _("one of: {choices}").format(choices=_choices(question))
    if question.shape is Shape.CHOICES:
        template = _("one or more of: {choices}, with {separator} between them")
        return template.format(choices=_choices(question), separator=SEPARATOR)
    if question.high is not None:
        return _("a text of at most {most} characters").format(most=int(question.high))
    return _("a text")


def _number(question: Question) -> str:
    low = None if question.low is None else number_text(question.low)
    high = None if question.high is None else number_text(question.high)
    kind = _("a whole number") if question.whole else _("a number")
    if low is not None and high is not None:
        return _("{kind} from {low} up to and including {high}").format(kind=kind, low=low, high=high)
    if low is not None:
        return _("{kind} of at least {low}").format(kind=kind, low=low)
    if high is not None:
        return _("{kind} of at most {high}").format(kind=kind, high=high)
    return kind


def _choices(question: Question) -> str:
    named = list(shown_choices(question))
    return ", ".join(named[:MOST_NAMED]) + (", …" if len(named) > MOST_NAMED else "")
