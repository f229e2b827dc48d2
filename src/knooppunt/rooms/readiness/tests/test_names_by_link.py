"""Whoever holds a link sees names of colleagues only after choosing to delegate, and in one browser only."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID, uuid4

import pytest
from django.test import Client

from knooppunt.ground.delivery.public import capability
from knooppunt.kit.problems import NotFound
from knooppunt.rooms.readiness.models import LogLine, Sent
from knooppunt.rooms.readiness.public import Answer, Given, Line, answer_by_link
from knooppunt.rooms.readiness.queries import colleagues
from knooppunt.rooms.readiness.tests.called import BY_LINK, MANAGER, crowd, officer, person, started, states

pytestmark = pytest.mark.django_db
CHOOSE = {"answer": "delegated"}


def called() -> tuple[UUID, str, str]:
    """A call-out of one person with a colleague Daan; the call-out, the address of its link, and who Daan is."""
    head = officer()
    crowd(1)
    daan = person("Daan Ander")
    callout = started(head, Line(MANAGER, "KCR2"))
    return callout, f"/a/{capability(Sent.objects.get().dispatch, 'answer')}/", daan.id


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_before_one_chooses_to_delegate_no_colleague_is_named() -> None:
    _, address, _ = called()
    page = read(Client(), address)
    assert "Daan" not in page
    assert "Olga" not in page
    assert "Kiezen wie er komt" in page


def test_the_browser_that_chose_sees_names_and_delegates() -> None:
    callout, address, daan = called()
    client = Client()
    assert client.post(address, CHOOSE).status_code == HTTPStatus.FOUND
    assert "Daan Ander" in read(client, address)
    client.post(address, CHOOSE | {"to": daan})
    assert states(callout) == {"Mens 00": "delegated", "Daan Ander": "asked"}
    assert LogLine.objects.filter(what="names").count() == 1


def test_a_second_browser_sees_no_names_also_when_it_chooses_and_answers_all_the_same() -> None:
    callout, address, daan = called()
    first, second = Client(), Client()
    first.post(address, CHOOSE)
    second.post(address, CHOOSE)
    assert "Daan" not in read(second, address)
    assert "Daan Ander" in read(first, address)
    refused = second.post(address, CHOOSE | {"to": daan})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "Daan" not in refused.content.decode()
    assert states(callout) == {"Mens 00": "asked"}
    second.post(address, {"answer": "declined"})
    assert states(callout) == {"Mens 00": "declined"}


def test_who_knows_a_colleague_by_another_way_still_does_not_delegate_without_having_chosen() -> None:
    callout, _, daan = called()
    for bound in ("", "another"):
        with pytest.raises(NotFound):
            answer_by_link(
                dispatch=Sent.objects.get().dispatch,
                given=Given(Answer.DELEGATED, to=UUID(daan)),
                bound=bound,
                actor=BY_LINK,
            )
    assert states(callout) == {"Mens 00": "asked"}


def test_a_cookie_that_was_made_up_shows_no_names() -> None:
    _, address, _ = called()
    first, second = Client(), Client()
    first.post(address, CHOOSE)
    second.cookies["kp_answer"] = f"{uuid4()}:x"
    assert "Daan" not in read(second, address)


def test_of_another_organisation_nobody_is_named() -> None:
    _, address, _ = called()
    person("Rosa Regio", "VRU", MANAGER)
    client = Client()
    client.post(address, CHOOSE)
    assert "Rosa" not in read(client, address)


def test_of_many_colleagues_who_can_do_the_work_come_first_and_the_page_says_that_there_are_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(colleagues, "MOST_BY_LINK", 1)
    _, address, _ = called()
    person("Zoë Zelfde", role=MANAGER)
    client = Client()
    client.post(address, CHOOSE)
    page = read(client, address)
    assert "Zoë Zelfde" in page
    assert "Daan" not in page
    assert "Niet iedereen staat hier" in page


def test_the_page_with_a_hundred_long_names_stays_under_thirty_kilobytes_and_has_no_script() -> None:
    _, address, _ = called()
    for number in range(100):
        person(f"{number:03} Wilhelmina-Alexandrina van der Oudenaarden-Brakel")
    client = Client()
    client.post(address, CHOOSE)
    page = client.get(address).content
    assert page.count(b"Oudenaarden") == 100
    assert len(page) < 25_000
    assert b"<script" not in page
