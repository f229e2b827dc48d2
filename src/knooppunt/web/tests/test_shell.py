"""Who may come in, what the frame shows, and what a refusal looks like."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from tests.cast import OPERATOR, account_of, browser, seen

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.incidents.public import open_incident
from knooppunt.kit.authority import system_actor
from knooppunt.kit.problems import Conflict, NotAllowed, NotFound, phrase
from knooppunt.web.context import PLACES, navigation
from knooppunt.web.live import live_address, live_origins

pytestmark = pytest.mark.django_db


def missing(request: AskedRequest) -> HttpResponse:
    raise NotFound(phrase("There is no area {code}."), code="VR99")


def closed(request: AskedRequest) -> HttpResponse:
    raise NotAllowed(phrase("There is nothing here."))


def clash(request: AskedRequest) -> HttpResponse:
    raise Conflict(phrase("There is nothing here."), place="phase")


def broken(request: AskedRequest) -> HttpResponse:
    raise RuntimeError("planted")


urlpatterns = [
    path("same/", missing),
    path("api/v1/clash", clash),
    path("clash/", clash),
    path("broken/", broken),
    path("", include("knooppunt.config.urls")),
]
handler403 = handler404 = "knooppunt.web.pages.not_found"
handler500 = "knooppunt.web.pages.broken"

here = override_settings(ROOT_URLCONF=__name__)


def test_a_stranger_gets_the_same_answer_for_what_exists_and_what_does_not() -> None:
    stranger = Client()
    places = ("/journal/", "/account/", "/no-such-page/", "/incident/0192f0aa-7c11-7def-9a0b-1c2d3e4f5a6b/")
    for place in places:
        answer = stranger.get(place)
        assert answer.status_code == 302
        assert answer["Location"] == f"/account/sign-in/?next={place}"


@here
def test_a_stranger_at_the_api_gets_a_problem_document() -> None:
    answer = Client().get("/api/v1/clash")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


@here
def test_what_does_not_exist_and_what_is_not_yours_are_the_same_bytes() -> None:
    client = browser(account_of("Noor de Wit"))
    answers = []
    for view in (missing, closed):
        urlpatterns[0] = path("same/", view)
        answers.append(client.get("/same/"))
    answers.append(client.get("/nowhere/"))
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert seen(answers[0]) == seen(answers[1]) == seen(answers[2])


@here
def test_a_refusal_is_a_sentence_in_the_language_of_the_reader() -> None:
    client = browser(account_of("Noor de Wit"))
    answer = client.get("/clash/", headers={"Accept-Language": "nl"})
    assert answer.status_code == 409
    assert "phase: Hier is niets." in answer.content.decode()
    document = json.loads(client.get("/api/v1/clash").content)
    assert document["status"] == 409
    assert document["detail"] == "Hier is niets."
    assert document["place"] == "phase"


@here
def test_when_something_breaks_the_page_still_speaks() -> None:
    client = browser(account_of("Noor de Wit"))
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert "Er ging hier iets mis" in answer.content.decode()
    assert "planted" not in answer.content.decode()


def test_the_navigation_shows_only_where_one_may_go() -> None:
    page = browser(account_of("Noor de Wit")).get("/account/").content.decode()
    nodes = re.findall(r'<li><a href="([^"]+)"', page)
    assert nodes == ["/account/"]
    assert 'href="/account/" aria-current="page"' in page


@pytest.mark.parametrize(
    ("where", "present"),
    [("/readiness/rosters/new/", "/readiness/rosters/"), ("/readiness/plans/", "/readiness/"), ("/", "/")],
)
def test_one_place_of_the_navigation_is_the_present_one_the_nearest(where: str, present: str) -> None:
    found = navigation(system_actor("test"), where)
    assert [one.address for one in found if one.current] == [present]


def test_every_node_of_the_navigation_has_a_name_and_an_address() -> None:
    assert next(place.address for place in PLACES) == "/"
    assert all(place.address.endswith("/") and str(place.name) for place in PLACES)


def test_an_exercise_is_on_every_page_and_the_real_thing_has_no_banner() -> None:
    client = browser(account_of("Noor de Wit"))
    assert "kp-body--exercise" not in client.get("/account/").content.decode()
    open_incident(name="Griffioen", exercise=True, reason="begin", actor=OPERATOR)
    page = client.get("/account/").content.decode()
    assert "kp-body--exercise" in page
    assert "Niets op deze pagina is echt." in page


def test_a_chosen_language_holds() -> None:
    client = browser(account_of("Noor de Wit"))
    answer = client.post("/language/", {"language": "en", "next": "/account/"})
    assert answer["Location"] == "/account/"
    assert '<html lang="en"' in client.get("/account/").content.decode()


def test_a_language_switch_does_not_lead_away() -> None:
    answer = Client().post("/language/", {"language": "en", "next": "https://elders.example/"})
    assert answer["Location"] == "/"


def test_a_page_carries_nothing_inline_and_says_so() -> None:
    answer = browser(account_of("Noor de Wit")).get("/account/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    page = answer.content.decode()
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", page)
    assert not re.search(r"\son\w+=", page)
    assert answer["Cache-Control"] == "private, no-cache"


def test_the_stream_is_found_on_its_own_port_or_where_the_settings_say() -> None:
    request: HttpRequest = RequestFactory().get("/", headers={"Host": "localhost:8000"})
    assert live_address(request) == f"http://localhost:{settings.KNOOPPUNT.live_port}/live/"
    here = ("http://localhost:8001", "ws://localhost:8001")
    assert live_origins("", ("localhost", "[::1]", "*.example"), 8001, tls=False) == here
    there = ("https://live.example", "wss://live.example")
    assert live_origins("https://live.example/live/", (), 8001, tls=True) == there
    assert live_origins("/live/", ("node.example",), 8001, tls=True) == ("wss://node.example",)
