"""The directory as a file: out and in again, and each wrong line named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from uuid import UUID

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import account_of, browser

from knooppunt.ground.files.public import MOST_LINES
from knooppunt.ground.network.exchange.cards import cards, read_cards
from knooppunt.ground.network.exchange.tables import read_table, table_rows
from knooppunt.ground.network.public import (
    add_contact_point,
    appointments,
    contact_points,
    everyone,
    import_people,
    known,
    organisation,
    people,
    reorder,
)
from knooppunt.ground.network.rules.importing import COLUMNS, Reading, read_lines
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid
from knooppunt.kit.tables import Table, csv_lines, xlsx

pytestmark = pytest.mark.django_db
NODE = system_actor("test")
HEAD = "name,organisation,function,role,email,sms,voice"


def read(text: str) -> Reading:
    return read_lines(read_table(text.encode(), "people.csv"), known(actor=NODE))


def wrongs(text: str) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.problem.template) for one in read(text).wrongs]


def bring(reading: Reading) -> int:
    assert reading.wrongs == []
    return import_people(lines=reading.lines, original="x", actor=NODE)


def someone_known() -> UUID:
    person = account_of("Ada de Vries").person_id
    add_contact_point(person=person, means="sms", address="0612345678", actor=NODE)
    add_contact_point(person=person, means="voice", address="0302345678", actor=NODE)
    email, sms, voice = (one.id for one in contact_points([person], actor=NODE)[person])
    reorder(person=person, order=[sms, email, voice], actor=NODE)
    return person


def as_csv() -> bytes:
    table = Table("people", "", COLUMNS, table_rows(everyone(actor=NODE)))
    return "".join(csv_lines(table, now())).encode()


def as_xlsx() -> bytes:
    return xlsx(Table("people", "", COLUMNS, table_rows(everyone(actor=NODE))), now())


def test_people_are_added_with_function_role_and_contact_points_in_the_order_of_the_line() -> None:
    account_of("Ada de Vries")
    told = f'{HEAD},order\nBo Stil,VRU,Jurist,lawyer,bo@example.org,06-12345678,030 2345678,"sms,voice"\n'
    assert bring(read(told)) == 1
    (bo,) = [one for one in people(actor=NODE) if one.name == "Bo Stil"]
    (held,) = appointments(person=bo.id, actor=NODE)
    assert (held.function.title, held.function.role) == ("Jurist", "lawyer")
    assert held.function.organisation == organisation("VRU", actor=NODE)
    assert [one.address for one in contact_points([bo.id], actor=NODE)[bo.id]] == [
        "+31612345678", "+31302345678", "bo@example.org",
    ]  # fmt: skip


@pytest.mark.parametrize("made", [as_csv, as_xlsx])
def test_a_table_that_went_out_comes_in_again_and_changes_nothing(made: Callable[[], bytes]) -> None:
    someone_known()
    before = list(everyone(actor=NODE))
    assert bring(read_lines(read_table(made(), "people"), known(actor=NODE))) == 0
    assert list(everyone(actor=NODE)) == before


def test_cards_that_went_out_come_in_again_and_change_nothing() -> None:
    someone_known()
    before = list(everyone(actor=NODE))
    told = "".join(cards(before)).encode()
    assert b"VERSION:3.0" in told
    assert bring(read_lines(read_cards(told, "people.vcf"), known(actor=NODE))) == 0
    assert list(everyone(actor=NODE)) == before


def test_a_card_of_another_house_in_version_four_is_read() -> None:
    told = (
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Bo Stil\r\nN:Stil;Bo;;;\r\nUID:urn:x\r\nEMAIL;TYPE=work:Bo@Example.org\r\n"
        "TEL;VALUE=uri;TYPE=\"cell,text\":tel:+31-6-12345678\r\nTEL;TYPE=work:030 234 56 78\r\n"
        "TEL;TYPE=fax:030 234 56 79\r\nEND:VCARD\r\n"
    )  # fmt: skip
    (line,) = read_lines(read_cards(told.encode(), "bo.vcf"), known(actor=NODE)).lines
    assert [(one.means, one.address) for one in line.contacts] == [
        ("email", "bo@example.org"), ("sms", "+31612345678"), ("voice", "+31302345678"),
    ]  # fmt: skip


def test_each_wrong_line_is_named_by_line_and_column() -> None:
    account_of("Ada de Vries")
    told = "\n".join([
        HEAD,
        "Een,VRU,Jurist,lawyer,,,",
        "Twee,Nergens,Jurist,lawyer,twee@example.org,,",
        "Drie,VRU,Jurist,wizard,drie@example.org,,",
        "Vier,VRU,Jurist,lawyer,,06123,",
        "Vijf,VRU,,,vijf@example.org,,",
        ",VRU,Jurist,,zes@example.org,,",
        "Zeven,VRU,Jurist,,zeven@example.org,,",
        "Zeven,VRU,Jurist,,zeven@example.org,,",
        "Acht,VRU,Jurist,,zeven@example.org,,",
    ])  # fmt: skip
    assert [(line, column) for line, column, _said in wrongs(told)] == [
        (2, "email"), (3, "organisation"), (4, "role"), (5, "sms"), (6, "function"), (7, "name"), (9, "name"),
        (10, "email"),
    ]  # fmt: skip


def test_somebody_with_two_functions_has_two_lines_and_is_one_person() -> None:
    account_of("Ada de Vries")
    told = f"{HEAD}\nBo,VRU,Jurist,,bo@example.org,,\nBo,VRU,Voorlichter,,bo@example.org,,\n"
    assert bring(read(told)) == 1
    (bo,) = [one for one in people(actor=NODE) if one.name == "Bo"]
    assert len(appointments(person=bo.id, actor=NODE)) == 2


def test_columns_have_dutch_names_too_and_semicolons_and_line_breaks_within_a_cell_keep_the_count() -> None:
    told = 'Naam;E-mail;Mobiel\n"Bo\nStil";bo@example.org;06-12345678\nCo;;06-1\n'
    reading = read(told)
    assert [one.name for one in reading.lines] == ["Bo Stil"]
    assert [(one.line, one.column) for one in reading.wrongs] == [(4, "sms")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"name,shoe\n", "no column"),
        (b"name,name\n", "twice"),
        (b"email\n", "no column name"),
        ("naam\nBjörn".encode("latin-1"), "UTF-8"),
        (b"PK\x03\x04 and then nothing", "workbook"),
        (b"name\0\n", "no table"),
        (b'name\n"open', "from line"),
        (b"name\n" + b"x\n" * (MOST_LINES + 1), "more than"),
        (b"x" * (6 << 20), "larger"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_why(content: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_table(content, "people.csv")


def test_a_workbook_with_a_cell_far_away_is_refused_before_room_is_made_for_it() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "name")
        sheet.write(1_000_000, 16_000, "x")
    with pytest.raises(Invalid, match="beyond"):
        read_table(buffer.getvalue(), "people.xlsx")


FAR = b'<row r="900000"><c r="XFD900000"><v>1</v></c></row></sheetData>'


@pytest.mark.parametrize(
    ("called", "tail"),
    [
        ("other", FAR),
        ("SHEET1", FAR),
        ("sheet1", FAR.replace(b"XFD", b"xfd")),
        ("sheet1", FAR.replace(b' r="XFD900000"', b"")),
        ("sheet1", b'<row r="9">' + b"<c><v>1</v></c>" * 101 + b"</row></sheetData>"),
    ],
    ids=["by_another_name", "in_upper_case", "in_lower_case", "in_a_row_far_away", "without_a_place"],
)
def test_a_cell_far_away_is_found_however_the_file_is_written(called: str, tail: bytes) -> None:
    buffer, rewritten = BytesIO(), BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet().write(0, 0, "name")
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(rewritten, "w") as new:
        for part in old.namelist():
            content = old.read(part).replace(b"worksheets/sheet1.xml", f"worksheets/{called}.xml".encode())
            new.writestr(part.replace("sheet1", called), content.replace(b"</sheetData>", tail))
    with pytest.raises(Invalid, match=r"beyond|workbook"):
        read_table(rewritten.getvalue(), "people.xlsx")


@pytest.mark.parametrize(
    "content", ["BEGIN:VCARD\nFN:Bo\n", "BEGIN:VCARD\nBEGIN:VCARD\nEND:VCARD", "BEGIN:VCARD\n;;;\nEND:VCARD"]
)
def test_a_broken_card_is_named_by_its_line(content: str) -> None:
    with pytest.raises(Invalid, match="line 1"):
        read_cards(content.encode(), "x.vcf")


@given(st.binary(max_size=300))
def test_whatever_bytes_come_they_are_read_or_refused(content: bytes) -> None:
    for reader, before in ((read_table, b""), (read_table, b"name,email,sms\n"), (read_cards, b"BEGIN:VCARD\n")):
        try:
            reader(before + content, "x")
        except Invalid:
            continue


def test_the_pages_show_what_a_file_says_keep_it_and_bring_it_in_once_confirmed() -> None:
    client = browser(account_of("Ilse Beheer", bundle="administrator"))
    told = BytesIO(f"{HEAD}\nBo Stil,VRU,Jurist,lawyer,bo@example.org,,\n".encode())
    told.name = "people.csv"
    shown = client.post("/network/people/import/", {"file": told})
    assert shown.status_code == 200
    assert "Bo Stil" not in [one.name for one in people(actor=NODE)]
    ticket = shown.context["ticket"]
    assert client.post("/network/people/import/confirm/", {"ticket": ticket + "x"}).status_code == 400
    assert client.post("/network/people/import/confirm/", {"ticket": ticket}).status_code == 302
    assert "Bo Stil" in [one.name for one in people(actor=NODE)]
    other = browser(account_of("Otto Beheer", bundle="administrator"))
    assert other.post("/network/people/import/confirm/", {"ticket": ticket}).status_code == 400


def test_a_wrong_line_is_shown_with_its_column_and_nothing_comes_in() -> None:
    client = browser(account_of("Ilse Beheer", bundle="administrator"))
    told = BytesIO(f"{HEAD}\nBo Stil,Nergens,Jurist,,bo@example.org,,\n".encode())
    told.name = "people.csv"
    shown = client.post("/network/people/import/", {"file": told})
    assert shown.status_code == 400
    assert "organisation" in shown.content.decode()
    assert client.post("/network/people/import/confirm/", {"ticket": shown.context["ticket"]}).status_code == 400
    assert "Bo Stil" not in [one.name for one in people(actor=NODE)]


def test_a_file_that_is_confirmed_twice_brings_nobody_twice() -> None:
    account_of("Ada de Vries")
    reading = read(f"{HEAD}\nJan Jansen,KCR2,Lid,,,0612345679,\nKim Kok,,,,kim@region.example,,")
    assert bring(reading) == 2
    assert bring(reading) == 0
    assert sorted(one.name for one in people(actor=NODE)) == ["Ada de Vries", "Jan Jansen", "Kim Kok"]
