"""A CSV or xlsx file as rows of text, guarded before anything makes room for it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineWorkbook

from knooppunt.ground.network.exchange.workbooks import MEGABYTE, MOST_LINES, guard, unreadable
from knooppunt.kit.problems import Invalid, phrase

LARGEST_FILE = 5 * MEGABYTE
Row = tuple[int, Sequence[str]]


def rows_of(content: bytes, file: str) -> list[Row]:
    """The rows of a file with something in them, each with its line from 1; :class:`Invalid` for what is no table."""
    if len(content) > LARGEST_FILE:
        raise Invalid(
            phrase("{file} is larger than {most} MB."), place="file", file=file, most=LARGEST_FILE // MEGABYTE
        )
    rows = _workbook(content, file) if content.startswith(b"PK\x03\x04") else _csv(content, file)
    found = [(line, cells) for line, cells in rows if any(cells)]
    if len(found) > MOST_LINES:
        raise Invalid(phrase("{file} has more than {most} lines."), place="file", file=file, most=MOST_LINES)
    return found


def text_of(content: bytes, file: str) -> str:
    """UTF-8, with or without a byte order mark; Excel for Windows writes its own code page, which is refused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        template = phrase("{file} is not written in UTF-8: save it as “CSV UTF-8”, or as .xlsx.")
        raise Invalid(template, place="file", file=file) from wrong
    if "\0" in text:
        raise Invalid(phrase("{file} is no table and no vCard."), place="file", file=file)
    return text


def _csv(content: bytes, file: str) -> Iterator[Row]:
    text = text_of(content, file)
    head = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        before = 0
        for cells in reader:
            # A cell may hold line breaks: the line is where the row begins.
            yield before + 1, [_bare(cell) for cell in cells]
            before = reader.line_num
    except csv.Error as wrong:
        template = phrase("{file} is no table from line {line} on.")
        raise Invalid(template, place="file", file=file, line=before + 1) from wrong


def _workbook(content: bytes, file: str) -> Iterator[Row]:
    guard(content, file)
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError) as wrong:
        raise unreadable(file) from wrong
    for line, row in enumerate(rows, start=1):
        yield line, [_told(cell) for cell in row]


def _told(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else _bare(str(cell))


def _bare(cell: str) -> str:
    """Without the apostrophe that our own tables put before what a spreadsheet would run."""
    text = cell.strip()
    return text[1:] if text.startswith(("'+", "'=", "'-", "'@")) else text
