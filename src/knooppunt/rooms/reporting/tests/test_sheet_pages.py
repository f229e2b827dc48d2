"""The pages of the sheet: download, upload, look, submit; closed to whoever may not report there."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.cast import browser, someone

from knooppunt.ground.access.public import Account
from knooppunt.ground.files.public import original_path
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import clock_at
from knooppunt.rooms.reporting.exchange.package import LARGEST_FILE
from knooppunt.rooms.reporting.public import form, save_draft, submit_report
from knooppunt.rooms.reporting.tests.asked import GOOD
from knooppunt.rooms.reporting.tests.made import CLOSES, HOUR, OPENS, Made, make
from knooppunt.rooms.reporting.tests.sheets import BEDS, QUESTIONS, edited

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Made:
    return make()


def client(actor: Actor) -> Client:
    return browser(Account.objects.get(person=UUID(actor.id)))


def address(name: str, expectation: UUID) -> str:
    return reverse(f"reporting:{name}", args=[expectation])


def downloaded(actor: Actor, expectation: UUID) -> bytes:
    with clock_at(OPENS + HOUR):
        answer = client(actor).get(address("sheet_download", expectation))
    assert answer.status_code == 200
    return b"".join(answer)


def filled_in(content: bytes, **cells: object) -> bytes:
    """The sheet with the beds that are needed, and other cells of the single questions."""

    def fill(book: Any) -> None:
        for cell, told in {BEDS: 12, **cells}.items():
            book[QUESTIONS][cell] = told

    return edited(fill, content)


def uploaded(actor: Actor, expectation: UUID, content: bytes, name: str = "opgave.xlsx") -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    with clock_at(OPENS + HOUR):
        return client(actor).post(address("sheet", expectation), {"file": file})  # type: ignore[return-value]


def ticket(page: HttpResponse) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"|\?ticket=([^"]+)"', page.content.decode())
    assert found is not None
    return found[1] or found[2]


def submitted(actor: Actor, expectation: UUID, page: HttpResponse, at: Any = OPENS + HOUR, **more: str) -> HttpResponse:
    with clock_at(at):
        told = {"ticket": ticket(page), **more}
        return client(actor).post(address("sheet_submit", expectation), told)  # type: ignore[return-value]


def test_a_sheet_goes_out_and_comes_in_as_a_report_with_its_original_kept(made: Made) -> None:
    content = filled_in(downloaded(made.fryslan, made.fryslan_asked))
    page = uploaded(made.fryslan, made.fryslan_asked, content)
    assert page.status_code == 200
    assert form(made.fryslan_asked, actor=made.fryslan).newest is None
    answer = submitted(made.fryslan, made.fryslan_asked, page)
    assert answer.status_code == 302
    newest = form(made.fryslan_asked, actor=made.fryslan).newest
    assert newest is not None
    assert (newest.way, newest.answers["beds"], newest.by) == ("sheet", 12, made.fryslan.name)
    assert original_path(newest.original).read_bytes() == content


def test_the_sheet_begins_with_the_draft(made: Made) -> None:
    with clock_at(OPENS):
        save_draft(expectation=made.fryslan_asked, entries={"q.beds": ["77"]}, seen=0, actor=made.fryslan)
    book = load_workbook(BytesIO(downloaded(made.fryslan, made.fryslan_asked)))
    assert book[QUESTIONS][BEDS].value == 77


def test_the_sheet_shows_the_last_report_with_its_day(made: Made) -> None:
    with clock_at(OPENS):
        submit_report(expectation=made.fryslan_asked, answers=GOOD, seen=0, actor=made.fryslan)
    book = load_workbook(BytesIO(downloaded(made.fryslan, made.fryslan_asked)))
    assert [book[QUESTIONS][cell].value for cell in ("B7", "E7", "F7")] == [80, 80, "03-03-2026"]


def test_whoever_downloads_the_sheet_has_opened_the_form(made: Made) -> None:
    downloaded(made.fryslan, made.fryslan_asked)
    assert form(made.fryslan_asked, actor=made.fryslan).place.opened_by == made.fryslan.name


def test_a_wrong_cell_is_named_and_can_be_downloaded_marked(made: Made) -> None:
    content = filled_in(downloaded(made.fryslan, made.fryslan_asked), B8="ca. 12")
    page = uploaded(made.fryslan, made.fryslan_asked, content)
    assert page.status_code == 400
    assert "Vragen!B8" in page.content.decode()
    assert "sheet_submit" not in page.content.decode()
    with clock_at(OPENS + HOUR):
        answer = client(made.fryslan).get(
            address("sheet_marked", made.fryslan_asked), {"ticket": ticket(page).replace("%3A", ":")}
        )
    cell = load_workbook(BytesIO(b"".join(answer)))[QUESTIONS]["B8"]
    assert cell.value == "ca. 12"
    assert cell.comment is not None
    assert "5000" in cell.comment.text


def test_a_sheet_with_a_wrong_cell_is_not_submitted_by_its_ticket_either(made: Made) -> None:
    content = filled_in(downloaded(made.fryslan, made.fryslan_asked), B8="ca. 12")
    page = uploaded(made.fryslan, made.fryslan_asked, content)
    with clock_at(OPENS + HOUR):
        told = {"ticket": ticket(page).replace("%3A", ":")}
        answer = client(made.fryslan).post(address("sheet_submit", made.fryslan_asked), told)
    assert answer.status_code == 400
    assert form(made.fryslan_asked, actor=made.fryslan).newest is None


def test_the_sheet_of_another_region_is_refused_and_not_kept(made: Made) -> None:
    content = downloaded(made.drenthe, made.drenthe_asked)
    page = uploaded(made.fryslan, made.fryslan_asked, content)
    assert page.status_code == 400
    assert "Drenthe" in page.content.decode()


@pytest.mark.parametrize("content", [b"vraag;antwoord", b"PK\x03\x04" + bytes(LARGEST_FILE)])
def test_what_is_no_sheet_or_too_large_is_refused_on_the_page(made: Made, content: bytes) -> None:
    page = uploaded(made.fryslan, made.fryslan_asked, content, "groot.xlsx")
    assert page.status_code == 400
    assert "groot.xlsx" in page.content.decode()


def test_when_someone_submitted_in_the_meantime_it_is_said_and_can_be_submitted_after_that(made: Made) -> None:
    content = filled_in(downloaded(made.fryslan, made.fryslan_asked))
    page = uploaded(made.fryslan, made.fryslan_asked, content)
    with clock_at(OPENS):
        submit_report(expectation=made.fryslan_asked, answers=GOOD, seen=0, actor=made.fryslan)
    again = submitted(made.fryslan, made.fryslan_asked, page)
    assert again.status_code == 409
    assert submitted(made.fryslan, made.fryslan_asked, again).status_code == 302
    newest = form(made.fryslan_asked, actor=made.fryslan).newest
    assert newest is not None
    assert newest.version == 2


def test_a_closed_round_takes_a_sheet_as_a_correction_with_its_reason_only(made: Made) -> None:
    with clock_at(OPENS):
        submit_report(expectation=made.fryslan_asked, answers=GOOD, seen=0, actor=made.fryslan)
    page = uploaded(made.fryslan, made.fryslan_asked, filled_in(downloaded(made.fryslan, made.fryslan_asked)))
    without = submitted(made.fryslan, made.fryslan_asked, page, CLOSES + HOUR)
    assert without.status_code == 400
    assert submitted(made.fryslan, made.fryslan_asked, page, CLOSES + HOUR, reason="Telfout").status_code == 302


def test_a_colleague_of_the_node_brings_a_sheet_on_behalf_and_that_is_recorded(made: Made) -> None:
    page = uploaded(made.officer, made.fryslan_asked, filled_in(downloaded(made.officer, made.fryslan_asked)))
    submitted(made.officer, made.fryslan_asked, page)
    newest = form(made.fryslan_asked, actor=made.fryslan).newest
    assert newest is not None
    assert newest.way == "behalf"
    with clock_at(OPENS + HOUR):
        answer = client(made.officer).get(reverse("reporting:original", args=[newest.id]))
    assert answer["Content-Disposition"].endswith('.xlsx"')


def test_a_ticket_holds_for_who_got_it_and_for_its_own_report_only(made: Made) -> None:
    page = uploaded(made.officer, made.fryslan_asked, filled_in(downloaded(made.officer, made.fryslan_asked)))
    assert submitted(made.fryslan, made.fryslan_asked, page).status_code == 400
    assert submitted(made.officer, made.drenthe_asked, page).status_code == 400
    assert form(made.fryslan_asked, actor=made.fryslan).newest is None
    assert form(made.drenthe_asked, actor=made.drenthe).newest is None


@pytest.mark.parametrize("name", ["sheet", "sheet_download", "sheet_marked"])
def test_to_another_region_and_to_a_reader_there_is_nothing(made: Made, name: str) -> None:
    reader = someone("Loes Lezer", bundle="auditor")
    for actor in (made.drenthe, reader):
        with clock_at(OPENS + HOUR):
            assert client(actor).get(address(name, made.fryslan_asked)).status_code == 404
