"""The sheets of a file as grids of cells, and where on them the marks stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.reporting.exchange.cells import Found, Value
from knooppunt.rooms.reporting.exchange.marks import FACTS, Origin, origin, place
from knooppunt.rooms.reporting.exchange.package import Package, Scan

MARK = "kp:"
Corner = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its cells by row and column from 0, what is behind them, and which are merged (both corners)."""

    name: str
    rows: list[list[Value]]
    scan: Scan
    merged: list[tuple[Corner, Corner]]

    def found(self, row: int, column: int) -> Found:
        """What stands in a cell."""
        values = self.rows[row] if row < len(self.rows) else []
        cell = (row, column)
        return Found(
            values[column] if column < len(values) else "",
            cell in self.scan.percents,
            self.scan.errors.get(cell, ""),
            cell in self.scan.uncounted,
        )

    def place(self, row: int, column: int) -> str:
        """``Blad!C14``."""
        return place(self.name, row, column)

    @property
    def height(self) -> int:
        """Rows in which something stands, and those above them."""
        behind = (row for row, _column in (*self.scan.errors, *self.scan.uncounted))
        return max(len(self.rows), max(behind, default=-1) + 1)


@dataclass(frozen=True, slots=True)
class Area:
    """What stands under a row of marks, up to row ``ends``: the report it says it is of, the columns of each mark."""

    grid: Grid
    row: int
    origin: Origin | None
    columns: dict[str, list[int]]
    ends: int


def read_grids(content: bytes, package: Package, file: str) -> list[Grid]:
    """The sheets of the file; :class:`Invalid` when it cannot be read."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        return [
            _grid(workbook, known.name, package.scans.get(known.name, Scan()))
            for known in workbook.sheets_metadata
            if known.typ is SheetTypeEnum.WorkSheet
        ]
    except (CalamineError, OSError, ValueError) as wrong:
        template = phrase("{file} is damaged, and cannot be read. Save it again in your spreadsheet.")
        raise Invalid(template, file=file) from wrong


def areas(grid: Grid) -> Iterator[Area]:
    """What stands under each row of marks of a sheet."""
    rows = [
        number
        for number, row in enumerate(grid.rows)
        if any(isinstance(cell, str) and cell.startswith(FACTS) for cell in row)
    ]
    for number, ends in zip(rows, [*rows[1:], grid.height], strict=False):
        columns: dict[str, list[int]] = {}
        said: Origin | None = None
        for column, cell in enumerate(grid.rows[number]):
            if isinstance(cell, str) and cell.startswith(FACTS):
                said = origin(cell)
            elif isinstance(cell, str) and cell.startswith(MARK):
                columns.setdefault(cell.strip(), []).append(column)
        yield Area(grid, number, said, columns, ends)


def _grid(workbook: CalamineWorkbook, name: str, scan: Scan) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    return Grid(name, rows, scan, list(sheet.merged_cell_ranges or ()))
