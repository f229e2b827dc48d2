"""Messages to chats: by incoming webhook, to public addresses only; and what no channel carries is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import Settings

from knooppunt.ground.delivery.channels.chat.channel import WORDS
from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.public import Message, capability, carry, send
from knooppunt.ground.delivery.rules.dispatching import NOT_TAKING_PART
from knooppunt.ground.delivery.tests.people import NODE, person
from knooppunt.ground.delivery.tests.receiver import Receiver
from knooppunt.ground.incidents.public import name_participants, open_incident
from knooppunt.ground.network.public import ContactPoint
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import Invalid

pytestmark = pytest.mark.django_db
CALL = Message("Oproep", "Komt u? Antwoord via", "/answer/{token}/", purpose="answer")


@pytest.fixture
def chat(settings: Settings) -> Iterator[Receiver]:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, webhook_private=True, webhook_seconds=1, chat_per_minute=100_000)
    with Receiver() as running:
        yield running


def reached_at(address: str, name: str = "Anna") -> UUID:
    who = person(name)
    ContactPoint.objects.create(person_id=who, means="chat", address=address, rank=0, made_at=now())
    return who


def called(*people: UUID, channel: str = "chat") -> None:
    send(channel=channel, to=people, message=CALL, about="call", key="1", urgent=True, actor=NODE)


def test_a_chat_gets_the_text_with_its_link(chat: Receiver) -> None:
    called(reached_at(chat.address))
    carry("chat")
    row = Dispatch.objects.get()
    link = f"http://127.0.0.1:8000/answer/{capability(row.id, 'answer')}/"
    assert json.loads(chat.told[0].body) == {"text": f"Oproep\nKomt u? Antwoord via {link}"}
    assert row.state == "sent"


@pytest.mark.parametrize(
    ("status", "state"), [(404, "refused"), (302, "waiting"), (429, "waiting"), (500, "waiting"), (0, "waiting")]
)
def test_what_a_chat_answers_decides_what_becomes_of_it(chat: Receiver, status: int, state: str) -> None:
    chat.answers.append(status)
    called(reached_at(chat.address))
    carry("chat")
    assert (Dispatch.objects.get().state, len(chat.told)) == (state, 1)


def test_a_chat_that_hung_up_may_have_it_and_that_is_said(chat: Receiver, settings: Settings) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, gateway_uncertain="stop")
    chat.answers.append(0)
    called(reached_at(chat.address))
    carry("chat")
    assert Dispatch.objects.get().state == "uncertain"


def test_a_chat_that_is_gone_does_not_close_the_channel_for_others(chat: Receiver) -> None:
    with Receiver() as other:
        gone = other.address
    called(reached_at(gone), reached_at(chat.address, "Bo"))
    carry("chat")
    assert sorted(Dispatch.objects.values_list("state", flat=True)) == ["sent", "waiting"]


def test_a_chat_that_never_answers_is_given_up_so_that_another_channel_takes_over() -> None:
    called(reached_at("https://127.0.0.1.invalid/hook"))
    moment = now()
    for minute in range(5):
        with clock_at(moment + timedelta(minutes=minute)):
            carry("chat")
    assert Dispatch.objects.get().state == "failed"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://localhost/hook", WORDS.no_address),
        ("https://10.0.0.7/hook", WORDS.no_address),
        ("http://chat.example/hook", WORDS.no_address),
        ("@anna:matrix.example", WORDS.no_address),
        ("https://127.1/hook", WORDS.not_public),
    ],
)
def test_what_is_no_public_web_address_is_refused(address: str, reason: str) -> None:
    called(reached_at(address))
    carry("chat")
    row = Dispatch.objects.get()
    assert (row.state, row.reason) == ("refused", reason)


def test_an_exercise_tells_only_the_chat_of_who_takes_part_and_says_what_it_is(chat: Receiver) -> None:
    exercise = open_incident(name="Griep", exercise=True, reason="oefening", actor=NODE)
    anna, bo = reached_at(chat.address), reached_at(chat.address, "Bo")
    name_participants(incident=exercise, people=[anna], actor=NODE)
    called(anna, bo)
    carry("chat")
    assert [json.loads(one.body)["text"].split("\n")[0] for one in chat.told] == ["OEFENING: Oproep"]
    assert Dispatch.objects.get(addressee=bo).reason == NOT_TAKING_PART


def test_what_no_channel_can_carry_is_refused_and_does_not_wait() -> None:
    with pytest.raises(Invalid, match="Nothing can be sent over pigeon"):
        called(person("Anna"), channel="pigeon")
    assert not Dispatch.objects.exists()
