"""The pages of sending out, without script."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings
from tests.cast import account_of, browser

from knooppunt.ground.access.public import TLP
from knooppunt.ground.delivery.models import Dispatch, Subscription
from knooppunt.ground.delivery.public import attempt, send
from knooppunt.ground.delivery.tests.mailserver import MailServer
from knooppunt.ground.delivery.tests.people import NODE, NOTICE, person, sent_to
from knooppunt.kit.clock import now

pytestmark = pytest.mark.django_db
HOOK = {"name": "Bord", "address": "https://bord.example/hook", "events": ["incidents.IncidentOpened"]}


@pytest.fixture
def officer() -> Client:
    return browser(account_of("Anna Analist", bundle="node_officer"))


@pytest.fixture
def administrator() -> Client:
    return browser(account_of("Ilse Beheer", bundle="administrator"))


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_what_was_not_delivered_is_shown_with_what_the_receiver_said(officer: Client, server: MailServer) -> None:
    (dispatch,) = sent_to(person("Bo"))
    server.to_recipient.append("550 5.1.1 Onbekende gebruiker")
    attempt(dispatch.id)
    assert "De mailserver weigert dit." in shown(officer, "/delivery/?state=refused")
    page = shown(officer, f"/delivery/{dispatch.id}/")
    assert "Onbekende gebruiker" in page
    assert officer.post(f"/delivery/{dispatch.id}/again/").status_code == 302
    dispatch.refresh_from_db()
    assert dispatch.state == "waiting"
    assert officer.post(f"/delivery/{dispatch.id}/again/").status_code == 409


def test_without_a_mail_server_the_page_says_that_messages_wait(officer: Client, settings: Settings) -> None:
    sent_to(person("Bo"))
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, mail_host="")
    assert "E-mail is niet ingesteld" in shown(officer, "/delivery/")


def test_what_may_have_gone_twice_says_so(officer: Client, server: MailServer) -> None:
    (dispatch,) = sent_to(person("Bo"))
    server.to_message.append("die")
    attempt(dispatch.id)
    Dispatch.objects.update(due_at=now() - timedelta(minutes=1))
    attempt(dispatch.id)
    assert "meer dan één keer" in shown(officer, f"/delivery/{dispatch.id}/")


def test_another_organisation_sees_only_what_went_to_its_own_people() -> None:
    reader = account_of("Rik Regio", organisation="VRFR", bundle="administrator")
    colleague = browser(account_of("Tom Elders", organisation="NRK", bundle="administrator"))
    (dispatch,) = sent_to(reader.person_id)
    assert "Er staat iets voor u klaar" in shown(browser(reader), "/delivery/")
    assert "Er staat iets voor u klaar" not in shown(colleague, "/delivery/")
    assert colleague.get(f"/delivery/{dispatch.id}/").status_code == 404


def test_what_is_red_is_shown_to_its_readers_only(officer: Client) -> None:
    send(to=[person("Bo")], message=NOTICE, about="x", key="x", marking=TLP.RED, readers=["nobody"], actor=NODE)
    assert "Er staat iets voor u klaar" not in shown(officer, "/delivery/")


def test_the_secret_of_a_webhook_is_shown_once(administrator: Client) -> None:
    answer = administrator.post("/delivery/webhooks/", HOOK)
    made = Subscription.objects.get()
    assert made.secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    for path in ("/delivery/webhooks/", f"/delivery/webhooks/{made.id}/"):
        page = shown(administrator, path)
        assert "Bord" in page
        assert made.secret not in page


def test_a_wrong_address_comes_back_on_the_form_with_what_was_typed(administrator: Client) -> None:
    answer = administrator.post("/delivery/webhooks/", HOOK | {"address": "http://bord.example/"})
    assert answer.status_code == 400
    assert "begint met https://" in answer.content.decode()
    assert "http://bord.example/" in answer.content.decode()
    assert not Subscription.objects.exists()


def test_a_webhook_is_paused_resumed_replayed_and_ended(administrator: Client) -> None:
    administrator.post("/delivery/webhooks/", HOOK)
    made = Subscription.objects.get()
    for how, standing in (("pause", "paused"), ("resume", "active")):
        assert administrator.post(f"/delivery/webhooks/{made.id}/{how}/").status_code == 302
        made.refresh_from_db()
        assert made.standing == standing
    stretch = {"since": "2026-01-01T00:00", "until": "2026-01-02T00:00"}
    assert administrator.post(f"/delivery/webhooks/{made.id}/replay/", stretch).status_code == 302
    turned = {"since": "2026-01-02T00:00", "until": "2026-01-01T00:00"}
    answer = administrator.post(f"/delivery/webhooks/{made.id}/replay/", turned)
    assert answer.status_code == 400
    assert "moet later zijn dan het begin" in answer.content.decode()
    administrator.post(f"/delivery/webhooks/{made.id}/end/")
    made.refresh_from_db()
    assert made.standing == "ended"


def test_a_webhook_of_another_organisation_is_not_there(administrator: Client) -> None:
    administrator.post("/delivery/webhooks/", HOOK)
    made = Subscription.objects.get()
    other = browser(account_of("Otto Ander", organisation="NRK", bundle="administrator"))
    assert "Bord" not in shown(other, "/delivery/webhooks/")
    assert other.get(f"/delivery/webhooks/{made.id}/").status_code == 404
    assert other.post(f"/delivery/webhooks/{made.id}/end/").status_code == 404
