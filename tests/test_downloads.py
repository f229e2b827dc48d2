"""Every page with a table gives it as CSV and as xlsx: what the page shows this reader, and to nobody more."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cast import account_of, browser
from tests.made_house import House, furnish

pytestmark = pytest.mark.django_db

PAGES = {
    "/figures/?indicator=cases.reported&area=all:region&since=2020-09-15&until=2020-09-15": "figures.read",
    "/figures/flags/?tab=answered": "figures.read",
    "/figures/gaps/": "figures.read",
    "/imports/": "figures.read",
    "/imports/quarantine/": "figures.read",
    "/editions/": "picture.read",
    "/journal/": "journal.read",
    "/network/": "network.read",
    "/network/people/": "network.contacts",
    "/accounts/": "access.manage",
    "/accounts/tokens/": "access.manage",
    "/account/tokens/": "",
}
WITH_MANY = [path for path in PAGES if "tokens" not in path]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return furnish(tmp_path)


def _reader(path: str) -> Any:
    bundle = "administrator" if PAGES[path] == "access.manage" else "section_head"
    return browser(account_of("Lies Lezer", bundle=bundle))


def _with(path: str, kind: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}format={kind}"


def _rows(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("path", PAGES)
def test_a_table_is_the_same_as_csv_and_as_workbook(path: str, house: House) -> None:
    client = _reader(path)
    as_csv, as_book = client.get(_with(path, "csv")), client.get(_with(path, "xlsx"))
    assert as_csv["Content-Type"] == "text/csv; charset=utf-8"
    assert as_csv["Content-Disposition"].endswith('.csv"')
    assert as_book["Content-Disposition"].endswith('.xlsx"')
    rows = _rows(as_csv)
    sheet = openpyxl.load_workbook(io.BytesIO(as_book.content))["table"]
    assert [cell.value for cell in sheet[1]] == rows[0]
    assert rows[0][-1] == "known_at"
    assert sheet.max_row == len(rows)
    assert len(rows) > 1 or path not in WITH_MANY


@pytest.mark.parametrize("path", [path for path, needs in PAGES.items() if needs])
def test_who_may_not_see_the_page_gets_no_table(path: str, house: House) -> None:
    stranger = browser(house.without_mandate)
    for kind in ("csv", "xlsx", "pdf"):
        assert stranger.get(_with(path, kind)).status_code == 404


def test_rows_that_are_hidden_on_the_page_are_not_in_the_table(house: House) -> None:
    """The delivery that is only for the node itself is in the table of who works there, and of nobody else."""
    other = browser(account_of("Vera Vreemd", organisation="VRU", bundle="commissioner"))
    ours, theirs = _rows(_reader("/imports/").get("/imports/?format=csv")), _rows(other.get("/imports/?format=csv"))
    assert "eigen.csv" in str(ours)
    assert "eigen.csv" not in str(theirs)
    assert "cijfers.csv" in str(theirs)


def test_another_format_is_refused(house: House) -> None:
    assert _reader("/editions/").get("/editions/?format=pdf").status_code == 400


def test_pages_link_to_their_tables_as_they_are_narrowed_down(house: House) -> None:
    page = _reader("/journal/").get("/journal/?event=picture.EditionPublished").content.decode()
    assert "?event=picture.EditionPublished&amp;format=csv" in page
    assert "?event=picture.EditionPublished&amp;format=xlsx" in page
