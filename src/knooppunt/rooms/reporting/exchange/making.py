"""What all sheets of one workbook share while it is made: looks, lists, the lines above the headings, the marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from knooppunt.kit.clock import NETHERLANDS
from knooppunt.rooms.reporting.exchange.looks import ALLOWED, LONGEST_CELL, ChoiceLists, Looks, sheet_name
from knooppunt.rooms.reporting.exchange.marks import SEPARATOR, Facts, facts_mark, harmless, shown_choices
from knooppunt.rooms.reporting.rules.questionnaire import Cell, Question

HEAD = 4
"""Lines above the headings of a sheet."""
At = tuple[str, int | None, str]
"""An answer: its question, and its row and column in a table."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What was wrong: the cell of the file that came in, the sentence, and what stood in that cell."""

    place: str
    sentence: str
    stood: str = ""


@dataclass(slots=True)
class Making:
    """A workbook while it is made."""

    book: Any
    looks: Looks
    lists: ChoiceLists
    facts: Facts
    faults: Mapping[At, Fault]
    names: list[str] = field(default_factory=list)

    def sheet(self, title: str) -> Any:
        """Another sheet, locked but for what is filled in, made to be printed."""
        self.names.append(sheet_name(title, self.names))
        made = self.book.add_worksheet(self.names[-1])
        made.protect("", ALLOWED)
        made.set_paper(9)  # A4
        made.set_landscape()
        made.fit_to_pages(1, 0)
        made.set_footer("&L&A&R&P / &N")
        return made

    def top(self, sheet: Any, title: str, explained: str, introduction: str = "") -> list[str]:
        """The lines above the headings, and their texts."""
        facts = self.facts
        last = facts.ends - timedelta(days=1)
        period = day_text(facts.starts) if facts.starts == last else f"{day_text(facts.starts)} – {day_text(last)}"
        about = _("{organisation} · {round} · about {period} · deadline {deadline}").format(
            organisation=facts.organisation_name,
            round=facts.round_name,
            period=period,
            deadline=f"{facts.deadline.astimezone(NETHERLANDS):%d-%m-%Y %H:%M}",
        )
        told = [title, about, explained, " ".join(introduction.split())]
        lines = [harmless(line[:LONGEST_CELL]) for line in told if line]
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line, self.looks("plain" if row else "title"))
        return lines

    def marks(self, sheet: Any, row: int, marks: Sequence[str], above: Sequence[str]) -> None:
        """The hidden row of marks, with the report it is for behind them; what stands above it stays in sight."""
        for column, mark in enumerate([*marks, facts_mark(self.facts, above)]):
            if mark:
                sheet.write_string(row, column, mark, self.looks("quiet"))
        sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column(len(marks), len(marks), None, None, {"hidden": True})
        sheet.freeze_panes(row + 1, 1)
        sheet.repeat_rows(HEAD, row)

    def put(self, sheet: Any, row: int, column: int, question: Question, cell: Cell, at: At) -> None:
        """An answer, or what stood there and was wrong."""
        fault = self.faults.get(at)
        if fault is not None:
            sheet.write_comment(row, column, fault.sentence, {"x_scale": 2, "author": "Knooppunt"})
        stood = fault.stood if fault and cell is None else shown(question, cell)
        write(sheet, row, column, stood, self.looks.answer(question, wrong=fault is not None))


def write(sheet: Any, row: int, column: int, content: float | str | None, look: Any) -> None:
    """A number, a text, or nothing, in its looks."""
    if isinstance(content, int | float):
        sheet.write_number(row, column, content, look)
    elif content:
        sheet.write_string(row, column, harmless(content), look)
    else:
        sheet.write_blank(row, column, None, look)


def shown(question: Question, cell: Cell) -> float | str | None:
    """An answer as it stands in a cell."""
    labels = {key: text for text, key in shown_choices(question).items()}
    if isinstance(cell, tuple):
        return f"{SEPARATOR} ".join(labels.get(key, key) for key in cell)
    return labels.get(cell, cell) if isinstance(cell, str) else cell


def day_text(day: date) -> str:
    """A day as it is written here."""
    return f"{day:%d-%m-%Y}"


def titled(question: Question) -> str:
    """What is asked; needed is said with a star."""
    return f"{question.title} *" if question.required else question.title
