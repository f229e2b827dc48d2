"""Anyone's figures, in the generic table as CSV or as a workbook."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from knooppunt.ground.figures.exchange.gate import reread
from knooppunt.ground.figures.tests.made_files import GENERIC_HEADER, TODAY, generic, made, reading, sentence, values
from knooppunt.kit.problems import Invalid

DAY = date(2020, 9, 15)
COLUMNS = GENERIC_HEADER.split(",")


def workbook(folder: Path, rows: list[list[Any]], *, sheet: str = "Blad", title: str = "") -> Path:
    """A workbook with one sheet; texts that begin with = become formulas."""
    path = folder / "table.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate([[title], *rows] if title else rows):
            page.write_row(number, 0, row)
    return path


def test_a_figure_runs_up_to_and_with_its_last_day(tmp_path: Path) -> None:
    (row,) = generic(tmp_path, "tests.positive,VR09,2020-09-14,2020-09-20,12.0").frame.iter_rows(named=True)
    assert (row["starts"], row["ends"], row["value"]) == (date(2020, 9, 14), date(2020, 9, 21), 12)


def test_limits_sample_and_stratum_are_read_where_the_table_has_them(tmp_path: Path) -> None:
    header = f"{GENERIC_HEADER},lower,upper,n,stratum,remark"
    row = "behaviour.compliance.wash_hands,VR09,2020-09-15,2020-09-15,40,30.5,50,150,Leeftijd: 16-24,x"
    found = generic(tmp_path, row, header=header)
    assert found.frame.row(0, named=True) | {"lower": 30.5, "upper": 50, "n": 150} == found.frame.row(0, named=True)
    assert found.columns_not_read == ["remark"]


def test_dutch_headers_semicolons_and_decimal_commas_are_read(tmp_path: Path) -> None:
    lines = ("Indicator;Gebied;Van;Tot en met;Waarde", "sewage.rna_per_ml;VR09;15-9-2020;15-9-2020;12,5")
    found = reading(made(tmp_path, "tabel.csv", *lines))
    assert values(found, "sewage.rna_per_ml") == {("VR09", DAY): 12.5}
    assert found.notes == ["Dates such as 15-9-2020 were read as day-month-year."]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1.234,5", "1.234,5 uses signs for thousands; write only digits, with a point for decimals."),
        ("12,5", "12,5 has a decimal comma; write a point."),
        ("veel", "veel is not a number."),
        ("NaN", "NaN is not a number."),
        ("1e400", "1e400 is not a number."),
        ("=1+1", "=1+1 is a formula; give the value it stands for."),
        ("", "There is no value."),
    ],
)
def test_a_value_that_is_no_number_is_rejected_with_its_line(tmp_path: Path, cell: str, reason: str) -> None:
    found = generic(tmp_path, "tests.positive,VR09,2020-09-15,2020-09-15,1",
                    f'tests.positive,VR10,2020-09-15,2020-09-15,"{cell}"')  # fmt: skip
    (rejected,) = found.rejected
    assert (rejected.line, rejected.column, rejected.value, sentence(rejected)) == (3, "value", cell, reason)
    assert (found.rows_read, found.frame.height) == (2, 1)


def test_with_decimal_commas_a_point_before_three_digits_could_mean_a_thousand(tmp_path: Path) -> None:
    row = "sewage.rna_per_ml;VR{};2020-09-15;2020-09-15;{}"
    lines = (GENERIC_HEADER.replace(",", ";"), row.format("09", "0,5"), row.format(10, "1.234"), row.format(11, "1.25"))
    found = reading(made(tmp_path, "tabel.csv", *lines))
    assert [(row.line, row.value) for row in found.rejected] == [(3, "1.234")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("tests.positive,VR09,2024-06-02,2024-06-02,1", "from"),
        ("tests.positive,VR09,2024-05-31,2024-06-02,1", "until"),
        ("tests.positive,VR09,0020-09-15,2020-09-15,1", "from"),
        ("tests.positive,VR09,2020-02-30,2020-03-01,1", "from"),
        ("tests.positive,VR09,9/15/2020,2020-09-15,1", "from"),
        ("tests.positive,VR99,2020-09-15,2020-09-15,1", "area"),
        ("tests.positive,Utrecht,2020-09-15,2020-09-15,1", "area"),
        ("tests.psitive,VR09,2020-09-15,2020-09-15,1", "indicator"),
        ("tests.positive,VR09,2020-09-15,2020-09-14,1", ""),
    ],
)
def test_a_row_that_cannot_be_is_rejected_and_names_the_column(tmp_path: Path, row: str, column: str) -> None:
    (rejected,) = generic(tmp_path, row).rejected
    assert (rejected.line, rejected.column, rejected.row) == (2, column, row)
    assert rejected.value in sentence(rejected)


def test_a_name_that_only_one_area_has_is_read_and_told(tmp_path: Path) -> None:
    found = generic(tmp_path, "tests.positive,Den Haag,2020-09-15,2020-09-15,1")
    assert values(found, "tests.positive") == {("GM0518", DAY): 1}
    assert found.aliases_used == {"Den Haag": "GM0518"}


def test_a_municipality_that_existed_later_is_taken_and_one_that_had_ended_is_told(tmp_path: Path) -> None:
    found = generic(tmp_path, "tests.positive,GM1992,2020-09-15,2020-09-15,1",
                    "tests.positive,GM0003,2021-09-15,2021-09-15,1")  # fmt: skip
    assert found.frame.height == 2
    assert found.notes == ["Areas with figures after the day on which they ended: GM0003."]


def test_rows_with_too_few_or_too_many_cells_are_rejected_and_the_others_read(tmp_path: Path) -> None:
    good = "tests.positive,VR09,2020-09-15,2020-09-15,1"
    found = generic(tmp_path, "tests.positive,VR09,2020-09-15,2020-09-15", good, f"{good},7")
    assert [sentence(row) for row in found.rejected] == [
        "The row has 4 cells, the header has 5.",
        "The row has 6 cells, the header has 5.",
    ]
    assert [(row.line, row.column) for row in found.rejected] == [(2, "value"), (4, "")]
    assert found.frame["line"].to_list() == [3]


def test_quotes_empty_lines_and_their_numbers(tmp_path: Path) -> None:
    found = generic(tmp_path, '"tests.positive","VR09","2020-09-15",2020-09-15,1', "", ",,,,",
                    "tests.positive,VR10,2020-09-15,2020-09-15,x")  # fmt: skip
    assert found.notes == ["Empty lines that were passed over: 2."]
    assert (found.rows_read, found.frame["line"].to_list(), found.rejected[0].line) == (2, [2], 5)


def test_a_row_that_says_the_same_again_adds_nothing(tmp_path: Path) -> None:
    row = "tests.positive,VR09,2020-09-15,2020-09-15,1"
    found = generic(tmp_path, row, row)
    assert (found.frame.height, found.repeats, found.rejected) == (1, [(3, 2)], [])


def test_a_row_that_contradicts_another_is_rejected_with_both_values(tmp_path: Path) -> None:
    row = "tests.positive,VR09,2020-09-15,2020-09-15,"
    (rejected,) = generic(tmp_path, f"{row}1", f"{row}2").rejected
    assert sentence(rejected) == "For VR09 on 2020-09-15, line 2 says 1.0; this line says 2.0."
    assert rejected.row == f"{row}2"


def test_a_rejected_row_can_be_judged_again_with_a_cell_put_right(tmp_path: Path) -> None:
    (rejected,) = generic(tmp_path, "tests.positive,VR09,2020-09-15,2020-09-15,1.234").rejected or generic(
        tmp_path, "tests.positive,VR09,2020-09-15,2020-09-15,veel").rejected  # fmt: skip
    again = reread({**rejected.fields, "value": "1234"}, source="generic", line=rejected.line, today=TODAY)
    assert (values(again, "tests.positive"), again.rejected) == ({("VR09", DAY): 1234}, [])


def test_a_workbook_is_read_below_its_title_with_dates_and_numbers(tmp_path: Path) -> None:
    row = ["sewage.rna_per_ml", "VR09", datetime(2020, 9, 15), datetime(2020, 9, 15), 0.5]
    path = workbook(tmp_path, [COLUMNS, row], title="Onze cijfers")
    found = reading(path)
    assert values(found, "sewage.rna_per_ml") == {("VR09", DAY): 0.5}
    assert found.frame["line"].to_list() == [3]


def test_a_formula_in_a_workbook_is_named_by_its_cell(tmp_path: Path) -> None:
    row = ["tests.positive", "VR09", "2020-09-15", "2020-09-15", 3]
    path = workbook(tmp_path, [COLUMNS, row, [*row[:1], "VR10", *row[2:4], "=1+1"]])
    found = reading(path)
    (rejected,) = found.rejected
    assert (rejected.line, rejected.column) == (3, "Blad!E3")
    assert sentence(rejected).endswith("is a formula; give the value it stands for.")
    assert found.frame["area"].to_list() == ["VR09"]


def test_a_formula_that_was_never_worked_out_is_not_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Blad")
        page.write_row(0, 0, COLUMNS)
        page.write_row(1, 0, ["tests.positive", "VR09", "2020-09-15", "2020-09-15"])
        page.write_formula(1, 4, "=1+1", None, "")
    (rejected,) = reading(path).rejected
    assert (rejected.line, rejected.column) == (2, "Blad!E2")
    assert sentence(rejected).startswith("The cell holds a formula without an outcome")


def test_a_workbook_without_a_known_header_names_its_sheets(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"No sheet of table\.xlsx \(Rooster\) has a header that is known\."):
        reading(workbook(tmp_path, [["naam", "dienst"], ["Jansen", "nacht"]], sheet="Rooster"))


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write(1_048_575, 16_383, 1)
    with pytest.raises(Invalid, match="cell far away, at XFD1048576"):
        reading(path)
