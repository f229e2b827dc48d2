"""Tables as files to take along: CSV and xlsx that a spreadsheet opens without running anything in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
KNOWN_AT = "known_at"
"""The last column: the moment as known at which the table was made, on every row, so that no row goes without."""
WIDEST, WIDTH = 50, 16


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a ``name`` for files. ``columns`` are names for machines, the same in every language.

    ``title`` and ``facts`` (what it was narrowed down to, in words) are for people.
    """

    name: str
    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    facts: Sequence[tuple[str, str]] = ()


def safe(cell: Any) -> Any:
    """``cell`` as text that no spreadsheet takes for a formula; numbers stay numbers, None becomes an empty cell.

    Moments are written in UTC, days as 2020-09-15.
    """
    if cell is None or (isinstance(cell, int | float) and not isinstance(cell, bool)):
        return cell
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(str(cell))


def harmless(text: str) -> str:
    """``text`` with an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def csv_lines(table: Table, known: datetime) -> Iterator[str]:
    """The lines of a CSV file: UTF-8 with a byte order mark, commas, CRLF (RFC 4180), one at a time."""
    writer = csv.writer(_Passing())
    yield BYTE_ORDER_MARK + writer.writerow([*table.columns, KNOWN_AT])
    at = safe(known)
    for row in table.rows:
        yield writer.writerow([*map(safe, row), at])


def xlsx(table: Table, known: datetime) -> bytes:
    """A workbook with the table, and a sheet that says what it is."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": harmless(table.title), "created": known.replace(tzinfo=None, microsecond=0)})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("table")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.columns), WIDTH)
        count = 0
        for column, name in enumerate([*table.columns, KNOWN_AT]):
            sheet.write_string(0, column, name, bold)
        for count, row in enumerate(table.rows, start=1):
            _write(sheet, count, [*row, known])
        about = book.add_worksheet("about")
        about.set_column(0, 1, WIDEST)
        told = [("title", table.title), (KNOWN_AT, safe(known)), ("rows", count), *table.facts]
        for line, fact in enumerate(told):
            _write(about, line, fact)
    return buffer.getvalue()


def _write(sheet: Any, line: int, row: Iterable[Any]) -> None:
    for column, cell in enumerate(row):
        plain = safe(cell)
        if plain is None or plain == "":
            continue
        if isinstance(plain, str):
            sheet.write_string(line, column, plain)
        else:
            sheet.write_number(line, column, plain)


class _Passing:
    """A file that gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line
