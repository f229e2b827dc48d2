"""What holds for every address of the JSON API: who comes in, what a refusal looks like, and what is promised."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from tests.cast import account_of, browser
from tests.contract import told

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.kit.authority import system_actor
from knooppunt.web.machines import VERSION

pytestmark = pytest.mark.django_db

ROOT = "/api/v1"
ADDRESSES = ("/indicators", "/figures?indicator=tests.positive", "/deliveries", "/products", "/editions")


def broken(request: AskedRequest) -> HttpResponse:
    raise RuntimeError("planted")


urlpatterns = [path("api/v1/broken", broken), path("", include("knooppunt.config.urls"))]
handler404 = "knooppunt.web.pages.not_found"
handler500 = "knooppunt.web.pages.broken"


@pytest.fixture
def officer() -> Client:
    sync_catalogue(actor=system_actor("set-up"))
    return browser(account_of("Sanne Visser", bundle="node_officer"))


@pytest.fixture
def outsider() -> Client:
    sync_catalogue(actor=system_actor("set-up"))
    return browser(account_of("Wil Zonder"))


def problem(answer: Any) -> dict[str, Any]:
    """The problem document of a refusal, which is complete whatever went wrong."""
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["API-Version"] == VERSION
    assert int(answer["Content-Length"]) == len(answer.content)
    document: dict[str, Any] = json.loads(answer.content)
    assert document["status"] == answer.status_code
    assert document["title"]
    assert document["detail"]
    assert document.pop("instance") == quote(answer.request["PATH_INFO"])  # a URI reference (RFC 9457)
    return document


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_is_as_the_document_says(address: str, officer: Client) -> None:
    if address.startswith("/figures"):
        address += "&from=2020-09-15"
    answer = officer.get(ROOT + address)
    told(answer)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_stranger_gets_one_answer_for_every_address() -> None:
    places = [*ADDRESSES, "/nothing", "/indicators/tests.positive", f"/editions/{uuid4()}", "/figures?indicator=x&y=z"]
    answers = [problem(Client().get(ROOT + place)) for place in places]
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["status"] == 401


def test_without_a_mandate_what_is_there_and_what_is_not_are_the_same(outsider: Client) -> None:
    places = [
        *ADDRESSES,
        "/figures",
        "/indicators?x=y",
        "/nothing",
        "/indicators/tests.positive",
        f"/editions/{uuid4()}",
    ]
    answers = [problem(outsider.get(ROOT + place)) for place in places]
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["status"] == 404


@pytest.mark.parametrize(
    "place", ["/indicators/", "/figures/", "/", "", "/openapi.json/", "/indicators/tests.positive/"]
)
def test_a_slash_at_the_end_leads_nowhere(place: str, officer: Client) -> None:
    assert problem(officer.get(ROOT + place))["status"] == 404


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("/figures", "indicator"),
        ("/figures?indicator=tests.positive&from=15-09-2020", "from"),
        ("/figures?indicator=tests.positive&from=1600128000", "from"),
        ("/figures?indicator=tests.positive&until=2020-02-30", "until"),
        ("/figures?indicator=tests.positive&from=2020-09-15&until=2020-09-14", "until"),
        ("/figures?indicator=tests.positive&until=9999-12-31", "until"),
        ("/figures?indicator=tests.positive&from=2019-12-31", "from"),
        ("/figures?indicator=tests.positive&from=2020-09-15&borders=1900-01-01", "borders"),
        ("/figures?indicator=tests.positive&from=2020-01-01&until=2199-12-31", "until"),
        ("/figures?indicator=tests.positive&known=2020-09-15T12:00:00", "known"),
        ("/figures?indicator=tests.positive&known=2199-01-01T12:00:00Z", "known"),
        ("/figures?indicator=tests.positive&known=1600128000", "known"),
        ("/figures?indicator=tests.positive&area=VR99", "area"),
        ("/figures?indicator=tests.positive", "from"),
        ("/figures?indicator=tests.positive&from=2020-09-15&method=guess", "method"),
        ("/figures?indicator=tests.positive&indicator=tests.total", "indicator"),
        ("/figures?indicator=tests.positive&form=2020-09-15", "form"),
        ("/figures?indicator=tests%00positive", "indicator"),
        ("/deliveries?limit=501", "limit"),
        ("/deliveries?limit=all", "limit"),
        ("/editions?state=lost", "state"),
        ("/editions?offset=-1", "offset"),
        ("/products?limit=1", "limit"),
    ],
)
def test_a_wrong_parameter_is_refused_with_400_and_its_name(asked: str, place: str, officer: Client) -> None:
    answer = problem(officer.get(ROOT + asked))
    assert (answer["status"], answer["place"]) == (400, place)
    assert told(officer.get(ROOT + asked))["place"] == place


def test_a_zero_byte_in_an_address_is_nothing(officer: Client) -> None:
    assert problem(officer.get(f"{ROOT}/indicators/a%00b"))["status"] == 404


def test_a_refusal_speaks_the_language_of_the_reader_and_nothing_else_does(officer: Client) -> None:
    wrong, right = f"{ROOT}/figures?indicator=tests.positive&area=VR99", f"{ROOT}/indicators"
    sentences = [problem(officer.get(wrong, headers={"Accept-Language": one}))["detail"] for one in ("nl", "en")]
    assert sentences[0] != sentences[1] == "There is no area VR99."
    assert len({officer.get(right, headers={"Accept-Language": one}).content for one in ("nl", "en")}) == 1


def test_the_head_of_an_answer_can_be_asked_alone(officer: Client) -> None:
    head, whole = officer.head(f"{ROOT}/indicators"), officer.get(f"{ROOT}/indicators")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == whole["Content-Length"]


def test_it_can_only_be_read(officer: Client) -> None:
    answer = officer.post(f"{ROOT}/indicators", {})
    assert problem(answer)["status"] == 405
    assert answer["Allow"] == "GET"


@override_settings(ROOT_URLCONF=__name__)
def test_when_something_breaks_a_machine_gets_a_problem_too(officer: Client) -> None:
    officer.raise_request_exception = False
    answer = problem(officer.get(f"{ROOT}/broken"))
    assert answer["status"] == 500
    assert "planted" not in answer["detail"]


@override_settings(ALLOWED_HOSTS=["knooppunt.example"])
def test_a_request_for_another_host_is_a_problem_too() -> None:
    assert problem(Client().get(f"{ROOT}/indicators", headers={"Host": "elsewhere.example"}))["status"] == 400


def test_everyone_may_read_the_document_from_anywhere() -> None:
    answer = Client().get(f"{ROOT}/openapi.json")
    document = json.loads(answer.content)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["API-Version"] == document["info"]["version"] == VERSION
    assert document["servers"] == [{"url": ROOT}]
    assert {"name", "email", "url"} <= document["info"]["contact"].keys()
    assert set(document["paths"]) >= {address.partition("?")[0] for address in ADDRESSES}
