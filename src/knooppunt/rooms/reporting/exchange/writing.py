"""The sheet of a report, prefilled: single questions on the first sheet, each table on a sheet of its own. In Dutch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from knooppunt.kit.clock import NETHERLANDS
from knooppunt.rooms.reporting.exchange.looks import ChoiceLists, Looks, rule
from knooppunt.rooms.reporting.exchange.making import HEAD, At, Fault, Making, day_text, shown, titled, write
from knooppunt.rooms.reporting.exchange.marks import ANSWER, KEY, PROPERTY, Facts, column_mark, harmless, identity
from knooppunt.rooms.reporting.exchange.wording import expected
from knooppunt.rooms.reporting.rules.answering import rows_of
from knooppunt.rooms.reporting.rules.questionnaire import Answers, Question, Questionnaire, Row, Shape

LANGUAGE = "nl"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NO_ROW: Row = {}
SPARE_ROWS = 20
"""Lines that are drawn empty under a table; more may be filled in."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was reported last, and when (aware)."""

    answers: Answers
    at: datetime


def write_sheet(
    questionnaire: Questionnaire,
    answers: Answers,
    facts: Facts,
    before: Before | None = None,
    faults: Mapping[At, Fault] | None = None,
    others: Sequence[Fault] = (),
) -> bytes:
    """The xlsx file. ``before``: the last report, shown beside each question. Numbers have 15 digits, as in Excel.

    ``faults`` marks what was wrong, where it stands; ``others`` is what was wrong in no cell of this file. All of it is
    listed on a sheet of its own, which is not read back.
    """
    buffer = BytesIO()
    with translation.override(LANGUAGE), xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": questionnaire.title, "subject": facts.round_name, "author": "Knooppunt"})
        for name, told in identity(facts).items():
            book.set_custom_property(f"{PROPERTY}{name}", told[:255], "text")
        making = Making(book, Looks(book), ChoiceLists(book), facts, faults or {})
        _questions(making, questionnaire, answers, before)
        for question in questionnaire.questions:
            if question.shape is Shape.TABLE:
                _table(making, question, answers, before)
        if making.faults or others:
            _faults(making, [*making.faults.values(), *others])
        making.lists.write()
    return buffer.getvalue()


def _questions(making: Making, questionnaire: Questionnaire, answers: Answers, before: Before | None) -> None:
    sheet = making.sheet(_("Questions"))
    explained = _("Fill in the yellow cells; * is needed. Leave empty what you do not know: empty is not zero.")
    above = making.top(sheet, questionnaire.title, explained, questionnaire.introduction)
    heads = [_("Question"), _("Answer"), _("Unit"), _("Expected"), _("Reported last"), _("On"), _("Key")]
    for column, (head, width) in enumerate(zip(heads, (48, 24, 12, 44, 24, 12, 10), strict=True)):
        sheet.set_column(column, column, width, None, {"hidden": column == len(heads) - 1})
        sheet.write_string(HEAD, column, head, making.looks("heading"))
    making.marks(sheet, HEAD + 1, ["", ANSWER, "", "", "", "", KEY], [*above, *heads])
    single = [question for question in questionnaire.questions if question.shape is not Shape.TABLE]
    for row, question in enumerate(single, start=HEAD + 2):
        _question(making, sheet, row, question, answers, before)


def _question(
    making: Making, sheet: Any, row: int, question: Question, answers: Answers, before: Before | None
) -> None:
    cell: Any = answers.get(question.key)
    last: Any = before.answers.get(question.key) if before else None
    explained = "\n".join(filter(None, (question.help, expected(question))))
    sheet.write_string(row, 0, harmless(titled(question)), making.looks("label"))
    making.put(sheet, row, 1, question, cell, (question.key, None, ""))
    write(sheet, row, 2, question.unit, making.looks("label"))
    write(sheet, row, 3, explained, making.looks("quiet"))
    write(sheet, row, 4, shown(question, last), making.looks("label"))
    write(sheet, row, 5, _day_of(before) if last is not None else "", making.looks("label"))
    sheet.write_string(row, 6, question.key, making.looks("quiet"))
    checked = rule(question, making.lists)
    if checked:
        sheet.data_validation(row, 1, row, 1, checked)


def _table(making: Making, table: Question, answers: Answers, before: Before | None) -> None:
    sheet = making.sheet(table.title)
    more = _("There are at most {most} rows.").format(most=table.most_rows) if table.most_rows else ""
    when = _("Reported last: {day}.").format(day=_day_of(before)) if before else ""
    above = making.top(sheet, table.title, " ".join(filter(None, (table.help, more, when))))
    columns = [*([Question("", _("Row"), Shape.TEXT)] if table.rows else []), *table.columns]
    rows = _rows(table, answers)
    for number, column in enumerate(columns):
        above += _column(making, sheet, number, column, max(table.most_rows, len(rows)))
    making.marks(sheet, HEAD + 2, [column_mark(table.key, column.key) for column in columns], above)
    for line, (number, row) in enumerate(rows, start=HEAD + 3):
        for place, column in enumerate(columns):
            cell: Any = row.get(column.key)
            if column.key:
                making.put(sheet, line, place, column, cell, (table.key, number, column.key))
            else:
                write(sheet, line, place, cell, making.looks("label"))


def _rows(table: Question, answers: Answers) -> list[tuple[int, Row]]:
    """The rows that are drawn, with their number in the answers: all fixed ones, or what is filled in and some more."""
    rows = list(enumerate(rows_of(answers, table.key)))
    if table.rows:
        named = {row.get(""): (number, row) for number, row in reversed(rows)}
        fixed = (named.get(name, (-1, NO_ROW)) for name in table.rows)
        return [(number, {**row, "": name}) for name, (number, row) in zip(table.rows, fixed, strict=True)]
    spare = max(0, min(SPARE_ROWS, table.most_rows - len(rows)))
    return [*rows, *((number, {}) for number in range(len(rows), len(rows) + spare))]


def _column(making: Making, sheet: Any, number: int, column: Question, height: int) -> list[str]:
    """The headings of a column, its looks to the end of the sheet, and its rule."""
    unit = f" ({column.unit})" if column.unit else ""
    explained = ""
    if column.key:
        explained = "\n".join(filter(None, (column.help, expected(column))))
        checked = rule(column, making.lists)
        if checked:
            sheet.data_validation(HEAD + 3, number, HEAD + 2 + height, number, checked)
    free = making.looks("free", *(["text"] if column.shape is not Shape.NUMBER else []))
    sheet.set_column(number, number, 28, free if column.key else None)
    headings = [harmless(titled(column) + unit), harmless(explained)]
    for row, (text, look) in enumerate(zip(headings, ("heading", "quiet"), strict=True), start=HEAD):
        sheet.write_string(row, number, text, making.looks(look))
    return headings


def _faults(making: Making, faults: Sequence[Fault]) -> None:
    sheet = making.sheet(_("What is wrong"))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 110)
    for column, head in enumerate((_("Cell in the file you uploaded"), _("What is wrong"))):
        sheet.write_string(0, column, head, making.looks("heading"))
    for row, fault in enumerate(faults, start=1):
        write(sheet, row, 0, fault.place, making.looks("label"))
        write(sheet, row, 1, fault.sentence, making.looks("label"))


def _day_of(before: Before | None) -> str:
    return day_text(before.at.astimezone(NETHERLANDS)) if before else ""
