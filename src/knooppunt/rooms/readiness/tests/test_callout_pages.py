"""The pages of plans, call-outs and answers, as browsers ask for them."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from tests.cast import browser

from knooppunt.ground.delivery.public import capability
from knooppunt.kit.clock import clock_at, now
from knooppunt.rooms.readiness.models import Call, Callout, LogLine, Plan, Sent
from knooppunt.rooms.readiness.public import Line, stand_down
from knooppunt.rooms.readiness.tests.called import MANAGER, account, crowd, officer, seen, started, states

pytestmark = pytest.mark.django_db
LINE = {"line-0-role": MANAGER, "line-0-where": "KCR2", "line-0-quorum": "1", "line-0-minutes": "10"}
FORM = {
    "name": "Warm",
    "subject": "Alarm {plan}",
    "text": "{reason}",
    "channel_1": "email",
    "line-TOTAL_FORMS": "3",
    "line-INITIAL_FORMS": "0",
    **LINE,
}


def link(callout: UUID, name: str = "Mens 00") -> str:
    sent = Sent.objects.get(call__callout=callout, call__person__name=name)
    return f"/a/{capability(sent.dispatch, 'answer')}/"


def called_one() -> UUID:
    head = officer()
    crowd(1)
    return started(head, Line(MANAGER, "KCR2"))


def test_a_get_shows_and_changes_nothing_and_a_post_answers() -> None:
    callout = called_one()
    address, client = link(callout), Client(enforce_csrf_checks=True)
    page = client.get(address)
    assert page.status_code == HTTPStatus.OK
    assert "Mens 00" in page.content.decode()
    assert states(callout) == {"Mens 00": "asked"}
    assert client.post(address, {"answer": "coming", "within": "30"}).status_code == HTTPStatus.FOUND
    assert states(callout) == {"Mens 00": "coming"}


def test_the_answer_page_is_under_thirty_kilobytes_and_has_no_script() -> None:
    callout = called_one()
    page = Client().get(link(callout)).content
    sheet = finders.find("readiness/answer.css")
    assert isinstance(sheet, str)
    assert len(page) + Path(sheet).stat().st_size < 30_000
    assert b"<script" not in page


def test_the_address_of_the_answer_page_goes_along_to_nobody() -> None:
    page = Client().get(link(called_one()))
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store"


def test_unknown_forged_and_expired_links_give_the_same_page() -> None:
    callout = called_one()
    good = link(callout)
    sent = Sent.objects.get()
    forged = good[:-3] + ("A/" if good[-3] != "A" else "B/")
    other_purpose = f"/a/{capability(sent.dispatch, 'verify')}/"
    unknown = f"/a/{capability(callout, 'answer')}/"
    pages = {Client().get(path).content for path in (forged, other_purpose, unknown, "/a/x/", "/a/%C3%A9%C3%A9/")}
    assert len(pages) == 1
    assert Client().get(forged).status_code == HTTPStatus.NOT_FOUND


def test_another_browser_sees_only_that_it_was_answered_and_it_is_noted() -> None:
    callout = called_one()
    address, first, second = link(callout), Client(), Client()
    first.post(address, {"answer": "declined"})
    assert "U komt niet" in first.get(address).content.decode()
    assert not LogLine.objects.filter(what="elsewhere").exists()
    forwarded = second.get(address).content.decode()
    assert "U komt niet" not in forwarded
    assert "Mens 00" not in forwarded
    second.post(address, {"answer": "coming"})
    assert states(callout) == {"Mens 00": "declined"}
    assert LogLine.objects.filter(what="elsewhere").count() == 1


def test_a_cookie_that_was_tampered_with_shows_nothing() -> None:
    callout = called_one()
    address, client = link(callout), Client()
    client.post(address, {"answer": "declined"})
    client.cookies["kp_answer"] = str(client.cookies["kp_answer"].value) + "x"
    assert "U komt niet" not in client.get(address).content.decode()


def test_after_the_end_the_link_says_so() -> None:
    head = officer()
    crowd(1)
    callout = started(head, Line(MANAGER, "KCR2"))
    stand_down(callout=callout, reason="Voorbij.", actor=head)
    page = Client().get(link(callout)).content.decode()
    assert "voorbij" in page
    assert "<form" not in page


def test_who_guesses_too_much_is_held_off_and_a_right_link_still_works(settings: Any) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, api_rate_strangers=20)
    callout = called_one()
    client = Client(REMOTE_ADDR="203.0.113.9")  # what others asked this minute does not count
    with clock_at(now()):  # a new minute would begin anew
        answers = {client.get(f"/a/{number}/").status_code for number in range(30)}
    assert answers == {HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS}
    assert client.get(link(callout)).status_code == HTTPStatus.OK


def test_a_plan_is_made_on_a_page_and_refused_with_its_line() -> None:
    client = browser(account("Olga Officier", bundle="section_head"))
    crowd(1)
    refused = client.post("/readiness/plans/new/", FORM | {"line-0-quorum": "2"})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "Regel 1:" in refused.content.decode()
    made = client.post("/readiness/plans/new/", FORM)
    assert made.status_code == HTTPStatus.FOUND
    assert client.get(made["Location"]).status_code == HTTPStatus.OK
    changed = client.post(f"{made['Location']}change/", FORM | {"name": "Warmer", "seen": "1"})
    assert changed["Location"] == made["Location"]
    assert Plan.objects.get().name == "Warmer"


def test_a_callout_starts_in_two_steps() -> None:
    client = browser(account("Olga Officier", bundle="section_head"))
    crowd(2)
    where = client.post("/readiness/plans/new/", FORM)["Location"]
    first = client.post(f"{where}start/", {"reason": "Uitbraak", "kind": "test"})
    assert "Mens 00" in first.content.decode()
    assert not Callout.objects.exists()
    second = client.post(f"{where}start/", {"reason": "Uitbraak", "kind": "test", "confirm": "1"})
    board = client.get(second["Location"])
    assert "Mens 00" in board.content.decode()
    assert client.get(f"{second['Location']}log/").status_code == HTTPStatus.OK
    assert client.get("/readiness/callouts/").status_code == HTTPStatus.OK
    assert client.get("/readiness/plans/").status_code == HTTPStatus.OK
    assert client.get("/readiness/reachability/").status_code == HTTPStatus.OK
    call = Call.objects.filter(person__name="Mens 00").get()
    assert client.get(f"/readiness/calls/{call.id}/behalf/").status_code == HTTPStatus.OK
    client.post(f"/readiness/calls/{call.id}/behalf/", {"answer": "coming"})
    assert states(call.callout_id)["Mens 00"] == "coming"
    assert client.post(f"{second['Location']}end/", {"reason": "Klaar"}).status_code == HTTPStatus.FOUND


def test_one_sees_and_answers_ones_own_call_without_any_mandate() -> None:
    head = officer()
    own = account("Mens 00", role=MANAGER)
    callout = started(head, Line(MANAGER, "KCR2"))
    client = browser(own)
    call = Call.objects.get()
    assert str(call.id) in client.get("/readiness/callouts/").content.decode()
    assert client.get(f"/readiness/calls/{call.id}/").status_code == HTTPStatus.OK
    client.post(f"/readiness/calls/{call.id}/", {"answer": "later", "within": "120"})
    assert states(callout) == {"Mens 00": "later"}
    assert client.get(f"/readiness/callouts/{callout}/").status_code == HTTPStatus.NOT_FOUND


def test_another_organisation_sees_its_own_people_only_and_no_totals() -> None:
    head = officer()
    crowd(2)
    crowd(1, where="VRU", word="Regio")
    callout = started(head, Line(MANAGER, "KCR2, VRU"))
    reader = browser(account("Rosa Regio", where="VRU", bundle="information_manager", area="VR09"))
    page = reader.get(f"/readiness/callouts/{callout}/").content.decode()
    assert "Regio 00" in page
    assert "Mens 00" not in page
    assert len([call for group in seen(callout).groups for call in group.calls]) == 3


def test_no_address_stands_on_any_page() -> None:
    client = browser(account("Olga Officier", bundle="section_head"))
    crowd(2)
    where = client.post("/readiness/plans/new/", FORM)["Location"]
    board = client.post(f"{where}start/", {"reason": "Uitbraak", "kind": "real", "confirm": "1"})["Location"]
    for path in (where, f"{where}start/", board, f"{board}log/"):
        assert "@" not in client.get(path).content.decode().replace("olga-officier@example.org", "")
