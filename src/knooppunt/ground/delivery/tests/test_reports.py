"""What gateways report: signed, once, and about what they took."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import Settings
from standardwebhooks import Webhook

from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.public import Message, carry, send
from knooppunt.ground.delivery.tests.gateway import Gateway
from knooppunt.ground.delivery.tests.people import NODE, person
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import ContactPoint
from knooppunt.kit.clock import now

pytestmark = pytest.mark.django_db
SECRET, OTHER = "whsec_" + "QUJD" * 8, "whsec_" + "REVG" * 8


@pytest.fixture
def called(settings: Settings) -> Dispatch:
    """A call that the gateway took."""
    who = person("Anna")
    ContactPoint.objects.create(person_id=who, means="voice", address="+31612345678", rank=0, made_at=now())
    with Gateway() as gateway:
        settings.KNOOPPUNT = replace(settings.KNOOPPUNT, voice_url=gateway.url, voice_secret=SECRET)
        notice = Message("Oproep", "Toets 1 als u komt.")
        send(channel="voice", to=[who], message=notice, about="call", key="1", urgent=True, actor=NODE)
        carry("voice")
    return Dispatch.objects.get()


def reported(told: object, *, name: str = "", secret: str = SECRET, at: datetime | None = None) -> int:
    body, name, at = json.dumps(told), name or str(uuid4()), at or now()
    headers = {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(name, at, body),
    }
    return Client().post("/gateway/voice/", body, content_type="application/json", headers=headers).status_code


def key(of: UUID, digit: str = "1") -> dict[str, str]:
    return {"reference": str(of), "type": "key", "digit": digit}


def keys() -> list[str]:
    return [line.payload["digit"] for line in entries(event="delivery.KeyPressed", actor=NODE)]


def test_a_key_is_announced_once_however_often_it_is_brought(called: Dispatch) -> None:
    assert [reported(key(called.id), name="m1") for _ in range(3)] == [204, 204, 204]
    assert keys() == ["1"]


def test_a_forgery_an_old_one_and_an_unsigned_one_are_refused_alike(called: Dispatch) -> None:
    assert reported(key(called.id), secret=OTHER) == 401
    assert reported(key(called.id), at=now() - timedelta(minutes=6)) == 401
    assert Client().post("/gateway/voice/", key(called.id), content_type="application/json").status_code == 401
    assert reported(key(called.id) | {"more": "x" * 5000}) == 401
    assert keys() == []


def test_what_names_nothing_answers_as_what_does(called: Dispatch) -> None:
    assert reported(key(uuid4())) == reported(key(called.id)) == 204
    assert keys() == ["1"]


@pytest.mark.parametrize("told", [[], {}, {"reference": "x", "type": "key"}, 7, "delivered"])
def test_what_is_no_report_is_said_to_be_none(called: Dispatch, told: object) -> None:
    assert reported(told) == 400
    assert reported(key(called.id, "11")) == 400


def test_a_receipt_confirms_and_a_failure_afterwards_changes_nothing(called: Dispatch) -> None:
    assert reported({"reference": str(called.id), "type": "delivered"}) == 204
    assert reported({"reference": str(called.id), "type": "failed"}) == 204
    called.refresh_from_db()
    assert called.confirmed_at is not None
    assert called.state == "sent"


def test_what_could_not_be_delivered_has_failed_so_that_another_way_is_tried(called: Dispatch) -> None:
    assert reported({"reference": str(called.id), "type": "failed"}) == 204
    called.refresh_from_db()
    assert called.state == "failed"
    assert len(entries(event="delivery.Undeliverable", actor=NODE)) == 1


def test_without_a_secret_there_is_no_such_address(called: Dispatch, settings: Settings) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, voice_secret="")
    assert reported(key(called.id)) == 404
