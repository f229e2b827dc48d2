from __future__ import annotations

import zipfile

import pytest

from knooppunt.kit.workbooks import sheet_files

ONE, TWO = zipfile.ZipInfo("xl/one.bin"), zipfile.ZipInfo("xl/two.xml")


def test_what_holds_cells_is_a_sheet_whatever_it_is_called() -> None:
    assert sheet_files([(ONE, b"<x:sheetData>"), (TWO, b"<si><t>sheetData</t></si>")]) == [ONE]


def test_the_tag_is_seen_where_two_blocks_meet_but_not_where_two_members_do() -> None:
    assert sheet_files([(ONE, b"<sheet"), (ONE, b"Data>")]) == [ONE]
    assert sheet_files([(ONE, b"<sheet"), (TWO, b"Data>")]) == []


def test_two_sheets_under_one_name_are_refused() -> None:
    with pytest.raises(zipfile.BadZipFile):
        sheet_files([(ONE, b"<sheetData/>"), (zipfile.ZipInfo("xl/ONE.bin"), b"<sheetData/>")])
