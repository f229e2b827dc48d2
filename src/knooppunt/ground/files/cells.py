"""A CSV or xlsx file as rows of text, guarded before anything makes room for it."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from knooppunt.kit.archives import BROKEN, Swollen, unpacked
from knooppunt.kit.problems import Invalid, phrase
from knooppunt.kit.workbooks import sheet_files

MEGABYTE = 1 << 20
LARGEST_FILE, LARGEST_UNPACKED = 5 * MEGABYTE, 50 * MEGABYTE
MOST_LINES, WIDEST = 5_000, 100
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
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
    _guard(content, file)
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError) as wrong:
        raise Invalid(phrase("{file} cannot be read as a workbook."), place="file", file=file) from wrong
    for line, row in enumerate(rows, start=1):
        yield line, [_told(cell) for cell in row]


def _told(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else _bare(str(cell))


def _bare(cell: str) -> str:
    """Without the apostrophe that our own tables put before what a spreadsheet would run."""
    text = cell.strip()
    return text[1:] if text.startswith(("'+", "'=", "'-", "'@")) else text


def _guard(content: bytes, file: str) -> None:
    """Refuse what grows when it is opened, and what holds a cell far away."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for member in sheet_files(unpacked(archive, archive.infolist(), LARGEST_UNPACKED)):
                with archive.open(member) as packed:
                    _cells_within(file).ParseFile(packed)
    except (*BROKEN, Swollen, expat.ExpatError, ValueError) as wrong:
        raise Invalid(phrase("{file} cannot be read as a workbook."), place="file", file=file) from wrong


def _cells_within(file: str) -> expat.XMLParserType:
    """A parser that refuses a cell far away: the reader would make room for all cells before it."""
    parser, row, column = expat.ParserCreate(), 0, 0

    def begin(tag: str, given: dict[str, str]) -> None:
        nonlocal row, column
        kind = tag.rpartition(":")[2]
        if kind == "row":
            row, column = int(given.get("r", row + 1)), 0
        elif kind == "c":
            # A cell without a place stands beside the one before it.
            row, column = _place(given["r"]) if "r" in given else (row, column + 1)
        if row > MOST_LINES + 1 or column > WIDEST:
            template = phrase("{file} has cells beyond {most} lines or {widest} columns.")
            raise Invalid(template, place="file", file=file, most=MOST_LINES, widest=WIDEST)

    def doctype(*_told: object) -> None:
        raise ValueError(file)  # entities could swell without end

    parser.StartElementHandler, parser.StartDoctypeDeclHandler = begin, doctype
    return parser


def _place(cell: str) -> tuple[int, int]:
    """Row and column, from 1, of ``C14``; :class:`ValueError` for what is no cell."""
    found = CELL.fullmatch(cell)
    if found is None:
        raise ValueError(cell)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column
