"""The pages on which people judge: rows in quarantine, figures that are hard to believe, totals that do not add up."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.cast import account_of, browser

from knooppunt.ground.figures.public import attention, flags, quarantined
from knooppunt.ground.figures.tests.bringing import CASES, ROSA, WIM, bring, line, value

pytestmark = pytest.mark.usefixtures("catalogue")

DAY = "2020-09-15"


@pytest.fixture
def steward(db: None) -> Client:
    return browser(account_of("Sanne Steward", bundle="data_steward"))


@pytest.fixture
def reader(db: None) -> Client:
    return browser(account_of("Rik Reader", bundle="commissioner"))


def text_of(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]  # an answer of the client


def held(folder: Path, *rows: str) -> list[str]:
    bring(folder, *rows)
    return [str(row.id) for row in quarantined(actor=ROSA)]


def test_rows_are_released_with_the_right_value_by_name(steward: Client, tmp_path: Path) -> None:
    rows = held(tmp_path, line("GM9999", DAY, 7))
    shown = text_of(steward.get("/imports/quarantine/"))
    assert "Er is geen gebied GM9999" in shown
    sent = {"row": rows, "decision": "release", "value": "GM0344", "note": "Tikfout, nagebeld"}
    done = steward.post("/imports/quarantine/", sent, follow=True)
    assert "1 rij is alsnog ingelezen." in text_of(done)
    assert value("GM0344", DAY) == 7
    released = text_of(steward.get("/imports/quarantine/?state=released"))
    assert "Sanne Steward" in released
    assert "Tikfout, nagebeld" in released


def test_all_rows_on_the_page_are_discarded_at_once_with_a_note(steward: Client, tmp_path: Path) -> None:
    rows = held(tmp_path, line("GM9999", DAY, 7), line("GM9998", DAY, 8))
    sent = {"shown": rows, "all": "1", "decision": "discard", "note": "Testrijen"}
    assert "2 rijen zijn verworpen." in text_of(steward.post("/imports/quarantine/", sent, follow=True))
    assert "Er wacht geen rij" in text_of(steward.get("/imports/quarantine/"))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"note": "Nagebeld"}, "Kies eerst de rijen."),
        ({"all": "1", "note": "", "value": "GM0344"}, "Dit veld is verplicht."),
        ({"all": "1", "note": "Nagebeld", "value": "5"}, "in de gekozen rijen zijn deze kolommen fout: area, value"),
        ({"all": "1", "note": "Nagebeld"}, "GM9999"),
    ],
)
def test_a_decision_that_cannot_be_taken_leaves_all_as_it_was_and_says_why(
    steward: Client, tmp_path: Path, sent: dict[str, str], sentence: str
) -> None:
    rows = held(tmp_path, line("GM9999", DAY, 7), line("GM0344", DAY, "=1"))
    refused = steward.post("/imports/quarantine/", {"shown": rows, "decision": "release", **sent})
    assert refused.status_code == 400
    assert sentence in text_of(refused)
    assert len(quarantined(actor=ROSA)) == 2


def test_whoever_may_not_review_sees_the_rows_and_cannot_decide(reader: Client, tmp_path: Path) -> None:
    rows = held(tmp_path, line("GM9999", DAY, 7))
    shown = text_of(reader.get("/imports/quarantine/"))
    assert "GM9999" in shown
    assert 'name="row"' not in shown
    sent = {"row": rows, "decision": "discard", "note": "Weg ermee"}
    assert reader.post("/imports/quarantine/", sent).status_code == 404
    assert reader.post("/figures/flags/", {"flag": rows, "note": "Zo hoort het"}).status_code == 404


def test_one_note_answers_the_flags_that_are_chosen(steward: Client, tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", DAY, -7), line("GM0363", DAY, -8))
    chosen = [str(flag.id) for flag in flags(actor=ROSA)]
    shown = text_of(steward.get("/figures/flags/"))
    assert "Een aantal van -7 is kleiner dan nul." in shown
    assert "Kies eerst wat u beantwoordt." in text_of(steward.post("/figures/flags/", {"note": "Correctie"}))
    done = steward.post("/figures/flags/", {"flag": chosen, "note": "Correctie van de bron"}, follow=True)
    assert f"{len(chosen)} antwoorden zijn bewaard." in text_of(done)
    assert "Geen enkel cijfer is onwaarschijnlijk" in text_of(done)
    assert "Correctie van de bron" in text_of(steward.get("/figures/flags/?tab=answered"))
    again = steward.post("/figures/flags/", {"flag": chosen, "note": "Nog eens"})
    assert "heeft deze signalering al beantwoord" in text_of(again)


def test_a_total_that_differs_from_its_parts_is_shown_with_both_and_the_difference(
    reader: Client, tmp_path: Path
) -> None:
    bring(tmp_path, line("GM0344", DAY, 5), line("VR09", DAY, 9))
    shown = text_of(reader.get(f"/figures/gaps/?indicator={CASES}&area=VR09"))
    assert '<td class="kp-num">9</td><td class="kp-num">5</td><td class="kp-num">+4</td>' in shown
    assert "Zulke zijn er niet" in text_of(reader.get("/figures/gaps/?area=VR01"))


def test_nonsense_for_identifiers_and_tabs_is_not_found(steward: Client) -> None:
    for address in ("/imports/quarantine/?delivery=x", "/imports/quarantine/?state=x", "/imports/x/"):
        assert steward.get(address).status_code == 404
    assert steward.post("/imports/quarantine/", {"row": "x", "note": "Nagebeld"}).status_code == 404


def test_what_waits_is_counted_for_whoever_it_waits_for_in_two_queries_and_a_third_after_a_delivery(
    tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    bring(tmp_path, line("GM0344", DAY, -7), line("VR09", DAY, 9), line("GM9999", DAY, 1))
    with django_assert_num_queries(3):
        mine = attention(actor=ROSA)
    with django_assert_num_queries(2):
        assert attention(actor=ROSA) == mine
    theirs = attention(actor=WIM)
    assert (mine.quarantined, mine.flags, mine.gaps) == (1, 1, 1)
    assert (theirs.quarantined, theirs.flags, theirs.gaps) == (0, 0, 1)
    assert mine.last_delivery == theirs.last_delivery is not None


def test_the_lists_need_few_queries_however_long_they_are(
    steward: Client, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bring(tmp_path, *(line("GM0344", f"2020-09-{day:02d}", -day) for day in range(1, 30)), line("VR09", DAY, 9))
    held(tmp_path, *(line(f"GM99{number}", DAY, 1) for number in range(10, 60)))
    for address in ("/figures/flags/", "/figures/gaps/", "/imports/quarantine/"):
        with django_assert_max_num_queries(9):
            assert steward.get(address).status_code == 200
