"""The page of an edition on its way: where it stands, the buttons for who may, and what strangers get."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from tests.cast import OPERATOR, browser

from knooppunt.ground.access.public import Account
from knooppunt.ground.network.public import appointments, end_appointment
from knooppunt.kit.authority import Actor
from knooppunt.rooms.picture.public import edition, editions, publish, standing
from knooppunt.rooms.picture.tests import commissioned as by
from knooppunt.rooms.picture.tests.outbreak import WRITER


@pytest.fixture
def who(outbreak: Path) -> by.Staff:
    return by.staff()


def at(actor: Actor) -> Client:
    return browser(Account.objects.get(person=UUID(actor.id)))


def page(client: Client, which: UUID) -> str:
    return client.get(f"/editions/{which}/").content.decode()


def press(client: Client, which: UUID, verb: str, **told: str) -> tuple[int, str]:
    """Press the button of this verb; the status, and the page one then stands on."""
    path = f"/editions/{which}/{verb}/" if verb in ("publish", "discard") else f"/editions/{which}/steps/{verb}/"
    answer = client.post(path, told, follow=True)
    return answer.status_code, answer.content.decode()


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([0-9a-f]{{64}})"', text)
    assert found, name
    return found.group(1)


def test_an_edition_goes_its_whole_way_by_its_buttons(who: by.Staff) -> None:
    which, head = by.begun(who), at(who.head)
    assert "Laat de secties beoordelen" in page(head, which)
    press(head, which, "submit")
    while (found := page(head, which)).count('name="key"'):
        key = re.search(r'name="key" value="(\w+)"', found)
        assert key
        press(head, which, "review", key=key.group(1), sha256=hidden(found, "sha256"))
    assert "Ter goedkeuring" in press(head, which, "ask")[1]
    for commissioner in (who.dg, who.chair):
        client = at(commissioner)
        assert "Wacht op uw goedkeuring" in client.get("/editions/").content.decode()
        assert "wacht op uw goedkeuring" in client.get("/").content.decode()
        press(client, which, "approve", sha256=hidden(page(client, which), "sha256"))
        assert "Wacht op uw goedkeuring" not in client.get("/editions/").content.decode()
    found = page(head, which)
    assert "Ik heb gezien wat ontbreekt" in found
    status, refused = press(head, which, "publish")
    assert (status, "Zeg dat u hebt gezien wat ontbreekt." in refused) == (400, True)
    press(head, which, "publish", acknowledged=hidden(found, "acknowledged"))
    assert edition(which, actor=who.reader).state == "published"
    assert "Vera Voorzitter" in page(at(who.reader), which)


def test_the_page_says_who_is_missed_and_what_changed_since_it_was_approved(who: by.Staff) -> None:
    which, head = by.approved(who), at(who.head)
    head.post(f"/editions/{which}/texts/zorg/", {"text": "Anders."})
    found = page(head, which)
    assert "Goedkeuring vervallen" in found
    assert "Veranderd sinds de goedkeuring" in found
    (held,) = appointments(person=UUID(who.chair.id), actor=OPERATOR)
    end_appointment(appointment=held.id, actor=OPERATOR)
    assert "Niemand bekleedt deze functie nu." in page(head, which)


def test_a_refusal_stands_on_the_page_with_its_sentence(who: by.Staff) -> None:
    which = by.begun(who)
    status, found = press(at(who.head), which, "ask")
    assert (status, "laat haar eerst door de secties beoordelen" in found) == (409, True)
    status, found = press(at(who.head), which, "schedule", until="straks")
    assert (status, "Zeg tot wanneer het embargo duurt." in found) == (400, True)


@pytest.mark.parametrize(
    "verb", ["submit", "review", "ask", "approve", "return", "refresh", "schedule", "withdraw", "correct", "publish"]
)
def test_a_reader_who_presses_a_button_gets_what_a_stranger_gets_and_nothing_happens(who: by.Staff, verb: str) -> None:
    which, client = by.begun(who), at(who.reader)
    nowhere = client.post(f"/editions/{UUID(int=7)}/steps/{verb}/", follow=True).status_code
    assert press(client, which, verb, reason="x", until="2030-01-01T10:00")[0] == nowhere == 404
    assert edition(which, actor=who.head).state == "draft"


def test_a_withdrawn_edition_says_so_to_its_readers_and_keeps_its_content_for_who_compiles(who: by.Staff) -> None:
    which = publish(edition=by.begun(who), actor=WRITER).id
    head, reader = at(who.head), at(who.reader)
    assert press(head, which, "withdraw")[0] == 400
    press(head, which, "withdraw", reason="Verkeerde regio-indeling.")
    found = page(reader, which)
    assert "Verkeerde regio-indeling." in found
    assert "Het loopt op." not in found
    assert "Het loopt op." in page(head, which)
    for kind in ("pdf", "json", "html", "xlsx"):
        assert head.get(f"/editions/{which}/{kind}").status_code == 200
        assert reader.get(f"/editions/{which}/{kind}").status_code == 404
    api = reader.get(f"/api/v1/editions/{which}").json()
    assert (api["state"], api["withdrawnWhy"], api["documents"]) == ("withdrawn", "Verkeerde regio-indeling.", [])
    assert reader.get(f"/api/v1/editions/{which}/content").status_code == 404
    assert "Het loopt op." not in reader.get("/").content.decode()


def test_a_correcting_edition_says_what_it_corrects_and_the_earlier_page_points_to_it(who: by.Staff) -> None:
    first, head = publish(edition=by.begun(who), actor=WRITER).id, at(who.head)
    _status, found = press(head, first, "correct", reason="Utrecht telde dubbel.")
    assert "Deze editie corrigeert nummer 1 van 15 september 2020: Utrecht telde dubbel." in found
    (second,) = (each.id for each in editions(state="draft", actor=who.head))
    publish(edition=second, actor=WRITER)
    assert f"/editions/{second}/" in page(at(who.reader), first)
    assert standing(first, actor=who.reader).corrected_by
    assert "corrigeert nummer 1" in page(at(who.reader), second)
