"""Taking back what waits, and how what was sent about a thing fares."""

from __future__ import annotations

from datetime import timedelta

import pytest

from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.public import attempt, fates, send, withdraw
from knooppunt.ground.delivery.rules.dispatching import NOT_IN_USE
from knooppunt.ground.delivery.tests.mailserver import MailServer
from knooppunt.ground.delivery.tests.people import NODE, NOTICE, person, sent_to
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import ContactPoint
from knooppunt.kit.clock import clock_at, now

pytestmark = pytest.mark.django_db


def test_what_was_taken_back_is_not_sent(server: MailServer) -> None:
    anna, bo = sent_to(person("Anna"), person("Bo"))
    assert withdraw(about="edition 1", addressees=[anna.addressee], actor=NODE) == 1
    for one in (anna, bo):
        attempt(one.id)
    assert [one.to for one in server.kept] == ["bo@region.example"]
    states = {fate.addressee: fate.state for fate in fates("edition 1", actor=NODE)}
    assert states == {anna.addressee: "withdrawn", bo.addressee: "sent"}
    (line,) = entries(event="delivery.Withdrawn", actor=NODE)
    assert line.payload == {"thing": "edition 1", "channel": "email", "count": 1}


def test_what_was_sent_stays_sent(server: MailServer) -> None:
    (anna,) = sent_to(person("Anna"))
    attempt(anna.id)
    assert withdraw(about="edition 1", actor=NODE) == 0
    assert fates("edition 1", actor=NODE)[0].state == "sent"


def test_what_is_taken_back_while_it_is_being_sent_is_not_tried_again(server: MailServer) -> None:
    (anna,) = sent_to(person("Anna"))
    server.to_recipient.append("450 later")
    Dispatch.objects.update(withdrawn_at=now())  # as ``withdraw`` does to what is being sent
    attempt(anna.id)
    assert fates("edition 1", actor=NODE)[0].state == "withdrawn"


def test_what_may_have_arrived_twice_says_so(server: MailServer) -> None:
    (anna,) = sent_to(person("Anna"))
    server.to_message.append("die")
    attempt(anna.id)
    with clock_at(now() + timedelta(minutes=2)):
        attempt(anna.id)
    (fate,) = fates("edition 1", actor=NODE)
    assert (fate.state, fate.maybe_twice) == ("sent", True)


def test_only_what_changed_since_is_told(server: MailServer) -> None:
    anna, _ = sent_to(person("Anna"), person("Bo"))
    moment = now() + timedelta(seconds=1)
    with clock_at(moment):
        attempt(anna.id)
    assert [one.dispatch for one in fates("edition 1", since=moment, actor=NODE)] == [anna.id]


def test_what_is_no_use_any_more_has_failed_and_is_not_sent(server: MailServer) -> None:
    to, short = [person("Anna")], timedelta(minutes=5)
    (made,) = send(to=to, message=NOTICE, about="1", key="1", lifetime=short, actor=NODE)
    with clock_at(now() + timedelta(minutes=6)):
        attempt(made)
    assert (fates("1", actor=NODE)[0].state, server.kept) == ("failed", [])


def test_a_certain_contact_point_is_used_and_nothing_instead_of_it(server: MailServer) -> None:
    anna = person("Anna", email="")
    points = [
        ContactPoint.objects.create(
            person_id=anna, means="email", address=f"{rank}@home.example", rank=rank, made_at=now()
        )
        for rank in (1, 2)
    ]
    for key, contacts in (("first", None), ("certain", {anna: points[1].id})):
        (made,) = send(to=[anna], message=NOTICE, about="1", key=key, contacts=contacts, actor=NODE)
        attempt(made)
    assert [one.to for one in server.kept] == ["1@home.example", "2@home.example"]
    ContactPoint.objects.filter(pk=points[1].id).update(ended_at=now())
    (made,) = send(to=[anna], message=NOTICE, about="1", key="ended", contacts={anna: points[1].id}, actor=NODE)
    attempt(made)
    assert fates("1", actor=NODE)[-1].reason == NOT_IN_USE
