"""A file that cannot be taken as a whole is refused with a sentence that says what it is."""

from __future__ import annotations

import random
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from knooppunt.kit.problems import Invalid
from knooppunt.rooms.reporting.exchange.package import LARGEST_FILE, LARGEST_UNPACKED
from knooppunt.rooms.reporting.exchange.reading import read_sheet
from knooppunt.rooms.reporting.exchange.writing import write_sheet
from knooppunt.rooms.reporting.tests.asked import ASKED, GOOD
from knooppunt.rooms.reporting.tests.sheets import FACTS, PLACES, QUESTIONS, edited, read, sheet


def with_part(name: str, content: bytes, original: bytes | None = None) -> bytes:
    """A sheet of which one part was put in place of its own."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(original or sheet())) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return made.getvalue()


def opendocument() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return made.getvalue()


FOREIGN = {
    "leeg.xlsx": (b"", "empty"),
    "oud.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "password"),
    "blad.ods": (opendocument(), "no Excel file"),
    "cijfers.csv": (b"vraag;antwoord\n1;2\n", "no Excel file"),
    "blad.pdf": (b"%PDF-1.7", "PDF"),
    "half.xlsx": (sheet()[: len(sheet()) // 2], "not whole"),
    "groot.xlsx": (b"PK\x03\x04" + bytes(LARGEST_FILE), "larger than 20 MB"),
    "bom.xlsx": (with_part("xl/media/a", bytes(LARGEST_UNPACKED)), "unpacked"),
    "entiteit.xlsx": (
        with_part("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>'),
        "damaged",
    ),
    "stuk.xlsx": (with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"), "damaged"),
    "stiekem.xlsx": (with_part("xl/media/a", b"<worksheet><sheetData/></worksheet>"), "damaged"),
    "ver.xlsx": (edited(lambda book: book[PLACES].__setitem__("A1048576", 1)), "A1048576"),
    "breed.xlsx": (edited(lambda book: book[PLACES].__setitem__("XFD1", 1)), "XFD1"),
    "ander.xlsx": (edited(lambda book: [book[name].delete_rows(6, 2) for name in book.sheetnames]), "hidden rows"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_that_is_no_sheet_of_a_report_is_refused_by_name(name: str) -> None:
    content, why = FOREIGN[name]
    with pytest.raises(Invalid, match=why) as refused:
        read_sheet(content, ASKED, FACTS, name)
    assert name in str(refused.value)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"round": "other", "round_name": "Zorg in de regio, ronde 11"}, "ronde 11"),
        ({"organisation": "other", "organisation_name": "Veiligheidsregio Drenthe"}, "Drenthe"),
        ({"version": "2"}, "version 2"),
    ],
)
def test_a_sheet_of_another_report_is_refused_and_said_to_be_so(other: dict[str, str], said: str) -> None:
    content = write_sheet(ASKED, GOOD, replace(FACTS, **other))  # type: ignore[arg-type]  # texts only
    with pytest.raises(Invalid, match=said):
        read(content)


def test_one_sheet_that_was_copied_in_from_another_round_is_refused() -> None:
    def paste(book: Any) -> None:
        for row in book[PLACES].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "kp:facts" in cell.value:
                    cell.value = cell.value.replace('"round": "0190-round"', '"round": "0189"').replace("12", "11")

    with pytest.raises(Invalid, match="ronde 11"):
        read(edited(paste))


def test_the_properties_of_the_document_tell_too_of_which_report_it_is() -> None:
    content = sheet()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        properties = archive.read("docProps/custom.xml").replace(b"0190-round", b"0189-round")
    with pytest.raises(Invalid, match="belongs"):
        read(with_part("docProps/custom.xml", properties, content))


def test_a_sheet_without_properties_is_read_by_its_marks(tmp_path: Path) -> None:
    place = tmp_path / "opgave.xlsx"
    place.write_bytes(with_part("docProps/custom.xml", b"<Properties/>"))
    assert read_sheet(place, ASKED, FACTS).answers == GOOD


def test_an_empty_cell_far_away_that_only_has_looks_does_no_harm() -> None:
    def edit(book: Any) -> None:
        book[PLACES]["ZZ90000"].number_format = "0.0"

    assert read(edited(edit)).answers == GOOD


def outcome(content: bytes) -> str:
    """What is said of a file that is called ``opgave.xlsx``."""
    try:
        return f"opgave.xlsx: {read(content).answers}"
    except Invalid as refused:
        return str(refused)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused_and_never_breaks_anything(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(sheet())
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    assert "opgave.xlsx" in outcome(bytes(content))


def test_marks_that_were_meddled_with_are_refused() -> None:
    def edit(book: Any) -> None:
        for row in book[QUESTIONS].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "kp:facts" in cell.value:
                    cell.value = "kp:facts:[1"

    with pytest.raises(Invalid, match="hidden rows"):
        read(edited(edit))
