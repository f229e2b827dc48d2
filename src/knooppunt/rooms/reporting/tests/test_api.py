"""The addresses for machines keep their document, and take in a report by the same rules as the page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.cast import browser
from tests.contract import told

from knooppunt.ground.access.public import Account
from knooppunt.kit.clock import clock_at
from knooppunt.rooms.reporting.public import form
from knooppunt.rooms.reporting.rules.wire import answers_to_json
from knooppunt.rooms.reporting.tests.asked import GOOD
from knooppunt.rooms.reporting.tests.made import CLOSES, HOUR, OPENS, Made, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Made:
    return make()


def client(person: str) -> Client:
    return browser(Account.objects.get(person=UUID(person)))


def submit(made: Made, person: str, **change: Any) -> Any:
    body = {"answers": answers_to_json(GOOD), "seen": 0} | change
    path = f"/api/v1/expectations/{made.fryslan_asked}/reports"
    return client(person).post(path, body, content_type="application/json")


def test_an_organisation_reads_what_it_is_asked_and_submits(made: Made) -> None:
    me = client(made.fryslan.id)
    with clock_at(OPENS):
        (asked,) = told(me.get("/api/v1/expectations"))["expectations"]
        assert asked["asked"]["expectation"] == str(made.fryslan_asked)
        shown = told(me.get(f"/api/v1/expectations/{made.fryslan_asked}"))
        assert shown["questionnaire"]["questions"][0]["key"] == "beds"
        answer = submit(made, made.fryslan.id)
    assert answer.status_code == 201
    assert told(answer)["version"] == 1
    (one,) = told(me.get(f"/api/v1/expectations/{made.fryslan_asked}/reports"))["reports"]
    assert (one["way"], one["answers"]) == ("api", answers_to_json(GOOD))


def test_the_node_reads_rounds_with_their_clock_and_the_reports(made: Made) -> None:
    with clock_at(OPENS):
        submit(made, made.fryslan.id)
        me = client(made.officer.id)
        (line,) = told(me.get("/api/v1/rounds?state=open"))["rounds"]
        assert line["id"] == str(made.round)
        whole = told(me.get(f"/api/v1/rounds/{made.round}"))
        assert (whole["counts"]["expected"], whole["counts"]["received"]) == (3, 1)
        (report,) = told(me.get(f"/api/v1/rounds/{made.round}/reports"))["reports"]
    assert report["answers"]["beds"] == 80


@pytest.mark.parametrize(
    ("change", "status", "place"),
    [
        ({"answers": {**answers_to_json(GOOD), "beds": -1}}, 400, "answers.beds"),
        ({"answers": {**answers_to_json(GOOD), "places": [{"name": "N", "used": 5, "room": 4}]}}, 400,
         "answers.places[0].used"),
        ({"answers": {"beds": {"x": 1}}}, 400, "answers.beds"),
        ({"answers": {**answers_to_json(GOOD), "smell": 1}}, 400, "answers.smell"),
        ({"seen": 3}, 409, None),
        ({"seen": "x"}, 400, "seen"),
        ({"other": 1}, 400, "other"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_problem_with_its_place(
    made: Made, change: dict[str, Any], status: int, place: str | None
) -> None:
    with clock_at(OPENS):
        answer = submit(made, made.fryslan.id, **change)
    assert answer.status_code == status
    assert told(answer).get("place") == place
    assert form(made.fryslan_asked, actor=made.fryslan).versions == ()


def test_a_closed_round_is_locked_for_machines_too(made: Made) -> None:
    with clock_at(CLOSES + HOUR):
        assert submit(made, made.fryslan.id).status_code == 409


def test_another_region_and_the_node_do_not_submit_for_it_here(made: Made) -> None:
    with clock_at(OPENS):
        for person in (made.drenthe.id, made.officer.id):
            assert submit(made, person).status_code == 404
        me = client(made.drenthe.id)
        for path in (
            f"expectations/{made.fryslan_asked}",
            f"expectations/{made.fryslan_asked}/reports",
            f"rounds/{made.round}",
            "rounds",
        ):
            assert me.get(f"/api/v1/{path}").status_code == 404


def on_behalf(made: Made, person: str, **change: Any) -> Any:
    body = {"answers": answers_to_json(GOOD), "seen": 0} | change
    path = f"/api/v1/represented-expectations/{made.fryslan_asked}/reports"
    return client(person).post(path, body, content_type="application/json")


def test_the_node_submits_on_behalf_at_an_address_of_its_own_and_that_is_recorded(made: Made) -> None:
    with clock_at(OPENS):
        shown = told(client(made.officer.id).get(f"/api/v1/represented-expectations/{made.fryslan_asked}"))
        assert (shown["asked"]["version"], shown["questionnaire"]["questions"][0]["key"]) == (0, "beds")
        answer = on_behalf(made, made.officer.id)
        assert answer.status_code == 201
        (one,) = told(client(made.fryslan.id).get(f"/api/v1/expectations/{made.fryslan_asked}/reports"))["reports"]
    assert (one["way"], one["by"], one["answers"]) == ("behalf", made.officer.name, answers_to_json(GOOD))


def test_on_behalf_the_same_answers_are_wrong_and_of_two_at_once_one_wins(made: Made) -> None:
    with clock_at(OPENS):
        wrong = on_behalf(made, made.officer.id, answers={**answers_to_json(GOOD), "beds": -1})
        assert (wrong.status_code, told(wrong)["place"]) == (400, "answers.beds")
        assert submit(made, made.fryslan.id).status_code == 201
        assert on_behalf(made, made.officer.id).status_code == 409
    with clock_at(CLOSES + HOUR):
        assert told(on_behalf(made, made.officer.id, seen=1))["place"] == "reason"
        assert on_behalf(made, made.officer.id, seen=1, reason="Gebeld.").status_code == 201


def test_nobody_represents_themselves_or_without_a_mandate(made: Made) -> None:
    with clock_at(OPENS):
        for person in (made.fryslan.id, made.drenthe.id):
            assert on_behalf(made, person).status_code == 404
            path = f"/api/v1/represented-expectations/{made.fryslan_asked}"
            assert client(person).get(path).status_code == 404
    assert form(made.fryslan_asked, actor=made.fryslan).versions == ()


def test_a_page_elsewhere_cannot_submit_with_the_cookie_of_who_is_signed_in(made: Made) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(Account.objects.get(person=UUID(made.fryslan.id)))
    path = f"/api/v1/expectations/{made.fryslan_asked}/reports"
    body = {"answers": answers_to_json(GOOD), "seen": 0}
    with clock_at(OPENS):
        assert strict.post(path, body, content_type="application/json").status_code in (401, 403)
    assert form(made.fryslan_asked, actor=made.fryslan).versions == ()
