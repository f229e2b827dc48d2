"""Text messages and calls: many at a time, each written down, over a gateway that can misbehave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from knooppunt.ground.delivery.carrying import NOT_TRIED
from knooppunt.ground.delivery.models import Attempt, Dispatch
from knooppunt.ground.delivery.public import Message, State, capability, carry, fates, send, withdraw
from knooppunt.ground.delivery.rules.carrying import DOWN
from knooppunt.ground.delivery.rules.dispatching import NOT_TAKING_PART
from knooppunt.ground.delivery.tests.gateway import Gateway
from knooppunt.ground.delivery.tests.people import NODE, person
from knooppunt.ground.incidents.public import name_participants, open_incident
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import ContactPoint
from knooppunt.kit.clock import clock_at, now

pytestmark = pytest.mark.django_db
CALL = Message("Oproep", "Komt u? Antwoord via", "/answer/{token}/", purpose="answer")


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    with Gateway() as running:
        settings.KNOOPPUNT = replace(
            settings.KNOOPPUNT,
            sms_url=running.url,
            sms_token="t0ken",
            voice_url=running.url,
            sms_per_minute=100_000,
            voice_per_minute=100_000,
            gateway_seconds=1,
            gateway_connections=4,
        )
        yield running


def reachable(name: str, *means: str) -> UUID:
    """Someone with a number for each of these means (text messages, if none is named)."""
    who = person(name)
    for rank, one in enumerate(means or ("sms",)):
        number = f"+316{ContactPoint.objects.count():08}"
        ContactPoint.objects.create(person_id=who, means=one, address=number, rank=rank, made_at=now())
    return who


def called(*people: UUID, channel: str = "sms", key: str = "1", urgent: bool = True) -> None:
    send(channel=channel, to=people, message=CALL, about="call", key=key, urgent=urgent, actor=NODE)


def states() -> list[str]:
    return sorted(fate.state for fate in fates("call", actor=NODE))


def later(seconds: int) -> None:
    """What the workers do so many seconds from now."""
    with clock_at(now() + timedelta(seconds=seconds)):
        carry("sms")


def test_a_text_message_has_its_link_and_the_gateway_its_reference(gateway: Gateway) -> None:
    called(reachable("Anna"))
    carry("sms")
    row = Dispatch.objects.get()
    (took,) = gateway.took
    assert took["text"] == f"Komt u? Antwoord via http://127.0.0.1:8000/answer/{capability(row.id, 'answer')}/"
    assert (took["reference"], took["callback"]) == (str(row.id), "http://127.0.0.1:8000/gateway/sms/")
    assert gateway.headers[0]["authorization"] == "Bearer t0ken"
    assert gateway.headers[0]["idempotency-key"] == str(row.id)
    assert (row.state, Attempt.objects.get().outcome) == ("sent", "sent")


def test_many_go_at_once_and_the_journal_says_how_many_and_not_to_whom(gateway: Gateway) -> None:
    called(*(reachable(f"Person{number}") for number in range(30)))
    carry("sms")
    assert len(gateway.sent) == 30
    (begun,), (ended,) = (entries(event=f"delivery.{name}", actor=NODE) for name in ("BatchBegun", "BatchEnded"))
    assert begun.payload.keys() == {"thing", "batch", "channel", "count"}
    assert (ended.payload["sent"], ended.payload["waiting"]) == (30, 0)


def test_ten_times_as_many_cost_as_many_queries(gateway: Gateway) -> None:
    counts = []
    for key, count in (("few", 10), ("many", 100)):
        people = [reachable(f"{key}{number}") for number in range(count)]
        called(*people, key=key)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            carry("sms")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_urgent_ones_go_first(gateway: Gateway, settings: Settings) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, gateway_connections=1)
    anna = reachable("Anna")
    called(anna, key="ordinary", urgent=False)
    called(anna, key="urgent")
    carry("sms")
    urgent = Dispatch.objects.get(key="urgent")
    assert gateway.took[0]["reference"] == str(urgent.id)


def test_no_more_go_in_a_second_than_the_pace_allows(gateway: Gateway, settings: Settings) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, sms_per_minute=6)
    called(*(reachable(f"Person{number}") for number in range(3)))
    carry("sms")
    assert len(gateway.took) == 1
    later(5)
    assert len(gateway.took) == 1
    later(11)
    assert len(gateway.took) == 2


def test_a_gateway_that_refuses_one_takes_the_others(gateway: Gateway) -> None:
    gateway.answers.append(422)
    called(reachable("Anna"), reachable("Bo"))
    carry("sms")
    assert states() == ["refused", "sent"]


def test_a_gateway_in_trouble_is_tried_again_and_nobody_is_missed(gateway: Gateway) -> None:
    gateway.answers += [500, 202, 503, 202]
    called(*(reachable(f"Person{number}") for number in range(4)))
    carry("sms")
    assert states() == ["sent", "sent", "waiting", "waiting"]
    later(20)
    assert states() == ["sent"] * 4
    assert len(gateway.sent) == 4


def test_a_gateway_that_answers_nothing_is_not_asked_for_every_message(gateway: Gateway) -> None:
    gateway.otherwise = 500
    called(*(reachable(f"Person{number}") for number in range(40)))
    carry("sms")
    assert len(gateway.took) < 12
    assert Attempt.objects.filter(reason=NOT_TRIED).count() >= 28
    carry("sms")
    assert len(gateway.took) < 12, "it is closed for a moment"


def test_over_a_channel_that_is_down_what_is_urgent_fails_within_ninety_seconds(gateway: Gateway) -> None:
    gateway.otherwise = 500
    called(*(reachable(f"Person{number}") for number in range(20)))
    called(reachable("Ordinary"), key="2", urgent=False)
    for seconds in range(0, 91, 15):
        later(seconds)
    assert states() == ["failed"] * 20 + ["waiting"]
    assert Dispatch.objects.filter(reason=DOWN).exists() or Dispatch.objects.filter(tries=3).exists()


def test_what_a_gateway_took_without_answering_is_repeated_under_its_reference_and_said_so(gateway: Gateway) -> None:
    gateway.answers.append(0)
    called(reachable("Anna"))
    carry("sms")
    (fate,) = fates("call", actor=NODE)
    assert (fate.state, fate.maybe_arrived, fate.maybe_twice) == (State.WAITING, True, False)
    later(20)
    (fate,) = fates("call", actor=NODE)
    assert (fate.state, fate.maybe_arrived, fate.maybe_twice) == (State.SENT, False, True)
    assert len(gateway.took) == 2
    assert len(gateway.sent) == 1


def test_where_it_is_set_so_it_is_not_repeated(gateway: Gateway, settings: Settings) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, gateway_uncertain="stop")
    gateway.answers.append(-1)
    called(reachable("Anna"))
    carry("sms")
    later(20)
    assert (states(), len(gateway.took)) == (["uncertain"], 1)


def test_what_was_taken_back_does_not_ring(gateway: Gateway) -> None:
    anna, bo = reachable("Anna"), reachable("Bo")
    called(anna, bo)
    withdraw(about="call", addressees=[anna], actor=NODE)
    carry("sms")
    assert (states(), len(gateway.took)) == (["sent", "withdrawn"], 1)


def test_in_an_exercise_only_those_who_take_part_are_called_and_it_says_so(gateway: Gateway) -> None:
    exercise = open_incident(name="Griep", exercise=True, reason="oefening", actor=NODE)
    anna, bo = reachable("Anna", "voice"), reachable("Bo", "voice")
    name_participants(incident=exercise, people=[anna], actor=NODE)
    called(anna, bo, channel="voice")
    carry("voice")
    (took,) = gateway.took
    assert took["text"] == "Dit is een oefening. Komt u? Antwoord via"
    assert Dispatch.objects.get(addressee=bo).reason == NOT_TAKING_PART


def test_in_a_demo_the_message_lies_in_a_folder(gateway: Gateway, settings: Settings, tmp_path: object) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, demo=True, home=tmp_path)
    called(reachable("Anna"))
    carry("sms")
    assert (states(), gateway.took) == (["sent"], [])
