"""Files that would grow when they are opened, or break who reads them: each is refused in words."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import account_of, browser

from knooppunt.ground.files.public import MOST_LINES, original_path, originals
from knooppunt.ground.network.exchange.cards import read_cards
from knooppunt.ground.network.exchange.tables import read_table
from knooppunt.kit.authority import system_actor
from knooppunt.kit.problems import Invalid

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKED = "http://schemas.openxmlformats.org/package/2006/relationships"
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{KINDS}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
ONE = "<c><v>1</v></c>"
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="A900000"><v>1</v></c></row>'


def parts(kind: str, target: str) -> str:
    """What says where a part of a workbook stands."""
    part = f'<Relationship Id="r1" Type="{KINDS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKED}">{part}</Relationships>'


def book(rows: str, name: str = "worksheets/sheet1.xml", **more: str) -> bytes:
    """A workbook of one sheet with these rows, which stands under this name."""
    whole = {
        "_rels/.rels": parts("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": parts("worksheet", name),
        f"xl/{name}": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        **more,
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in whole.items():
            archive.writestr(path, text)
    return buffer.getvalue()


BOMBS = {
    "a sheet under another name": book(FAR, "other/far.xml"),
    "a sheet that is called a picture": book(FAR, "media/far.png"),
    "a cell in small letters": book('<row r="1"><c r="zz1"><v>1</v></c></row>'),
    "a row far down, its cells without a place": book(f'<row r="1">{ONE}</row><row r="900000">{ONE}</row>'),
    "many cells without a place": book(f"<row>{ONE * 101}</row>"),
    "many rows without a place": book(f"<row>{ONE}</row>" * 5002),
    "a place that is none": book('<row r="1e6"><c r="A1"><v>1</v></c></row>'),
    "another kind of workbook": book(f"<row>{ONE}</row>", **{"content.xml": "<x/>"}),
    "no workbook at all": b"PK\x03\x04",
}
BROKEN = {
    "an alphabet that does not exist": "FN;CHARSET=nowhere;ENCODING=QUOTED-PRINTABLE:=41",
    "cards in cards": "\n".join(["BEGIN:X"] * 5000 + ["END:X"] * 5000),
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_workbook_that_would_grow_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        read_table(BOMBS[name], "people.xlsx")


def test_a_workbook_whose_cells_do_not_say_where_they_are_is_read() -> None:
    name = '<c t="inlineStr"><is><t>name</t></is></c>'
    assert read_table(book(f"<row>{name}</row><row>{name}</row>"), "people.xlsx") == [(2, {"name": "name"})]


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_card_that_cannot_be_read_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        read_cards(f"BEGIN:VCARD\nVERSION:3.0\n{BROKEN[name]}\nEND:VCARD\n".encode(), "people.vcf")


@pytest.mark.django_db
def test_a_file_that_is_no_table_is_refused_and_kept() -> None:
    client = browser(account_of("Ilse Beheer", bundle="administrator"))
    whole = book(f"<row>{ONE}</row>")
    files = {
        "half.xlsx": whole[: len(whole) // 2],
        "nul.csv": b"name,organisation\nBo\0,KCR2",
        "long.csv": b"name,organisation" + b"\nBo,KCR2" * (MOST_LINES + 1),
    }
    for name, content in files.items():
        answer = client.post("/network/people/import/", {"file": SimpleUploadedFile(name, content)})
        assert (name, answer.status_code) == (name, 400)
    kept = {original_path(digest).read_bytes() for digest, _size in originals(actor=system_actor("test"))}
    assert kept == set(files.values())
