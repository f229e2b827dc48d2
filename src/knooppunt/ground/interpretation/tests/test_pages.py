"""The pages of interpretation: what sections say, and how it is written, confirmed and withdrawn without script."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from tests.cast import OPERATOR, account_of, browser

from knooppunt.ground.access.public import TLP
from knooppunt.ground.interpretation.public import FigureAsked, statement, statements, versions
from knooppunt.ground.interpretation.tests.people import BEDS, DAY, NODE, reported, said
from knooppunt.ground.network.public import Section, add_function, appoint, organisation
from knooppunt.kit.clock import today

pytestmark = pytest.mark.usefixtures("figures")

PAGE = "/interpretation/"
KEY = f"{BEDS}|VR09|{DAY}|value|reports|"
FORM = {"text": "De druk neemt toe.", "confidence": "moderate", "likelihood": "likely", "valid_from": str(DAY)}


@pytest.fixture
def head(db: None) -> Client:
    return browser(account_of("Hilde Hoofd", bundle="head_of_node"))


@pytest.fixture
def reader(db: None) -> Client:
    return browser(account_of("Rik Reader", bundle="commissioner"))


def text_of(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]  # an answer of the client


def made() -> UUID:
    return said(actor=NODE, figures=[FigureAsked(BEDS, "VR09", DAY)])


def test_what_sections_say_stands_under_the_section_with_how_sure_and_how_likely(reader: Client) -> None:
    made()
    shown = text_of(reader.get(PAGE))
    for words in ("Gezondheid en zorg", "De druk blijft hoog.", "Zekerheid: Matig", "waarschijnlijk (55–80%)"):
        assert words in shown


def test_a_stale_statement_says_what_changed_from_what_to_what(reader: Client) -> None:
    which = made()
    reported(9)
    assert "Verouderd" in text_of(reader.get(PAGE))
    told = text_of(reader.get(f"{PAGE}{which}/"))
    assert "Verouderd sinds" in told
    assert "nu 9, sinds" in told
    assert "/figures/provenance/?indicator=tests.positive" in told
    assert "De druk blijft hoog." in text_of(reader.get(f"{PAGE}?stale=1&section=health"))
    assert "De druk blijft hoog." not in text_of(reader.get(f"{PAGE}?section=plans"))


def test_a_figure_is_looked_up_and_added_with_its_value_and_what_was_typed_stays(head: Client) -> None:
    sent = {"add": "1", "indicator": BEDS, "area": "VR09", "on": str(DAY), "method": "value", "text": "Half af"}
    shown = text_of(head.post(f"{PAGE}write/", sent))
    assert f'name="figure" value="{KEY}"' in shown
    assert "<strong>7</strong>" in shown
    assert "Half af" in shown
    assert f'value="{KEY}"' not in text_of(head.post(f"{PAGE}write/", {"drop": KEY, "figure": KEY}))


def test_a_figure_that_nobody_knows_is_refused_where_it_is_looked_up(head: Client) -> None:
    for wrong in ({"area": "VR13"}, {"indicator": ""}, {"on": "gisteren"}):
        sent = {"add": "1", "indicator": BEDS, "area": "VR09", "on": str(DAY)} | wrong
        assert head.post(f"{PAGE}write/", sent).status_code == 400


def test_a_statement_is_written_on_the_page(head: Client) -> None:
    sent = FORM | {"keep": "1", "figure": KEY, "section": "health", "marking": TLP.GREEN.value}
    answer = head.post(f"{PAGE}write/", sent, follow=True)
    assert "De duiding is bewaard." in text_of(answer)
    (line,) = statements(actor=NODE)
    assert (line.text, line.by_name, line.grounds[0].then) == ("De druk neemt toe.", "Hilde Hoofd", 7)


@pytest.mark.parametrize("wrong", [{"text": ""}, {"figure": ""}, {"confidence": "zeker"}, {"section": "keuken"}])
def test_a_statement_that_is_not_whole_is_not_kept_and_the_page_says_so(head: Client, wrong: dict[str, str]) -> None:
    sent = FORM | {"keep": "1", "figure": KEY, "section": "health", "marking": TLP.GREEN.value} | wrong
    if not sent["figure"]:
        del sent["figure"]
    assert head.post(f"{PAGE}write/", sent).status_code == 400
    assert statements(actor=NODE) == []


def test_a_statement_is_confirmed_rewritten_and_withdrawn_on_its_page(head: Client) -> None:
    which = made()
    reported(9)
    at = f"{PAGE}{which}/"
    assert "De duiding is bevestigd." in text_of(head.post(f"{at}confirm/", {"seen_version": 1}, follow=True))
    assert KEY in text_of(head.get(f"{at}rewrite/"))
    sent = FORM | {"keep": "1", "figure": KEY, "seen_version": "2", "note": "Nieuwe cijfers"}
    assert "De druk neemt toe." in text_of(head.post(f"{at}rewrite/", sent, follow=True))
    assert head.post(f"{at}withdraw/", {"seen_version": 3, "note": ""}).status_code == 400
    gone = text_of(head.post(f"{at}withdraw/", {"seen_version": 3, "note": "Achterhaald"}, follow=True))
    assert "Deze duiding is ingetrokken." in gone
    assert [line.kind for line in versions(which, actor=NODE)] == ["withdrawn", "rewritten", "confirmed", "written"]


def test_a_stale_save_is_refused_and_nothing_that_was_typed_is_lost(head: Client) -> None:
    which = made()
    head.post(f"{PAGE}{which}/confirm/", {"seen_version": 1})
    sent = FORM | {"keep": "1", "figure": KEY, "seen_version": "1"}
    answer = head.post(f"{PAGE}{which}/rewrite/", sent)
    assert (answer.status_code, "De druk neemt toe." in text_of(answer)) == (409, True)


def test_who_reads_gets_no_forms_and_the_answer_for_what_does_not_exist(reader: Client) -> None:
    which = made()
    assert "/confirm/" not in text_of(reader.get(f"{PAGE}{which}/"))
    assert reader.get(f"{PAGE}write/").status_code == 404
    for verb in ("confirm", "withdraw", "rewrite"):
        assert reader.post(f"{PAGE}{which}/{verb}/", {"seen_version": 1, "note": "x"}).status_code == 404
    assert statement(which, actor=NODE).number == 1


def test_who_works_in_a_section_is_offered_that_section_only() -> None:
    account = account_of("Sanne Schrijver", function="Adviseur", bundle="node_officer")
    assert browser(account).get(f"{PAGE}write/").status_code == 404
    organisation_ = organisation("KCR2", actor=OPERATOR)
    place = add_function(title="Zorgadviseur", organisation=organisation_.id, section=Section.HEALTH, actor=OPERATOR)
    appoint(person=account.person_id, function=place.id, starts=today(), actor=OPERATOR)
    shown = text_of(browser(account).get(f"{PAGE}write/"))
    assert "Gezondheid en zorg" in shown
    assert "Scenario" not in shown


def test_machines_read_statements_their_versions_and_whether_they_still_stand(reader: Client) -> None:
    which = made()
    reported(9)
    told = reader.get("/api/v1/statements?stale=true").json()
    (line,) = told["statements"]
    assert (line["id"], told["more"]) == (str(which), False)
    assert line["likelihood"] == {"word": "likely", "low": 55, "high": 80}
    assert [(one["value"], one["valueNow"]) for one in line["figures"]] == [(7, 9)]
    assert reader.get(f"/api/v1/statements/{which}").json()["staleSince"]
    assert len(reader.get(f"/api/v1/statements/{which}/versions").json()["versions"]) == 1
    assert reader.get("/api/v1/statements?stale=false").json()["statements"] == []
