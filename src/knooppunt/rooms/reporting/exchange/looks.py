"""How the cells of the sheet look, and what a spreadsheet itself lets people fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from knooppunt.rooms.reporting.exchange.marks import harmless, letters, shown_choices
from knooppunt.rooms.reporting.exchange.wording import expected
from knooppunt.rooms.reporting.rules.questionnaire import Question, Shape

LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "plain": {"text_wrap": False},
    "quiet": {"font_color": "#595959", "text_wrap": True, "valign": "top", "font_size": 9},
    "heading": {"bold": True, "bg_color": "#E5EAF0", "border": 1, "text_wrap": True, "valign": "top"},
    "label": {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFC7D1"},
    "answer": {"locked": False, "bg_color": "#FFFBE6", "border": 1, "border_color": "#8A94A3", "valign": "top"},
    "free": {"locked": False},
    "text": {"text_wrap": True, "num_format": "@"},
    "wrong": {"bg_color": "#F9D5D3", "border": 2, "border_color": "#B3261E"},
}
ALLOWED = {
    "insert_rows": True,
    "delete_rows": True,
    "insert_columns": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
}
"""What people may do in a sheet whose labels are locked. There is no password: locks are against slips of the hand."""
LONGEST_PROMPT, LONGEST_CELL, CHOICES_SHEET = 255, 32_767, "Keuzes"
SIGNS = {(True, True): "between", (True, False): ">=", (False, True): "<="}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Any] = {}

    def __call__(self, *names: str) -> Any:
        """The looks of these names, the later over the earlier."""
        if names not in self._made:
            self._made[names] = self._book.add_format(
                {key: value for one in names for key, value in LOOKS[one].items()}
            )
        return self._made[names]

    def answer(self, question: Question, *, wrong: bool = False) -> Any:
        """The looks of a cell that people fill in."""
        names = ["answer", *(["text"] if question.shape is not Shape.NUMBER else []), *(["wrong"] if wrong else [])]
        return self(*names)


class ChoiceLists:
    """The lists one chooses from, on a hidden sheet: a list in the rule of a cell has room for 255 signs only."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._lists: list[list[str]] = []

    def source(self, question: Question) -> str:
        """The cells in which the choices of ``question`` will stand."""
        column = letters(len(self._lists))
        self._lists.append(list(shown_choices(question)))
        return f"={CHOICES_SHEET}!${column}$1:${column}${len(self._lists[-1])}"

    def write(self) -> None:
        """Add the sheet, as the last one; none when there is nothing to choose."""
        if not self._lists:
            return
        sheet = self._book.add_worksheet(CHOICES_SHEET)
        sheet.hide()
        for column, shown in enumerate(self._lists):
            for row, text in enumerate(shown):
                sheet.write_string(row, column, harmless(text))


def rule(question: Question, lists: ChoiceLists) -> dict[str, Any] | None:
    """What a spreadsheet refuses while one types; None when it takes anything."""
    made = _bounds(question)
    if question.shape is Shape.CHOICE:
        made = {"validate": "list", "source": lists.source(question)}
    if not made:
        return None
    told = expected(question)[:LONGEST_PROMPT]
    return {**made, "error_title": _("Not right"), "error_message": told, "input_message": told}


def _bounds(question: Question) -> dict[str, Any]:
    kinds = {Shape.NUMBER: "integer" if question.whole else "decimal", Shape.TEXT: "length"}
    if question.shape not in kinds:
        return {}
    low, high = question.low, question.high
    if low is None and high is None:
        if question.shape is not Shape.NUMBER:
            return {}
        low, high = -1e15, 1e15
    sign = SIGNS[low is not None, high is not None]
    told: dict[str, Any] = {"validate": kinds[question.shape], "criteria": sign}
    if sign == "between":
        return {**told, "minimum": _plain(low), "maximum": _plain(high)}
    return {**told, "value": _plain(low if high is None else high)}


def _plain(bound: float | None) -> float | int:
    assert bound is not None
    return int(bound) if bound == int(bound) else bound


def sheet_name(title: str, taken: Sequence[str]) -> str:
    """A name that a sheet may have, unlike those that are taken."""
    plain = "".join(sign for sign in title if sign.isprintable() and sign not in "[]:*?/\\'!").strip()[:26] or _(
        "Table"
    )
    known = {name.casefold() for name in taken} | {CHOICES_SHEET.casefold(), "history"}
    numbered = (plain if number == 1 else f"{plain} ({number})" for number in range(1, len(known) + 2))
    return next(name for name in numbered if name.casefold() not in known)
