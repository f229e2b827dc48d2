"""Sheets to test with: made by the room, then filled in as people do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from knooppunt.rooms.reporting.exchange.marks import Facts
from knooppunt.rooms.reporting.exchange.reading import SheetRead, read_sheet
from knooppunt.rooms.reporting.exchange.writing import Before, write_sheet
from knooppunt.rooms.reporting.rules.questionnaire import Answers, Questionnaire
from knooppunt.rooms.reporting.tests.asked import ASKED, GOOD

FACTS = Facts(
    "0190-round",
    "Zorg in de regio, ronde 12",
    "0190-fryslan",
    "Veiligheidsregio Fryslân",
    "3",
    date(2026, 3, 3),
    date(2026, 3, 4),
    datetime(2026, 3, 3, 11, tzinfo=UTC),
)
BEFORE = Before(GOOD, datetime(2026, 3, 2, 10, tzinfo=UTC))
QUESTIONS, PLACES, SHIFTS = "Vragen", "Locaties", "Diensten"
BEDS, CAPACITY, ADMITTED, MOOD, NEEDS, REMARK = (f"B{row}" for row in range(7, 13))
"""Where the answers to the single questions stand."""
Edit = Callable[[Any], object]


def sheet(answers: Answers = GOOD, asked: Questionnaire = ASKED) -> bytes:
    """The sheet as it is downloaded."""
    return write_sheet(asked, answers, FACTS, BEFORE)


def edited(edit: Edit, content: bytes | None = None) -> bytes:
    """A sheet that was opened with openpyxl, changed by ``edit`` and saved."""
    book = load_workbook(BytesIO(sheet() if content is None else content))
    edit(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def filled(**cells: object) -> bytes:
    """A sheet with other content in cells of the single questions, such as ``B7=12``."""

    def fill(book: Any) -> None:
        for cell, content in cells.items():
            book[QUESTIONS][cell] = content

    return edited(fill)


def read(content: bytes, asked: Questionnaire = ASKED) -> SheetRead:
    """What is read from a file."""
    return read_sheet(content, asked, FACTS, "opgave.xlsx")


def wrong(content: bytes, asked: Questionnaire = ASKED) -> dict[str, str]:
    """What is wrong in a file: the sentence by its place."""
    return {one.place: one.sentence for one in read(content, asked).wrongs}


def swap_columns(tab: Worksheet, one: int, other: int) -> None:
    """Put two columns in each other's place, all the way down."""
    for row in range(1, tab.max_row + 1):
        left, right = tab.cell(row, one), tab.cell(row, other)
        left.value, right.value = right.value, left.value
