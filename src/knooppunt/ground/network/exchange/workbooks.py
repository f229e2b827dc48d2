"""Whether a workbook can be opened: it is refused when it would grow, for what it says of its own size is no proof."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from knooppunt.kit.problems import Invalid, phrase

MEGABYTE = 1 << 20
LARGEST_UNPACKED = 50 * MEGABYTE
MOST_LINES, WIDEST = 5_000, 100
CELL = re.compile(r"([A-Za-z]{1,2})([1-9]\d{0,6})")
BOOK, PARTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
OTHER = ("content.xml", "xl/workbook.bin")
"""What makes it another kind of workbook for the reader: those have other ways to be large."""


def guard(content: bytes, file: str) -> None:
    """Refuse (:class:`Invalid`) what is no .xlsx, what unpacks to too much, and cells beyond what is read."""
    total = 0
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_kind(archive, file)
            for member in archive.infolist():
                # A sheet may have any name that ends so: see _check_kind.
                parser = _places(file) if member.filename.casefold().endswith((".xml", ".rels")) else None
                with archive.open(member) as packed:
                    while block := packed.read(MEGABYTE):
                        total += len(block)
                        if total > LARGEST_UNPACKED:
                            raise unreadable(file)
                        if parser:
                            parser.Parse(block)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, expat.ExpatError) as wrong:
        raise unreadable(file) from wrong


def unreadable(file: str) -> Invalid:
    """The refusal of what is no workbook."""
    return Invalid(phrase("{file} cannot be read as a workbook."), place="file", file=file)


def _check_kind(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse other kinds of workbooks, and one whose parts are not called .xml: those would not be looked into."""
    names = [name.casefold() for name in archive.namelist()]
    if names.count(BOOK) != 1 or names.count(PARTS) != 1 or any(name in OTHER for name in names):
        raise unreadable(file)
    parser = expat.ParserCreate()

    def begin(tag: str, given: dict[str, str]) -> None:
        inside = given.get("TargetMode", "") != "External"
        if _local(tag) == "Relationship" and inside and not given.get("Target", "").casefold().endswith(".xml"):
            raise unreadable(file)

    parser.StartElementHandler = begin
    part = next(one for one in archive.infolist() if one.filename.casefold() == PARTS)
    with archive.open(part) as packed:
        parser.Parse(packed.read(MEGABYTE))


def _places(file: str) -> expat.XMLParserType:
    """A parser that refuses a cell far away: the reader would make room for all cells before it."""
    parser = expat.ParserCreate()
    place = _Place(file)
    parser.StartElementHandler, parser.EndElementHandler = place.begin, place.end
    return parser


class _Place:
    """Where a sheet is being read: rows and cells that do not say where they are follow on the ones before."""

    def __init__(self, file: str) -> None:
        self.file, self.row, self.column, self.inside = file, 0, 0, False

    def begin(self, tag: str, given: dict[str, str]) -> None:
        """A row, or a cell of it, in the part of the sheet that holds them."""
        name = _local(tag)
        if name == "sheetData":
            self.inside = True
        if self.inside and name == "row":
            self.row, self.column = self._row(given.get("r")), 0
        if self.inside and name == "c":
            self.row, self.column = self._cell(given.get("r"))
        if self.row > MOST_LINES + 1 or self.column > WIDEST:
            self._refuse()

    def end(self, tag: str) -> None:
        """Below the cells anything may stand."""
        if _local(tag) == "sheetData":
            self.inside = False

    def _row(self, told: str | None) -> int:
        if told is None:
            return self.row + 1
        if not told.isascii() or not told.isdigit() or len(told) > len(str(MOST_LINES)):
            self._refuse()
        return int(told)

    def _cell(self, told: str | None) -> tuple[int, int]:
        if told is None:
            return self.row, self.column + 1
        place = CELL.fullmatch(told)
        if place is None:
            self._refuse()
            return 0, 0
        return int(place[2]), _number(place[1].upper())

    def _refuse(self) -> None:
        template = phrase("{file} has cells beyond {most} lines or {widest} columns.")
        raise Invalid(template, place="file", file=self.file, most=MOST_LINES, widest=WIDEST)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found
