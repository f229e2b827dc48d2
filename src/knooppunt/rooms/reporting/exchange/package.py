"""What an xlsx file holds beside its values, read before anything makes room for them.

That is the guard, and what is behind a cell: a formula that was never counted, an error, a percentage, a hidden row.
The reader of values tells none of these.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.parsers import expat

from knooppunt.kit.archives import BROKEN, Swollen, unpacked
from knooppunt.kit.problems import Invalid, phrase
from knooppunt.kit.workbooks import sheet_files
from knooppunt.rooms.reporting.exchange.marks import PROPERTY, letters, position

MEGABYTE = 1 << 20
LARGEST_FILE, LARGEST_UNPACKED, MOST_PARTS = 20 * MEGABYTE, 64 * MEGABYTE, 2_000
WIDEST, MOST_CELLS = 400, 4_000_000
"""Columns of a sheet, and cells of all sheets with the empty ones before them: for those the reader makes room."""
LONGEST_ERROR = 40
FORMATS_OF_PERCENT = frozenset({"9", "10"})
FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0",
        phrase("{file} is an old Excel file (.xls), or has a password. Save it as .xlsx without one."),
    ),
    (b"%PDF", phrase("{file} is a PDF. Upload the Excel sheet itself (.xlsx).")),
)
NO_WORKBOOK = phrase("{file} is no Excel file (.xlsx). Save it as .xlsx in your spreadsheet and upload it again.")
DAMAGED = phrase("{file} is damaged, and cannot be read. Save it again in your spreadsheet.")
Begin = Callable[[str, dict[str, str]], None]
Cell = tuple[int, int]


@dataclass(slots=True)
class Scan:
    """What is behind the cells of a sheet, by row and column from 0."""

    uncounted: set[Cell] = field(default_factory=set)
    errors: dict[Cell, str] = field(default_factory=dict)
    percents: set[Cell] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Package:
    """What stands behind each sheet, by its name, and the properties of the document that are ours."""

    scans: dict[str, Scan]
    properties: dict[str, str]


def open_package(content: bytes, file: str) -> Package:
    """Look into the file that people call ``file``; :class:`Invalid` for one that cannot be taken."""
    if len(content) > LARGEST_FILE:
        raise Invalid(phrase("{file} is larger than {most} MB."), file=file, most=LARGEST_FILE // MEGABYTE)
    if not content:
        raise Invalid(phrase("{file} is empty."), file=file)
    for magic, template in FOREIGN:
        if content.startswith(magic):
            raise Invalid(template, file=file)
    if not content.startswith(b"PK\x03\x04"):
        raise Invalid(NO_WORKBOOK, file=file)
    with _readable(file), zipfile.ZipFile(BytesIO(content)) as archive:
        cells_in = _try_out(archive, file)
        if "xl/workbook.xml" not in archive.namelist():
            raise Invalid(NO_WORKBOOK, file=file)
        percents = _styles_of_percent(archive)
        guard = _Room(file)
        sheets = _sheets(archive)
        if cells_in - {member for _name, member in sheets}:
            raise Invalid(DAMAGED, file=file)  # the reader of values may take for a sheet what is not looked at here
        scans = {name: _scan(archive, member, percents, guard) for name, member in sheets}
        return Package(scans, _properties(archive))


@contextmanager
def _readable(file: str) -> Iterator[None]:
    try:
        yield
    except BROKEN as wrong:
        raise Invalid(phrase("{file} is not whole. Download or save it again."), file=file) from wrong
    except (expat.ExpatError, KeyError, ValueError) as wrong:
        raise Invalid(DAMAGED, file=file) from wrong


def _try_out(archive: zipfile.ZipFile, file: str) -> set[str]:
    """Unpack all into nothing within the limit; the names of the members with cells in them."""
    members = archive.infolist()
    try:
        found = sheet_files(unpacked(archive, members[: MOST_PARTS + 1], LARGEST_UNPACKED))
    except Swollen as wrong:
        template = phrase("{file} is larger than {most} MB when it is unpacked: that is no report.")
        raise Invalid(template, file=file, most=LARGEST_UNPACKED // MEGABYTE) from wrong
    if len(members) > MOST_PARTS:
        raise Invalid(phrase("{file} has more parts than a report has."), file=file)
    return {one.filename for one in found}


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The name and the file of each sheet, in the order of the tabs."""
    targets: dict[str, str] = {}
    named: list[tuple[str, str]] = []

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[given["Id"]] = given["Target"]

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            named.append((given["name"], next(value for key, value in given.items() if key.endswith(":id"))))

    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    _parse(archive, "xl/workbook.xml", sheet)
    found = [(name, targets[link]) for name, link in named]
    if len({target for _name, target in found}) < len(found):
        raise ValueError("sheets")  # one file for many sheets: it would be read again and again
    return [(name, target[1:] if target.startswith("/") else f"xl/{target}") for name, target in found]


