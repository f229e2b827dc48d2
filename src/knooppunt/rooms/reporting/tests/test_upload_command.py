"""``knooppunt reporting upload`` as a person or a script meets it."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from knooppunt.ground.access.public import Account
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import clock_at
from knooppunt.rooms.reporting.commands import reporting
from knooppunt.rooms.reporting.exchange.reports import prefilled
from knooppunt.rooms.reporting.public import form
from knooppunt.rooms.reporting.tests.made import HOUR, NODE, OPENS, Made, make
from knooppunt.rooms.reporting.tests.sheets import BEDS, QUESTIONS, edited

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Made:
    return make()


@pytest.fixture
def sheet(made: Made, tmp_path: Path) -> Path:
    """The sheet of Fryslân with the beds filled in."""
    place = tmp_path / "opgave.xlsx"
    content = prefilled(form(made.fryslan_asked, actor=made.fryslan))
    place.write_bytes(edited(lambda book: book[QUESTIONS].__setitem__(BEDS, 12), content))
    return place


def run(*arguments: object, who: Actor = NODE) -> Result:
    account = Account.objects.filter(person=UUID(who.id)).first() if who is not NODE else None
    options = ["--as", account.email] if account else []
    with clock_at(OPENS + HOUR):
        return CliRunner().invoke(reporting, [*options, "upload", *map(str, arguments)])


def beds(made: Made) -> object:
    newest = form(made.fryslan_asked, actor=made.fryslan).newest
    return newest and (newest.way, newest.answers["beds"])


def test_a_region_submits_its_sheet(made: Made, sheet: Path) -> None:
    result = run(sheet, who=made.fryslan)
    assert (result.exit_code, beds(made)) == (0, ("sheet", 12))


def test_the_operator_submits_it_on_behalf_of_the_region(made: Made, sheet: Path) -> None:
    result = run(sheet)
    assert (result.exit_code, beds(made)) == (0, ("behalf", 12))


def test_a_dry_run_submits_nothing(made: Made, sheet: Path) -> None:
    result = run(sheet, "--dry-run", who=made.fryslan)
    assert (result.exit_code, beds(made)) == (0, None)


def test_a_wrong_cell_ends_with_1_and_is_named(made: Made, sheet: Path) -> None:
    sheet.write_bytes(edited(lambda book: book[QUESTIONS].__setitem__("B8", "ca. 12"), sheet.read_bytes()))
    result = run(sheet, who=made.fryslan)
    assert (result.exit_code, beds(made)) == (1, None)
    assert result.stderr.startswith("Vragen!B8: ")


def test_to_another_region_there_is_no_such_report(made: Made, sheet: Path) -> None:
    result = run(sheet, who=made.drenthe)
    assert (result.exit_code, beds(made)) == (1, None)
    assert "Frysl" not in result.stderr


def test_what_is_no_sheet_ends_with_1_and_a_sentence(made: Made, tmp_path: Path) -> None:
    place = tmp_path / "opgave.csv"
    place.write_text("vraag;antwoord")
    result = run(place, who=made.fryslan)
    assert result.exit_code == 1
    assert "opgave.csv" in result.stderr
