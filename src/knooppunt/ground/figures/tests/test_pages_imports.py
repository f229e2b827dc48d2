"""The pages of imports: a file comes in, is previewed and confirmed; what it brought, and the file itself."""

from __future__ import annotations

import csv
import gzip
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.cast import account_of, browser

from knooppunt.ground.access.public import TLP, Account
from knooppunt.ground.figures.tests.bringing import ROSA, bring, counts, line, value
from knooppunt.ground.figures.tests.made_files import GENERIC_HEADER
from knooppunt.kit.ids import new_id

pytestmark = pytest.mark.usefixtures("catalogue")

DAY = "2020-09-15"


@pytest.fixture
def sanne(db: None) -> Account:
    return account_of("Sanne Steward", bundle="data_steward")


@pytest.fixture
def steward(sanne: Account) -> Client:
    return browser(sanne)


def table(*rows: str) -> bytes:
    return "".join(row + "\n" for row in (GENERIC_HEADER, *rows)).encode()


def upload(client: Client, content: bytes, name: str = "cijfers.csv", marking: str = "GREEN") -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return client.post("/imports/", {"file": file, "marking": marking})  # type: ignore[return-value]  # of the client


def text_of(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]  # an answer of the client


def ticket_in(answer: object) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', text_of(answer))
    assert found is not None
    return found[1]


def test_a_file_is_previewed_before_anything_is_written_and_then_confirmed(steward: Client) -> None:
    before = counts()
    shown = upload(steward, table(line("GM0344", DAY, 12), line("GM9999", DAY, 3), line("GM0363", DAY, "=1+2")))
    told = text_of(shown)
    assert shown.status_code == 200
    assert "Er is nog niets vastgelegd." in told
    assert "Er is geen gebied GM9999" in told
    assert "=1+2 is een formule" in told
    after = counts()
    assert {name for name in before if after[name] != before[name]} == {"original", "journal"}
    done = steward.post("/imports/confirm/", {"ticket": ticket_in(shown)}, follow=True)
    assert "cijfers.csv is ingelezen." in text_of(done)
    assert "2 rijen van dit bestand wachten in quarantaine." in text_of(done)
    assert value("GM0344", DAY) == 12
    assert "cijfers.csv" in text_of(steward.get("/imports/"))