def _styles_of_percent(archive: zipfile.ZipFile) -> frozenset[str]:
    """The numbers of the cell styles that show a percentage."""
    formats, styles, within = set(FORMATS_OF_PERCENT), list[str](), [""]

    def begin(tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt" and "%" in given.get("formatCode", ""):
            formats.add(given.get("numFmtId", ""))
        elif tag in ("cellXfs", "cellStyleXfs"):
            within[0] = tag
        elif tag == "xf" and within[0] == "cellXfs":
            styles.append(given.get("numFmtId", "0"))

    if "xl/styles.xml" in archive.namelist():
        _parse(archive, "xl/styles.xml", begin)
    return frozenset(str(number) for number, one in enumerate(styles) if one in formats)


def _properties(archive: zipfile.ZipFile) -> dict[str, str]:
    found: dict[str, str] = {}
    name = [""]

    def begin(tag: str, given: dict[str, str]) -> None:
        if tag == "property":
            name[0] = given.get("name", "")

    def text(content: str) -> None:
        if name[0].startswith(PROPERTY):
            key = name[0].removeprefix(PROPERTY)
            found[key] = found.get(key, "") + content

    if "docProps/custom.xml" in archive.namelist():
        _parse(archive, "docProps/custom.xml", begin, text)
    return {key: value.strip() for key, value in found.items()}


class _Room:
    """Guards the room that all sheets together will take."""

    def __init__(self, file: str) -> None:
        self._file, self._before, self._rows, self._columns = file, 0, 0, 0

    def next_sheet(self) -> None:
        """Begin a sheet after those before it."""
        self._before += self._rows * self._columns
        self._rows = self._columns = 0

    def take(self, row: int, column: int) -> None:
        """A cell with something in it; :class:`Invalid` when it stands too far away."""
        self._rows, self._columns = max(self._rows, row + 1), max(self._columns, column + 1)
        if self._columns > WIDEST or self._before + self._rows * self._columns > MOST_CELLS:
            cell = f"{letters(column)}{row + 1}"
            raise Invalid(phrase("{file} has a cell far away, at {cell}; remove it."), file=self._file, cell=cell)


def _scan(archive: zipfile.ZipFile, member: str, percents: frozenset[str], guard: _Room) -> Scan:
    walk = _Walk(percents, guard)
    guard.next_sheet()
    _parse(archive, member, walk.begin, walk.text, walk.end)
    return walk.scan


class _Walk:
    """Walks over the cells of a sheet."""

    def __init__(self, percents: frozenset[str], guard: _Room) -> None:
        self.scan = Scan()
        self._percents, self._guard = percents, guard
        self._row, self._column, self._kind, self._style = -1, -1, "", ""
        self._formula, self._within, self._value = False, False, ""

    def begin(self, tag: str, given: dict[str, str]) -> None:
        """A tag opens."""
        if tag == "c":
            self._cell(given)
        elif tag in ("v", "is"):
            self._within, self._value = True, ""
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._row, self._column = int(given.get("r", self._row + 2)) - 1, -1
            if given.get("hidden") in ("1", "true"):
                self.scan.hidden.add(self._row)

    def text(self, content: str) -> None:
        """What stands between tags."""
        if self._within and len(self._value) < LONGEST_ERROR:  # more of it is not needed
            self._value += content

    def end(self, tag: str) -> None:
        """A tag closes."""
        if tag in ("v", "is"):
            self._within = False
        elif tag == "c":
            self._told()

    def _cell(self, given: dict[str, str]) -> None:
        # A cell without a place stands beside the one before it.
        where = (self._row, self._column + 1)
        self._row, self._column = position(given["r"]) if "r" in given else where
        self._kind, self._style = given.get("t", "n"), given.get("s", "")
        self._formula, self._value = False, ""

    def _told(self) -> None:
        cell = (self._row, self._column)
        if self._formula and not self._value and self._kind != "str":
            self.scan.uncounted.add(cell)
        if not self._value:
            return
        self._guard.take(*cell)
        if self._kind == "e":
            self.scan.errors[cell] = self._value
        elif self._style in self._percents:
            self.scan.percents.add(cell)


def _parse(
    archive: zipfile.ZipFile,
    member: str,
    begin: Begin,
    text: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
) -> None:
    def doctype(*_told: Any) -> None:
        raise ValueError(member)  # entities could swell without end

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, given: begin(tag.rpartition(":")[2], given)
    parser.StartDoctypeDeclHandler = doctype
    if text is not None:
        parser.CharacterDataHandler = text
    if end is not None:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    with archive.open(member) as packed:
        parser.ParseFile(packed)
