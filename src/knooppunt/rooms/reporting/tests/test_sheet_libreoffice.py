"""A sheet that was opened, counted and saved by LibreOffice: taken, or refused with the exact cell."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from knooppunt.rooms.reporting.tests.asked import GOOD
from knooppunt.rooms.reporting.tests.sheets import PLACES, QUESTIONS, SHIFTS, edited, read, sheet, wrong
from knooppunt.rooms.reporting.tests.test_sheet_openpyxl import move_everything

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="needs soffice: Debian package libreoffice-calc-nogui"),
]


def right(book: Any) -> None:
    """Formulas in the place of numbers, and everything moved about."""
    book[QUESTIONS]["B7"] = "=SUM(40,41)"
    book[QUESTIONS]["B8"] = "=B7+19"
    book[QUESTIONS]["B12"] = '="Rustig"&" hier"'
    book[SHIFTS]["B8"] = '=IF(TRUE,"","x")'
    book[PLACES].cell(10, 1).value = "West"
    book[PLACES].cell(10, 3).value = "=SUM(B8:C8)"
    book[PLACES].row_dimensions[10].hidden = True


def moved(book: Any) -> None:
    move_everything(book)


def faulty(book: Any) -> None:
    """What people leave behind."""
    book[QUESTIONS].title = "Onze cijfers"
    tab = book["Onze cijfers"]
    tab.insert_rows(9)
    tab["B7"] = "=1/0"
    tab["B8"] = "ca. 12"
    tab["B10"] = "=DATE(2026,3,12)"
    tab["B10"].number_format = "dd-mm-yyyy"
    tab["B11"] = 0.5
    tab["B11"].number_format = "0%"
    book[PLACES].merge_cells("A8:A9")
    book[PLACES]["B9"] = "=NIETS(1)"


def many(book: Any) -> None:
    for row in range(10, 10_008):
        book[PLACES].cell(row, 1).value = f"Locatie {row}"


MADE = {"right": right, "moved": moved, "faulty": faulty, "many": many}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Each sheet as LibreOffice saves it, from xlsx and once by way of its own format."""
    place, out = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("saved")
    for name, edit in MADE.items():
        (place / f"{name}.xlsx").write_bytes(edited(edit))
    (place / "untouched.xlsx").write_bytes(sheet())
    own = _converted(place, sorted(place.glob("*.xlsx")), "ods", place)
    _converted(place, own, "xlsx:Calc MS Excel 2007 XML", out)
    return {one.stem: one.read_bytes() for one in out.glob("*.xlsx")}


def _converted(home: Path, files: list[Path], kind: str, out: Path) -> list[Path]:
    command = [str(OFFICE), f"-env:UserInstallation=file://{home}/office", "--headless", "--convert-to", kind]
    done = subprocess.run(
        [*command, "--outdir", str(out), *map(str, files)], capture_output=True, text=True, timeout=300
    )
    made = [out / f"{one.stem}.{kind.partition(':')[0]}" for one in files]
    assert all(one.exists() for one in made), done.stdout + done.stderr
    return made


def test_a_sheet_it_only_saved_gives_the_answers_it_was_filled_with(saved: dict[str, bytes]) -> None:
    found = read(saved["untouched"])
    assert (found.answers, found.wrongs) == (GOOD, ())


def test_formulas_count_as_what_they_gave(saved: dict[str, bytes]) -> None:
    found = read(saved["right"])
    assert found.wrongs == ()
    places, shifts = found.answers["places"], found.answers["shifts"]
    assert [found.answers[key] for key in ("beds", "capacity", "remark")] == [81, 100, "Rustig hier"]
    assert isinstance(places, tuple)
    assert places[-1] == {"name": "West", "used": None, "room": 7}
    assert isinstance(shifts, tuple)
    assert shifts[0] == {"": "Dag", "staff": None}
    assert found.hidden == 1


def test_what_was_moved_and_renamed_is_understood(saved: dict[str, bytes]) -> None:
    found = read(saved["moved"])
    assert (found.answers, found.wrongs) == (GOOD, ())


def test_each_fault_is_named_with_its_cell(saved: dict[str, bytes]) -> None:
    assert sorted(wrong(saved["faulty"])) == [
        "Locaties!A8",
        "Locaties!A9",
        "Locaties!B9",
        "Onze cijfers!B10",
        "Onze cijfers!B11",
        "Onze cijfers!B7",
        "Onze cijfers!B8",
    ]


def test_ten_thousand_rows_too_many_are_refused_at_the_first(saved: dict[str, bytes]) -> None:
    assert list(wrong(saved["many"])) == ["Locaties!A13"]
