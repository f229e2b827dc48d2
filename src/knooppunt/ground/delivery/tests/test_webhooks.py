"""Webhooks: what an organisation may hear is told once and signed, and nothing is missed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import Settings
from standardwebhooks import Webhook
from tests.cast import someone

from knooppunt.ground.access.public import Account, deactivate_account
from knooppunt.ground.delivery.channels.webhook.posting import NOT_PUBLIC
from knooppunt.ground.delivery.models import Attempt, Dispatch, Subscription
from knooppunt.ground.delivery.public import (
    NewSubscription,
    attempt,
    end_subscription,
    pass_on,
    pause,
    replay,
    resume,
    subscribe,
)
from knooppunt.ground.delivery.tests.people import NODE
from knooppunt.ground.delivery.tests.receiver import Receiver
from knooppunt.ground.incidents.public import change_phase, close_incident, open_incident
from knooppunt.ground.network.public import add_organisation
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
HEARD = ["incidents.IncidentOpened", "incidents.PhaseChanged"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


@pytest.fixture(autouse=True)
def inside(settings: Settings) -> None:
    """The receiver of these tests lies on this machine."""
    settings.KNOOPPUNT = replace(
        settings.KNOOPPUNT, webhook_private=True, webhook_seconds=1, webhook_per_minute=100_000
    )


@pytest.fixture
def ilse() -> Actor:
    return someone("Ilse Beheer", bundle="administrator")


def subscribed(actor: Actor, receiver: Receiver, events: list[str] = HEARD) -> NewSubscription:
    return subscribe(name="Crisisbord", address=receiver.address, events=events, actor=actor)


def crisis(name: str = "Storm", exercise: bool = False) -> UUID:
    return open_incident(name=name, exercise=exercise, reason="Code rood", actor=NODE)


def work() -> None:
    """What the workers do when everything is due, and nothing is closed any more."""
    pass_on()
    for dispatch in Dispatch.objects.filter(state="waiting").order_by("id"):
        with clock_at(max(now(), dispatch.due_at) + timedelta(minutes=1)):
            attempt(dispatch.id)


def test_what_happens_is_told_signed_and_without_content(ilse: Actor, receiver: Receiver) -> None:
    made = subscribed(ilse, receiver)
    which = crisis()
    work()
    (told,) = receiver.told
    event = Webhook(made.secret).verify(told.body, told.headers)
    assert told.path == "/hook?of=test"
    assert told.headers["content-type"] == "application/cloudevents+json"
    assert event.keys() == {"specversion", "id", "source", "type", "subject", "time"}
    assert (event["type"], event["subject"]) == ("nl.knooppunt.incidents.IncidentOpened", str(which))
    assert told.headers["webhook-id"] == event["id"]
    assert b"Storm" not in told.body


def test_during_an_exercise_the_event_says_so(ilse: Actor, receiver: Receiver) -> None:
    subscribed(ilse, receiver)
    crisis(exercise=True)
    work()
    assert json.loads(receiver.told[0].body)["exercise"] is True


def test_only_chosen_events_from_now_on_are_told_and_each_once(ilse: Actor, receiver: Receiver) -> None:
    which = crisis("Vroeger")
    subscribed(ilse, receiver, ["incidents.PhaseChanged"])
    add_organisation(name="Stichting Stil", kind="partner", actor=NODE)
    change_phase(incident=which, phase="warm", reason="Erger", actor=NODE)
    work()
    work()
    assert [json.loads(told.body)["type"] for told in receiver.told] == ["nl.knooppunt.incidents.PhaseChanged"]


def test_an_event_of_a_room_one_may_not_read_cannot_be_chosen(ilse: Actor, receiver: Receiver) -> None:
    for event in ("figures.FiguresImported", "delivery.Dispatched", "access.SignedIn", "no.Such"):
        with pytest.raises(Invalid):
            subscribed(ilse, receiver, [event])
    assert not Subscription.objects.exists()


def test_whoever_lost_the_right_to_read_hears_no_more(ilse: Actor, receiver: Receiver) -> None:
    subscribed(ilse, receiver)
    deactivate_account(account=Account.objects.get(person=UUID(ilse.id)).id, actor=NODE)
    crisis()
    work()
    assert receiver.told == []
    assert Subscription.objects.get().standing == "failed"


def test_a_repeat_has_the_same_identifier_and_the_same_bytes(ilse: Actor, receiver: Receiver) -> None:
    made = subscribed(ilse, receiver)
    crisis()
    receiver.answers += [500, 302, 0]
    for _ in range(4):
        work()
    assert [outcome for (outcome,) in Attempt.objects.values_list("outcome")] == [
        "postponed",
        "postponed",
        "uncertain",
        "sent",
    ]
    assert len({(told.path, told.body, told.headers["webhook-id"]) for told in receiver.told}) == 1
    for told in receiver.told:
        Webhook(made.secret).verify(told.body, told.headers)


def test_a_receiver_that_answers_a_byte_at_a_time_is_hung_up_on(ilse: Actor, receiver: Receiver) -> None:
    subscribed(ilse, receiver)
    crisis()
    receiver.answers.append(-1)
    work()
    assert Attempt.objects.get().outcome == "uncertain"


def test_after_a_day_without_answer_it_pauses_itself_and_its_maker_is_told(ilse: Actor, receiver: Receiver) -> None:
    subscribed(ilse, receiver)
    crisis()
    begun = now()
    receiver.answers += [503] * 30
    for _ in range(25):
        work()
    assert Subscription.objects.get().standing == "failed"
    settled_at = Dispatch.objects.get(channel="webhook").settled_at
    assert settled_at is not None
    assert settled_at > begun + timedelta(days=1)
    (notice,) = Dispatch.objects.filter(channel="email")
    assert (str(notice.addressee), notice.link) == (ilse.id, "/delivery/webhooks/")
    told = len(receiver.told)
    open_crisis = UUID(json.loads(receiver.told[0].body)["subject"])
    change_phase(incident=open_crisis, phase="warm", reason="Erger", actor=NODE)
    work()
    assert len(receiver.told) == told


def test_gone_is_gone(ilse: Actor, receiver: Receiver) -> None:
    subscribed(ilse, receiver)
    crisis()
    receiver.answers.append(410)
    work()
    assert (Subscription.objects.get().standing, Attempt.objects.get().code) == ("failed", 410)


def test_what_happens_while_it_is_paused_is_told_when_it_resumes(ilse: Actor, receiver: Receiver) -> None:
    made = subscribed(ilse, receiver)
    pause(subscription=made.id, actor=ilse)
    which = crisis()
    work()
    assert receiver.told == []
    resume(subscription=made.id, actor=ilse)
    change_phase(incident=which, phase="warm", reason="Erger", actor=NODE)
    work()
    assert sorted(json.loads(told.body)["type"][13:] for told in receiver.told) == HEARD


def test_a_stretch_is_told_again_under_the_same_identifiers(ilse: Actor, receiver: Receiver) -> None:
    made = subscribed(ilse, receiver)
    begun = now()
    which = crisis()
    close_incident(incident=which, reason="Voorbij", actor=NODE)
    work()
    assert replay(subscription=made.id, since=begun, until=now(), actor=ilse) == 1
    work()
    first, second = receiver.told
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    with pytest.raises(Invalid):
        replay(subscription=made.id, since=now(), until=begun, actor=ilse)


def test_one_that_ended_is_told_nothing_and_stays_ended(ilse: Actor, receiver: Receiver) -> None:
    made = subscribed(ilse, receiver)
    crisis()
    pass_on()
    end_subscription(subscription=made.id, actor=ilse)
    work()
    assert receiver.told == []
    assert Dispatch.objects.get().state == "failed"
    with pytest.raises(Conflict):
        resume(subscription=made.id, actor=ilse)


def test_another_organisation_and_no_mandate_find_nothing(ilse: Actor, receiver: Receiver) -> None:
    made = subscribed(ilse, receiver)
    other = someone("Otto Ander", organisation="NRK", bundle="administrator")
    stranger = someone("Niels Niemand")
    for verb in (pause, end_subscription):
        with pytest.raises(NotFound):
            verb(subscription=made.id, actor=other)
        with pytest.raises(NotAllowed):
            verb(subscription=made.id, actor=stranger)
    assert Subscription.objects.get().standing == "active"


NO_PLACES = (
    "http://example.org/",
    "https://u:p@example.org/",
    "ftp://example.org/",
    "https://",
    "https://10.0.0.1/x",
    "https://[::1]/",
    "http://localhost:8080/",
)


@pytest.mark.parametrize("address", NO_PLACES)
def test_addresses_that_are_no_place_for_a_webhook(address: str, ilse: Actor, settings: Settings) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, webhook_private=False)
    with pytest.raises(Invalid):
        subscribe(name="x", address=address, events=HEARD, actor=ilse)


def test_a_name_that_leads_inside_is_not_followed(ilse: Actor, receiver: Receiver, settings: Settings) -> None:
    subscribed(ilse, receiver)
    crisis()
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, webhook_private=False)
    work()
    assert receiver.told == []
    assert Attempt.objects.get().reason == NOT_PUBLIC
