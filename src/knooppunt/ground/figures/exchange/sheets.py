"""The sheet of a workbook that holds a known header, as a table of text cells with their place (``Sheet1!C14``)."""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.parsers import expat

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from knooppunt.ground.figures.exchange.tables import Table
from knooppunt.kit.archives import unpacked
from knooppunt.kit.problems import Invalid, phrase
from knooppunt.kit.workbooks import sheet_files

HEADER_WITHIN = 20
"""The header stands in one of the first rows; titles above it are passed over."""
WIDEST = 256
"""Columns. A cell beyond it makes the reader fill all cells before it: a small file could take all memory."""
MOST_CELLS = 25_000_000
LETTERS = re.compile(r"([A-Z]+)(\d+)")
XlsxValue = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a header that is known, the rows under it, and the names of sheets passed over before it."""

    header: tuple[str, ...]
    table: Table
    passed: list[str]


def read_sheet(path: Path, name: str, known: Callable[[Sequence[str]], bool]) -> Sheet:
    """The first visible sheet with a header that is ``known``; Invalid names the sheets when there is none."""
    seen: list[str] = []
    for sheet, formulas in _sheets(path, name):
        rows = sheet.to_python(skip_empty_area=False)
        for at, row in enumerate(rows[:HEADER_WITHIN]):
            names = tuple(_text(cell) or "" for cell in row)
            if known(names):
                return Sheet(names, _table(sheet.name, rows, at, formulas), seen)
        seen.append(sheet.name)
    template = phrase("No sheet of {file} ({sheets}) has a header that is known.")
    raise Invalid(template, place=name, file=name, sheets=", ".join(seen))


def _sheets(path: Path, name: str) -> Iterator[tuple[CalamineSheet, frozenset[str]]]:
    formulas = _formulas(path, name)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        for known, found in zip(workbook.sheets_metadata, formulas, strict=False):
            if known.visible is SheetVisibleEnum.Visible and known.typ is SheetTypeEnum.WorkSheet:
                yield workbook.get_sheet_by_name(known.name), found
    except (CalamineError, OSError) as wrong:
        raise Invalid(phrase("{file} cannot be read as a workbook."), place=name, file=name) from wrong


def _table(sheet: str, rows: list[list[XlsxValue]], header_at: int, formulas: frozenset[str]) -> Table:
    names = [_text(cell) or "" for cell in rows[header_at]]
    kept = [index for index, name in enumerate(names) if name]
    body = [
        (number, [_text(row[index]) for index in kept])
        for number, row in enumerate(rows[header_at + 1 :], start=header_at + 2)
    ]
    full = [(number, row) for number, row in body if any(row)]
    letters = {names[index]: _letters(index) for index in kept}
    columns = {letter: name for name, letter in letters.items()}
    cells = ((match[1], int(match[2])) for cell in formulas if (match := LETTERS.fullmatch(cell)))
    return Table(
        pl.DataFrame([row for _, row in full], schema={names[i]: pl.String for i in kept}, orient="row"),
        pl.Series([number for number, _ in full], dtype=pl.Int64),
        lambda wanted: {line: "\t".join(_text(cell) or "" for cell in rows[line - 1]) for line in wanted},
        place=lambda line, column: f"{sheet}!{letters.get(column, 'A')}{line}",
        formulas=frozenset((line, columns[letter]) for letter, line in cells if letter in columns),
        decimal_comma=True,
    )


def _text(cell: XlsxValue) -> str | None:
    """A cell as it would stand in a CSV file; None when it is empty."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if math.isfinite(cell) and cell == int(cell) and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell).strip() or None


def _letters(index: int) -> str:
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _formulas(path: Path, name: str) -> list[frozenset[str]]:
    """Cells with a formula, per sheet in the order of the tabs; Invalid for a sheet too large to open safely."""
    with zipfile.ZipFile(path) as archive:
        with_cells, scans = _with_cells(archive, name), []
        members = [member.lower() for member in _sheet_members(archive, name)]
        for stray in sorted(with_cells.keys() - members):
            raise _damaged(name, stray)  # the reader of values may take for a sheet what is not looked at here
        for member in members:
            scan = _Scan(name)
            if member in with_cells:
                _parse(archive, with_cells[member], scan.begin, name)
            scans.append(frozenset(scan.formulas))
        return scans


def _with_cells(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The members with cells in them, by their names in lower case: the reader of values sees no difference."""
    members = archive.infolist()
    try:
        # ``content`` unpacked all of it within the limits before.
        found = sheet_files(unpacked(archive, members, sum(one.file_size for one in members)))
    except zipfile.BadZipFile as twice:
        raise _damaged(name, str(twice)) from twice
    return {one.filename.lower(): one.filename for one in found}


class _Scan:
    """Walks over the cells of a sheet before anything makes room for them."""

    def __init__(self, name: str) -> None:
        self.formulas: set[str] = set()
        self._name, self._row, self._column, self._widest = name, 0, 0, 0

    def begin(self, tag: str, given: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "row":
            self._row, self._column = int(given.get("r", self._row + 1)), 0
        elif kind == "c":
            self._cell(given.get("r", ""))
        elif kind == "f":
            self.formulas.add(f"{_letters(self._column - 1)}{self._row}")

    def _cell(self, place: str) -> None:
        # A cell without a place stands beside the one before it.
        match = LETTERS.fullmatch(place)
        if place and not match:
            raise ValueError(place)
        self._column = _index(match[1]) if match else self._column + 1
        self._row = int(match[2]) if match else self._row
        self._widest = max(self._widest, self._column)
        if self._widest > WIDEST or self._widest * self._row > MOST_CELLS:
            template = phrase("{file} has a cell far away, at {cell}; remove it.")
            raise Invalid(template, place=f"{self._name}!{place}", file=self._name, cell=place)


def _sheet_members(archive: zipfile.ZipFile, name: str) -> list[str]:
    """The sheet files in the order of the tabs."""
    relations: dict[str, str] = {}
    wanted: list[str] = []

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag.endswith("Relationship"):
            relations[given.get("Id", "")] = given.get("Target", "")

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            wanted.extend(value for key, value in given.items() if key.endswith(":id"))

    _parse(archive, "xl/_rels/workbook.xml.rels", relation, name)
    _parse(archive, "xl/workbook.xml", sheet, name)
    targets = [relations.get(identifier, "") for identifier in wanted]
    return [target.removeprefix("/") if target.startswith(("/", "xl/")) else f"xl/{target}" for target in targets]


def _index(letters: str) -> int:
    index = 0
    for letter in letters[:4]:
        index = index * 26 + ord(letter) - 64
    return index


def _parse(archive: zipfile.ZipFile, member: str, begin: Callable[[str, dict[str, str]], None], name: str) -> None:
    def doctype(*_: object) -> None:
        template = phrase("{file} holds definitions (DOCTYPE in {part}) that are not allowed.")
        raise Invalid(template, place=f"{name}:{member}", file=name, part=member)

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = doctype  # entities could swell without end
    try:
        with archive.open(member) as file:
            parser.ParseFile(file)
    except (expat.ExpatError, KeyError, ValueError) as wrong:
        raise _damaged(name, member) from wrong


def _damaged(name: str, part: str) -> Invalid:
    template = phrase("{file} is a damaged workbook: {part} cannot be read.")
    return Invalid(template, place=f"{name}:{part}", file=name, part=part)
