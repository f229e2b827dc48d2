"""Push messages: sealed for one browser, signed for its push service, and what that answers decides what follows."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import http_ece
import pytest
from pytest_django import Settings

from knooppunt.ground.delivery.channels.push.channel import WANTING, WORDS
from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.public import Message, capability, carry, push_key, send, troubles
from knooppunt.ground.delivery.rules.dispatching import NOT_IN_USE, NOT_TAKING_PART
from knooppunt.ground.delivery.tests.devices import Device, signature_of, verified
from knooppunt.ground.delivery.tests.people import NODE, person
from knooppunt.ground.delivery.tests.receiver import Receiver, Told
from knooppunt.ground.incidents.public import name_participants, open_incident
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import ContactPoint
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid

pytestmark = pytest.mark.django_db
CALL = Message("Oproep", "Komt u? Antwoord via", "/answer/{token}/", purpose="answer")


@pytest.fixture
def service(settings: Settings) -> Iterator[Receiver]:
    known = replace(settings.KNOOPPUNT, webhook_private=True, webhook_seconds=1, push_contact="node@region.example")
    settings.KNOOPPUNT = replace(known, push_per_minute=100_000)
    with Receiver() as running:
        yield running


def called(*people: UUID, urgent: bool = True, lifetime: timedelta | None = None) -> None:
    send(
        channel="push", to=people, message=CALL, about="call", key="1", urgent=urgent, lifetime=lifetime, actor=NODE
    )  # fmt: skip


def sent(service: Receiver, *, urgent: bool = True, lifetime: timedelta | None = None) -> tuple[Device, Told]:
    device = Device(service.address)
    device.of(person("Anna"))
    called(
        *ContactPoint.objects.filter(means="push").values_list("person", flat=True), urgent=urgent, lifetime=lifetime
    )
    carry("push")
    return device, service.told[0]


def test_a_device_reads_what_there_is_and_the_path_it_opens(service: Receiver) -> None:
    device, told = sent(service)
    row = Dispatch.objects.get()
    assert device.read(told.body) == {
        "title": "Oproep",
        "text": "Komt u? Antwoord via",
        "link": f"/answer/{capability(row.id, 'answer')}/",
        "tag": str(row.id),
        "exercise": False,
    }
    assert (row.state, told.headers["content-encoding"]) == ("sent", "aes128gcm")


def test_the_push_service_between_reads_nothing_and_another_device_neither(service: Receiver) -> None:
    _, told = sent(service)
    assert b"Oproep" not in told.body
    with pytest.raises(http_ece.ECEException):
        Device(service.address).read(told.body)


@pytest.mark.parametrize("place", [0, 30, -1])
def test_what_was_tampered_with_cannot_be_read(service: Receiver, place: int) -> None:
    device, told = sent(service)
    bent = bytearray(told.body)
    bent[place] ^= 1
    with pytest.raises((http_ece.ECEException, ValueError)):
        device.read(bytes(bent))


def test_every_message_is_sealed_with_a_key_of_its_own(service: Receiver) -> None:
    Device(service.address).of(person("Anna"))
    Device(service.address).of(person("Bo"))
    called(*ContactPoint.objects.filter(means="push").values_list("person", flat=True))
    carry("push")
    one, other = (told.body[21:86] for told in service.told)
    assert one != other


def test_the_node_signs_for_this_push_service_with_the_key_that_browsers_subscribe_for(service: Receiver) -> None:
    _, told = sent(service)
    right, claims, key = signature_of(told)
    parts = urlsplit(service.address)
    assert right
    assert claims["aud"] == f"{parts.scheme}://{parts.netloc}"
    assert claims["sub"] == "mailto:node@region.example"
    assert timedelta() < timedelta(seconds=claims["exp"] - now().timestamp()) <= timedelta(days=1)
    assert key == push_key()
    assert len(urlsafe_b64decode(key + "=")) == 65


def test_a_signature_under_other_claims_is_wrong(service: Receiver) -> None:
    _, told = sent(service)
    head, claims, mark = told.headers["authorization"].split(".")
    bent = claims[:-2] + ("A" if claims[-2] != "A" else "B") + claims[-1]
    assert verified(f"{head}.{claims}.{mark}")
    assert not verified(f"{head}.{bent}.{mark}")


def test_the_key_is_that_of_the_installation_and_of_no_other(settings: Settings) -> None:
    ours = push_key()
    assert push_key() == ours
    settings.SECRET_KEY = f"{settings.SECRET_KEY} of another"
    assert push_key() != ours


@pytest.mark.parametrize(("urgent", "urgency"), [(True, "high"), (False, "normal")])
def test_what_is_urgent_wakes_a_device(service: Receiver, urgent: bool, urgency: str) -> None:
    assert sent(service, urgent=urgent)[1].headers["urgency"] == urgency


def test_it_is_kept_an_hour_for_a_device_that_is_off(service: Receiver) -> None:
    assert sent(service)[1].headers["ttl"] == "3600"


def test_it_is_kept_no_longer_than_it_is_of_use(service: Receiver) -> None:
    _, told = sent(service, lifetime=timedelta(minutes=10))
    assert 0 < int(told.headers["ttl"]) <= 600


@pytest.mark.parametrize(
    ("status", "state"),
    [(200, "sent"), (201, "sent"), (202, "sent"), (400, "refused"), (403, "refused"), (413, "refused"),
     (404, "refused"), (410, "refused"), (302, "waiting"), (429, "waiting"), (500, "waiting"), (0, "waiting")],
)  # fmt: skip
def test_what_a_push_service_answers_decides_what_becomes_of_it(service: Receiver, status: int, state: str) -> None:
    service.answers.append(status)
    sent(service)
    assert (Dispatch.objects.get().state, len(service.told)) == (state, 1)


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_no_way_to_reach_a_person_any_more(service: Receiver, status: int) -> None:
    service.answers.append(status)
    sent(service)
    assert Dispatch.objects.get().reason == NOT_IN_USE
    assert [row.means for row in ContactPoint.objects.current(now())] == ["email"]
    assert len(entries(event="network.ContactEnded", actor=NODE)) == 1


@pytest.mark.parametrize("status", [400, 413, 429, 500])
def test_a_device_stays_when_only_this_message_met_trouble(service: Receiver, status: int) -> None:
    service.answers.append(status)
    sent(service)
    assert ContactPoint.objects.current(now()).filter(means="push").exists()


def test_after_a_device_that_is_gone_the_next_one_is_used(service: Receiver) -> None:
    anna = person("Anna")
    Device(service.address).of(anna)
    Device(service.address).of(anna)
    service.answers.append(410)
    for key in ("1", "2"):
        send(channel="push", to=[anna], message=CALL, about="call", key=key, urgent=True, actor=NODE)
        carry("push")
    assert sorted(Dispatch.objects.values_list("state", flat=True)) == ["refused", "sent"]


def test_a_push_service_that_hung_up_may_have_it_and_that_is_said(service: Receiver, settings: Settings) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, gateway_uncertain="stop")
    service.answers.append(0)
    sent(service)
    assert Dispatch.objects.get().state == "uncertain"


def test_one_that_cannot_be_reached_does_not_close_the_channel_for_others(service: Receiver) -> None:
    with Receiver() as other:
        gone = other.address
    anna, bo = person("Anna"), person("Bo")
    Device(gone).of(anna)
    Device(service.address).of(bo)
    called(anna, bo)
    carry("push")
    assert sorted(Dispatch.objects.values_list("state", flat=True)) == ["sent", "waiting"]


@pytest.mark.parametrize(
    ("endpoint", "reason"),
    [
        ("https://localhost/push", WORDS.no_address),
        ("https://10.0.0.7/push", WORDS.no_address),
        ("http://push.example/push", WORDS.no_address),
        ("https://127.1/push", WORDS.not_public),
    ],
)
def test_what_leads_inside_is_refused(settings: Settings, endpoint: str, reason: str) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, push_contact="node@region.example")
    anna = person("Anna")
    Device(endpoint).of(anna)
    called(anna)
    carry("push")
    row = Dispatch.objects.get()
    assert (row.state, row.reason) == ("refused", reason)


def test_nothing_of_a_subscription_stands_in_what_is_kept_of_an_attempt(service: Receiver) -> None:
    service.answers.append(410)
    device, _ = sent(service)
    row = Dispatch.objects.get()
    kept = str([one.payload for one in entries(actor=NODE)])
    kept += "".join(f"{one.reason} {one.answer}" for one in row.attempts.all()) + row.reason
    assert device.endpoint not in kept


def test_an_exercise_reaches_only_who_takes_part_and_says_what_it_is(service: Receiver) -> None:
    exercise = open_incident(name="Griep", exercise=True, reason="oefening", actor=NODE)
    anna, bo = person("Anna"), person("Bo")
    device = Device(service.address)
    device.of(anna)
    Device(service.address).of(bo)
    name_participants(incident=exercise, people=[anna], actor=NODE)
    called(anna, bo)
    carry("push")
    shown = [device.read(one.body) for one in service.told]
    assert [(one["title"], one["exercise"]) for one in shown] == [("OEFENING: Oproep", True)]
    assert Dispatch.objects.get(addressee=bo).reason == NOT_TAKING_PART


def test_without_an_address_of_who_runs_the_node_messages_wait_and_that_is_said(settings: Settings) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, push_contact="", mail_from="")
    anna = person("Anna")
    Device("https://push.example/a").of(anna)
    called(anna)
    carry("push")
    assert (Dispatch.objects.get().state, troubles()["push"]) == ("waiting", WANTING)


def test_a_demo_writes_what_would_be_shown_into_a_folder_without_the_address(
    settings: Settings, tmp_path: Path
) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, demo=True, home=tmp_path)
    anna = person("Anna")
    Device("https://push.example/secret").of(anna)
    called(anna)
    carry("push")
    (written,) = (tmp_path / "push").iterdir()
    assert json.loads(written.read_text())["to"] == "push.example"
    assert "secret" not in written.read_text()


def test_a_text_longer_than_a_text_message_is_refused() -> None:
    with pytest.raises(Invalid, match="at most 320"):
        send(channel="push", to=[person("Anna")], message=Message("Oproep", "x" * 321), about="a", key="1", actor=NODE)
