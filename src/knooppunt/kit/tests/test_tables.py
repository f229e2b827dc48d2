"""Tables as files: every value is there, dated, and no cell is a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from uuid import UUID

import openpyxl
from hypothesis import given
from hypothesis import strategies as some

from knooppunt.kit.tables import BYTE_ORDER_MARK, FORMULA, Table, csv_lines, xlsx

KNOWN = datetime(2020, 9, 15, 12, tzinfo=UTC)
CELLS = some.one_of(
    some.none(),
    some.integers(-(10**9), 10**9),
    some.text(some.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    some.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", '=cmd|"/c calc"!A1']),
    some.dates(),
    some.uuids(),
)


def _csv(table: Table) -> list[list[str]]:
    text = "".join(csv_lines(table, KNOWN))
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


@given(some.lists(some.tuples(CELLS, CELLS), max_size=6))
def test_no_text_is_taken_for_a_formula_and_no_row_is_lost(rows: list[tuple[object, object]]) -> None:
    table = Table("x", "X", ("a", "b"), rows)
    read = _csv(table)
    assert read[0] == ["a", "b", "known_at"]
    assert len(read) == len(rows) + 1
    for line, row in zip(read[1:], rows, strict=True):
        assert line[2] == "2020-09-15T12:00:00Z"
        for cell, value in zip(line, row, strict=False):
            assert isinstance(value, int) or not cell.lstrip(" ").startswith(FORMULA)


@given(some.lists(some.tuples(CELLS, CELLS), max_size=4))
def test_a_workbook_holds_the_same_and_runs_nothing(rows: list[tuple[object, object]]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(Table("x", "=X", ("a", "b"), rows), KNOWN)))
    assert book.sheetnames == ["table", "about"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert book["table"].max_row == len(rows) + 1


def test_numbers_stay_numbers_and_moments_and_days_are_iso() -> None:
    row = (1, 2.5, date(2020, 9, 15), KNOWN, UUID(int=7), None, True)
    table = Table("x", "X", tuple("abcdefg"), [row])
    assert _csv(table)[1] == [
        "1", "2.5", "2020-09-15", "2020-09-15T12:00:00Z", str(UUID(int=7)), "", "True", "2020-09-15T12:00:00Z",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(table, KNOWN)))["table"]
    assert [cell.value for cell in sheet[2]][:4] == [1, 2.5, "2020-09-15", "2020-09-15T12:00:00Z"]


def test_a_workbook_says_what_it_is() -> None:
    table = Table("x", "Gaps", ("a",), [("1",)], facts=[("area", "VR09")])
    about = openpyxl.load_workbook(io.BytesIO(xlsx(table, KNOWN)))["about"]
    told = {row[0].value: row[1].value for row in about.iter_rows()}
    assert told == {"title": "Gaps", "known_at": "2020-09-15T12:00:00Z", "rows": 1, "area": "VR09"}
