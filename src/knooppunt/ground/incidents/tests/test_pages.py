"""The page of the incident and its phase, without script."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.cast import OPERATOR, account_of, browser, seen

from knooppunt.ground.incidents.public import change_phase, current_incident, open_incident, participants
from knooppunt.ground.network.public import add_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def head() -> Client:
    return browser(account_of("Ada de Vries", bundle="head_of_node"))


def opened(phase: str = "warm") -> Any:
    return open_incident(name="Hoogwater", exercise=True, phase=phase, reason="Dijk doorgebroken", actor=OPERATOR)


def test_an_incident_is_opened_from_the_page(head: Client) -> None:
    form = {"name": "Storm", "exercise": "real", "phase": "lukewarm", "reason": "Code rood verwacht"}
    assert head.post("/incident/open/", form)["Location"] == "/incident/"
    page = head.get("/incident/").content.decode()
    assert "Storm" in page
    assert "Code rood verwacht" in page
    current = current_incident(actor=OPERATOR)
    assert current
    assert not current.exercise


def test_whether_it_is_an_exercise_is_never_assumed(head: Client) -> None:
    answer = head.post("/incident/open/", {"name": "Storm", "phase": "cold", "reason": "Code rood"})
    assert answer.status_code == 400
    assert current_incident(actor=OPERATOR) is None


def test_the_phase_is_raised_with_a_reason(head: Client) -> None:
    which = opened("lukewarm")
    assert head.post(f"/incident/{which}/phase/", {"phase": "warm", "reason": "Water stijgt"}).status_code == 302
    page = head.get("/incident/").content.decode()
    assert page.index("Water stijgt") < page.index("Dijk doorgebroken")
    assert "Ada de Vries" in page


def test_the_page_does_not_scale_down_but_sends_to_where_that_is_decided(head: Client) -> None:
    which = opened()
    assert "/readiness/scale-down/" in head.get("/incident/").content.decode()
    answer = head.post(f"/incident/{which}/phase/", {"phase": "lukewarm", "reason": "Water zakt"})
    assert answer.status_code == 400
    current = current_incident(actor=OPERATOR)
    assert current
    assert current.phase == "warm"


def test_a_refusal_is_a_sentence_on_the_same_form_with_what_was_typed(head: Client) -> None:
    which = opened()
    answer = head.post(f"/incident/{which}/close/", {"reason": "Klaar voor vandaag"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Alleen een incident in de koude fase" in page
    assert "Klaar voor vandaag" in page


def test_a_closed_incident_keeps_its_page(head: Client) -> None:
    which = opened()
    for phase in ("lukewarm", "cold"):
        change_phase(incident=which, phase=phase, reason=f"Naar {phase}", decision="besluit", actor=OPERATOR)
    head.post(f"/incident/{which}/close/", {"reason": "Klaar"})
    assert f"/incident/{which}/" in head.get("/incident/").content.decode()
    assert "Naar lukewarm" in head.get(f"/incident/{which}/").content.decode()


def test_a_reader_sees_the_history_and_no_forms() -> None:
    opened()
    page = browser(account_of("Bo Lezer", bundle="commissioner")).get("/incident/").content.decode()
    assert "Dijk doorgebroken" in page
    assert "reason" not in page


def test_without_mandate_what_is_there_looks_like_what_is_not() -> None:
    which, stranger = opened(), browser(account_of("Bo Stil"))
    reader = browser(account_of("Cas Lezer", bundle="commissioner"))
    nothing = stranger.get("/nowhere/")
    answers = [
        stranger.get("/incident/"),
        stranger.get(f"/incident/{which}/"),
        stranger.get(f"/incident/{uuid4()}/"),
        stranger.post(f"/incident/{which}/phase/", {"phase": "cold", "reason": "x"}),
        stranger.post(f"/incident/{uuid4()}/close/", {"reason": ""}),
        stranger.post("/incident/open/", {}),
    ]
    refused = [reader.post("/incident/open/", {}), reader.post(f"/incident/{which}/phase/", {})]
    assert {answer.status_code for answer in [*answers, *refused]} == {404}
    assert {seen(answer) for answer in answers} == {seen(nothing)}
    assert {seen(answer) for answer in refused} == {seen(reader.get("/incident/nowhere/"))}


def test_people_are_looked_up_named_and_removed_as_taking_part(head: Client) -> None:
    which = opened()
    anna = add_person(name="Anna Oefenaar", email="", actor=OPERATOR).id
    at = f"/incident/{which}/participants/"
    assert "Anna Oefenaar" in head.get(f"{at}?q=Oefenaar").content.decode()
    assert head.post(at, {"person": str(anna), "do": "name"}).status_code == 302
    assert [one.person for one in participants(which, actor=OPERATOR)] == [anna]
    assert head.post(at, {"person": str(anna), "do": "remove"}).status_code == 302
    assert participants(which, actor=OPERATOR) == []


@pytest.mark.parametrize("person", ["", "nobody", "01941f29-0000-7000-8000-000000000000"])
def test_naming_nobody_who_exists_is_refused(head: Client, person: str) -> None:
    answer = head.post(f"/incident/{opened()}/participants/", {"person": person, "do": "name"})
    assert answer.status_code in (400, 404)


def test_a_real_incident_has_no_page_of_who_takes_part(head: Client) -> None:
    which = open_incident(name="Storm", exercise=False, phase="warm", reason="Code rood", actor=OPERATOR)
    assert head.get(f"/incident/{which}/participants/").status_code == 404