def test_a_correction_is_shown_with_the_old_and_the_new_value(steward: Client, tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", DAY, 12))
    told = text_of(upload(steward, table(line("GM0344", DAY, 15))))
    assert "<del>12</del> <ins>15</ins>" in told
    assert value("GM0344", DAY) == 12


def test_a_file_that_came_in_before_is_recognised(steward: Client, tmp_path: Path) -> None:
    delivery = bring(tmp_path, line("GM0344", DAY, 12)).delivery
    told = text_of(upload(steward, table(line("GM0344", DAY, 12)), name="ander.csv"))
    assert "Dit bestand is al eerder ingelezen." in told
    assert f"/imports/{delivery}/" in told
    assert 'name="ticket"' not in told


HALF = gzip.compress(table(*(line("GM0344", DAY, number) for number in range(2000))), mtime=0)[:100]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("leeg.csv", b"", "Het bestand is leeg."),
        ("brief.csv", b"a,b\n1,2\n", "De kopregel van brief.csv is van geen bekende bron."),
        ("half.csv.gz", HALF, "half.csv.gz is niet compleet"),
        ("foto.csv", b"\x89PNG\r\n\x1a\n" + bytes(100), "foto.csv"),
        ("groot.csv", table() + b"x" * (1 << 20), "groot.csv is groter dan 1 MB"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_on_the_same_form(
    steward: Client, settings: Any, name: str, content: bytes, sentence: str
) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, import_max_mb=1)
    before = counts()
    refused = upload(steward, content, name)
    assert refused.status_code == 400
    assert sentence in text_of(refused)
    assert 'id="id_file"' in text_of(refused)
    assert counts()["delivery"] == before["delivery"]


def test_a_preview_can_be_confirmed_only_by_whoever_saw_it_and_only_as_it_was(steward: Client) -> None:
    ticket = ticket_in(upload(steward, table(line("GM0344", DAY, 12))))
    other = browser(account_of("Otto Officer", bundle="node_officer"))
    for client, sent in ((other, ticket), (steward, ticket.swapcase()), (steward, "")):
        refused = client.post("/imports/confirm/", {"ticket": sent})
        assert refused.status_code == 400
        assert "Dit voorbeeld geldt niet meer" in text_of(refused)
    assert counts()["delivery"] == 0


def test_whoever_only_reads_sees_the_list_and_cannot_bring_anything_in(steward: Client, tmp_path: Path) -> None:
    reader = browser(account_of("Rik Reader", bundle="commissioner"))
    bring(tmp_path, line("GM0344", DAY, 12))
    shown = text_of(reader.get("/imports/"))
    assert "table.csv" in shown
    assert 'id="id_file"' not in shown
    assert upload(reader, table(line("GM0344", DAY, 13))).status_code == 404
    ticket = ticket_in(upload(steward, table(line("GM0344", DAY, 13))))
    assert reader.post("/imports/confirm/", {"ticket": ticket}).status_code == 404


def test_an_upload_without_the_token_of_its_form_is_refused(sanne: Account) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(sanne)
    assert upload(careful, table(line("GM0344", DAY, 12))).status_code == 403


def test_a_preview_tells_nothing_of_deliveries_that_are_hidden(steward: Client, tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", DAY, 12), marking=TLP.AMBER_STRICT)
    told = text_of(upload(steward, table(line("GM0344", DAY, 15), line("GM0363", DAY, 4), line("?", DAY, 4))))
    assert "Niet alles van deze bron is voor u zichtbaar" in told
    assert "<del>" not in told
    assert "gecorrigeerd</li>" not in told
    bring(tmp_path, line("GM0344", DAY, 16), name="open.csv")
    assert "niet vermeld" in text_of(steward.get("/imports/"))
    same = text_of(upload(steward, table(line("GM0344", DAY, 12))))
    assert not re.search(r"/imports/[0-9a-f-]{36}/", same)


def test_a_delivery_that_is_hidden_is_as_one_that_does_not_exist(steward: Client, tmp_path: Path) -> None:
    hidden = bring(tmp_path, line("GM0344", DAY, 12), line("?", DAY, 1), marking=TLP.AMBER_STRICT).delivery
    for which in (hidden, new_id()):
        for part in ("", "original", "quarantine.csv"):
            assert steward.get(f"/imports/{which}/{part}").status_code == 404
        assert steward.get(f"/imports/quarantine/?delivery={which}").status_code == 404
    assert str(hidden) not in text_of(steward.get("/imports/"))


def test_the_original_and_the_rows_kept_apart_can_be_taken_along(steward: Client) -> None:
    content = table(line("GM0344", DAY, 12), line("GM0363", DAY, "=HYPERLINK(1)"))
    shown = upload(steward, content, "=cijfers.csv")
    where = steward.post("/imports/confirm/", {"ticket": ticket_in(shown)})["Location"]
    UUID(where.split("/")[2])
    original = steward.get(f"{where}original")
    assert b"".join(original.streaming_content) == content  # type: ignore[attr-defined]  # it streams
    assert original["Content-Type"] == "application/octet-stream"
    rows = list(csv.reader(io.StringIO(steward.get(f"{where}quarantine.csv").content.decode())))
    assert "'=HYPERLINK(1)" in rows[1]
    assert [cell for row in rows for cell in row if cell.startswith("=")] == []


def test_the_list_and_a_delivery_need_few_queries_however_much_there_is(
    steward: Client, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        rows = [line("GM0344", f"2020-09-{day:02d}", 10 * day + number) for day in range(1, 20)]
        delivery = bring(tmp_path, *rows, line("?", DAY, number)).delivery
    with django_assert_max_num_queries(9):
        steward.get("/imports/")
    with django_assert_max_num_queries(12):
        assert "<del>12</del>" in text_of(steward.get(f"/imports/{delivery}/"))


def test_an_excel_file_comes_in_the_same_way(steward: Client) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    for number, row in enumerate((GENERIC_HEADER.split(","), ["tests.positive", "GM0344", DAY, DAY, 12])):
        sheet.write_row(number, 0, row)
    book.close()
    assert "Lees dit bestand in" in text_of(upload(steward, stream.getvalue(), "cijfers.xlsx"))
    assert ROSA.name not in text_of(steward.get("/imports/"))
