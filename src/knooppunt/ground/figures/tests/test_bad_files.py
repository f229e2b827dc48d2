"""Files that are wrong as a whole: refused with a sentence that names the file and the place."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from knooppunt.ground.figures.exchange import text
from knooppunt.ground.figures.exchange.content import open_content
from knooppunt.ground.figures.exchange.reading import Limits
from knooppunt.ground.figures.exchange.text import TextStream
from knooppunt.ground.figures.tests.made_files import GENERIC_HEADER, RIVM_HEADER, made, reading, values
from knooppunt.kit.problems import Invalid

ROW = "tests.positive,VR09,2020-09-15,2020-09-15,1"


def refusal(path: Path, **options: object) -> str:
    with pytest.raises(Invalid) as refused:
        reading(path, **options)
    assert refused.value.place
    return str(refused.value)


def holding(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("content", [b"", gzip.compress(b"", mtime=0), b"\xef\xbb\xbf", b"\n\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refusal(holding(tmp_path, "empty.csv", content)) == "empty.csv is empty."


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    assert refusal(made(tmp_path, "bare.csv", GENERIC_HEADER)) == "bare.csv has a header, and no rows under it."


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 figures", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", r"Office 97-2003 (.xls, .doc)"),
        (b"\n<!DOCTYPE html><html>", "HTML"),
        (b"<?xml version='1.0'?>", "XML"),
        (gzip.compress(b"%PDF-1.7", mtime=0), "PDF"),
        (gzip.compress(gzip.compress(b"a,b", mtime=0), mtime=0), "gzip"),
    ],
)
def test_a_file_of_another_type_is_named(tmp_path: Path, content: bytes, kind: str) -> None:
    assert f"odd.csv is of the type {kind};" in refusal(holding(tmp_path, "odd.csv", content))


def test_a_tar_archive_is_named(tmp_path: Path) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"), io.BytesIO(b""))
    assert "is of the type tar;" in refusal(holding(tmp_path, "many.tar.gz", held.getvalue()))


@pytest.mark.parametrize("part", [0.5, 0.999])
def test_half_a_gzip_is_refused(tmp_path: Path, part: float) -> None:
    whole = made(tmp_path, "half.csv.gz", GENERIC_HEADER, *[ROW] * 500).read_bytes()
    path = holding(tmp_path, "half.csv.gz", whole[: int(len(whole) * part)])
    assert refusal(path).startswith("half.csv.gz is not whole: unpacking stops after ")


def test_a_gzip_with_a_changed_byte_is_refused(tmp_path: Path) -> None:
    whole = bytearray(made(tmp_path, "bad.csv.gz", GENERIC_HEADER, ROW).read_bytes())
    whole[-6] ^= 1
    assert "is not whole" in refusal(holding(tmp_path, "bad.csv.gz", bytes(whole)))


def test_gzip_members_after_each_other_are_one_file(tmp_path: Path) -> None:
    parts = [gzip.compress(line.encode() + b"\n") for line in (GENERIC_HEADER, ROW)]
    assert reading(holding(tmp_path, "two.csv.gz", b"".join(parts))).frame.height == 1


def test_a_zip_with_one_file_is_read_and_one_with_two_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "packed.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", f"{GENERIC_HEADER}\n{ROW}\n")
    assert reading(path).frame.height == 1
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("other.csv", "x")
    assert refusal(path) == "packed.zip holds 2 files; give an archive with one, or the files one by one."


def test_half_a_zip_is_refused(tmp_path: Path) -> None:
    assert "is not whole" in refusal(holding(tmp_path, "half.xlsx", b"PK\x03\x04" + bytes(40)))


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write(f"{GENERIC_HEADER}\n".encode())
        file.truncate(2 << 30)
    assert refusal(path) == "large.csv is larger than 512 MB unpacked, the most that is taken in one file."


def test_a_file_that_grows_above_the_limit_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path, "large.csv.gz", GENERIC_HEADER, *[ROW] * 100_000)
    assert "is larger than 1 MB unpacked" in refusal(path, limits=Limits(max_bytes=1 << 20))


@pytest.mark.parametrize("kind", ["gz", "zip", "xlsx"])
def test_a_bomb_is_refused(tmp_path: Path, kind: str) -> None:
    path, swollen = tmp_path / f"bomb.{kind}", b"0" * (40 << 20)
    if kind == "gz":
        path.write_bytes(gzip.compress(swollen))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml" if kind == "xlsx" else "table.csv", swollen)
    assert refusal(path).startswith(f"bomb.{kind} swells to over 200 times its size when unpacked")


def test_a_workbook_with_definitions_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "laughs.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/_rels/workbook.xml.rels", '<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>')
    assert "DOCTYPE" in refusal(path)


@pytest.mark.parametrize("called", ["sheet1", "SHEET1", "stray"])
def test_a_cell_far_away_is_found_whatever_its_sheet_is_called(tmp_path: Path, called: str) -> None:
    path, far = tmp_path / "far.xlsx", '<row r="9"><c r="XFD9"><v>1</v></c></row>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/workbook.xml", '<workbook><sheets><sheet name="a" r:id="r1" xmlns:r="r"/></sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", '<x><Relationship Id="r1" Target="xl/worksheets/sheet1.xml"/></x>'
        )
        archive.writestr(f"xl/worksheets/{called}.xml", f"<worksheet><sheetData>{far}</sheetData></worksheet>")
    assert ("cell far away, at XFD9" if called != "stray" else "damaged workbook") in refusal(path)


def test_a_way_of_packing_that_comes_out_all_at_once_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("table.csv", bytes(40 << 20))
    assert "is not whole" in refusal(path)


def test_a_nul_byte_is_refused_with_its_line(tmp_path: Path) -> None:
    path = made(tmp_path, "nul.csv", GENERIC_HEADER, ROW, ROW.replace("VR09", "VR\0"))
    assert refusal(path) == "nul.csv has a NUL byte in line 3: it is damaged, or not a text file."


def test_bytes_in_no_known_encoding_are_refused_with_their_line(tmp_path: Path) -> None:
    path = holding(tmp_path, "odd.csv", f"{GENERIC_HEADER}\n{ROW}".encode() + b"\x81\xff\n")
    assert refusal(path) == "Line 2 of odd.csv is neither in UTF-8 nor in CP-1252 (Windows)."


def test_utf_16_is_read_and_told(tmp_path: Path) -> None:
    found = reading(made(tmp_path, "excel.txt", "\ufeff" + GENERIC_HEADER, ROW, encoding="utf-16-le"))
    assert found.frame.height == 1
    assert found.notes == ["The file is in UTF-16; it was read as such."]


def test_quotes_that_do_not_match_are_refused_with_their_line(tmp_path: Path) -> None:
    path = made(tmp_path, "quotes.csv", GENERIC_HEADER, ROW, f'"{ROW}')
    assert refusal(path) == "The quotes in quotes.csv do not match from line 3 on."


def test_a_header_without_one_column_says_which(tmp_path: Path) -> None:
    path = made(
        tmp_path, "short.csv", RIVM_HEADER.replace(";Deceased", ""), "2020-09-15 10:00:00;GM0344;Utrecht;Utrecht;1;0"
    )
    assert refusal(path) == "short.csv looks like rivm_cumulative, but has no column Deceased."


def test_a_header_of_no_source_says_what_it_has_and_what_is_known(tmp_path: Path) -> None:
    sentence = refusal(made(tmp_path, "rooster.csv", "naam,dienst", "Jansen,nacht"))
    assert "It has naam, dienst. Known are rivm_cumulative, " in sentence


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    assert "has the column value twice" in refusal(made(tmp_path, "t.csv", f"{GENERIC_HEADER},value", f"{ROW},1"))
    assert "more than one column for value" in refusal(made(tmp_path, "t.csv", f"{GENERIC_HEADER},waarde", f"{ROW},1"))


def test_a_file_of_another_source_than_was_said_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path, "table.csv", GENERIC_HEADER, ROW)
    assert refusal(path, source="rivm_cumulative") == "table.csv is a file of generic, not of rivm_cumulative."
    assert "There is no source rivm. Known are" in refusal(path, source="rivm")


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ('{"code": "VR02", ', "is not a whole JSON document: it goes wrong in line 2, position 1."),
        ('{"code": NaN}', "is not a JSON document that can be read: NaN."),
        ('{"naam": 1}', "is a JSON document of no source that is known; it holds naam."),
        ("[" * 100_000, "is a JSON document that is nested too deeply."),
    ],
)
def test_a_json_document_that_is_wrong_is_refused(tmp_path: Path, document: str, words: str) -> None:
    assert words in refusal(made(tmp_path, "some.json", document))


def test_text_is_cut_into_pieces_between_lines_and_never_inside_quotes(tmp_path: Path) -> None:
    rows = [ROW.replace("VR09", f'"VR{number:02}"') for number in range(1, 26)]
    path = made(tmp_path, "table.csv", GENERIC_HEADER, *rows)
    pieces = list(TextStream(open_content(path, path.name, Limits()), size=100).pieces())
    assert b"".join(piece.text for piece in pieces) == path.read_bytes()
    assert all(piece.text.count(b'"') % 2 == 0 and piece.text.endswith(b"\n") for piece in pieces)


def test_a_file_of_many_pieces_gives_the_same_figures_and_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [ROW.replace("VR09", f"VR{number:02}") for number in range(1, 26)]
    path = made(tmp_path, "table.csv.gz", GENERIC_HEADER, *rows[:10], "x", *rows[10:], *rows[:1])
    whole = reading(path)
    monkeypatch.setattr(text, "PIECE", 64)
    monkeypatch.setattr("knooppunt.ground.figures.exchange.content.BLOCK", 64)
    again = reading(path)
    assert again.frame.equals(whole.frame)
    assert (again.rejected, again.repeats, again.content_sha256) == (whole.rejected, [(28, 2)], whole.content_sha256)
    assert len(values(again, "tests.positive")) == 25
