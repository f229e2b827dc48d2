"""Contact points: kept by their owner or who may, in order, and told to nobody else."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.cast import account_of, someone

from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import (
    ContactLine,
    Means,
    Standing,
    add_contact_point,
    add_person,
    confirm_contact,
    contact_points,
    end_contact_point,
    move_up,
    person_of_contact,
    reach,
    reorder,
    without_contact,
)
from knooppunt.kit.authority import Actor, Mandate, system_actor
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
NODE = system_actor("test")
OWN = Mandate("access.own_account")


def owner(person: UUID) -> Actor:
    return Actor(str(person), "Ada", mandates=frozenset({OWN}))


def ada() -> UUID:
    return add_person(name="Ada de Vries", email="Ada@example.org", actor=NODE).id


def lines(person: UUID) -> list[ContactLine]:
    return list(contact_points([person], actor=NODE)[person])


def test_the_email_address_of_a_person_is_a_contact_point() -> None:
    (line,) = lines(ada())
    assert (line.means, line.address, line.standing, line.days) == (
        Means.EMAIL,
        "ada@example.org",
        Standing.NEVER,
        None,
    )


def test_who_owns_them_adds_orders_and_ends_them_and_nobody_else_may() -> None:
    person = ada()
    me, other = owner(person), owner(add_person(name="Bo", actor=NODE).id)
    sms = add_contact_point(person=person, means="sms", address="06-12345678", actor=me)
    (email, _sms) = lines(person)
    reorder(person=person, order=[sms, email.id], actor=me)
    assert [one.id for one in reach([person], actor=NODE)[person]] == [sms, email.id]
    move_up(contact=email.id, actor=me)
    assert [one.id for one in lines(person)] == [email.id, sms]
    for refused in (
        lambda: add_contact_point(person=person, means="sms", address="0687654321", actor=other),
        lambda: reorder(person=person, order=[sms, email.id], actor=other),
        lambda: move_up(contact=sms, actor=other),
        lambda: end_contact_point(contact=sms, actor=other),
    ):
        with pytest.raises(NotAllowed):
            refused()
    end_contact_point(contact=email.id, actor=me)
    assert [one.id for one in lines(person)] == [sms]
    with pytest.raises(NotFound):
        end_contact_point(contact=email.id, actor=me)


def test_the_same_address_in_another_notation_is_there_already() -> None:
    person = ada()
    add_contact_point(person=person, means="sms", address="0031 6 12345678", actor=NODE)
    with pytest.raises(Conflict):
        add_contact_point(person=person, means="sms", address="06-12345678", actor=NODE)
    with pytest.raises(Invalid):
        add_contact_point(person=person, means="voice", address="06-1", actor=NODE)


def test_an_order_that_does_not_name_each_once_is_refused() -> None:
    person = ada()
    (email,) = lines(person)
    for order in ([], [email.id, email.id], [new_id()]):
        with pytest.raises(Conflict):
            reorder(person=person, order=order, actor=NODE)


def test_only_the_house_confirms_and_then_it_is_verified_today() -> None:
    person = ada()
    (email,) = lines(person)
    with pytest.raises(NotAllowed):
        confirm_contact(contact=email.id, proof=new_id(), actor=owner(person))
    confirm_contact(contact=email.id, proof=new_id(), actor=NODE)
    (line,) = lines(person)
    assert (line.standing, line.days) == (Standing.VERIFIED, 0)


def test_contact_points_of_others_are_seen_with_leave_or_while_they_are_on_duty() -> None:
    person = ada()
    reader = Actor("0190b3a4-0000-7000-8000-000000000001", "R", mandates=frozenset({OWN, Mandate("network.read")}))
    keeper = Actor("0190b3a4-0000-7000-8000-000000000002", "K", mandates=frozenset({OWN, Mandate("network.contacts")}))
    with pytest.raises(NotAllowed):
        contact_points([person], actor=reader)
    assert contact_points([person], on_duty=[person], actor=reader)[person]
    assert contact_points([person], actor=keeper)[person]
    assert contact_points([person], actor=owner(person))[person]
    me = UUID(reader.id)
    assert list(contact_points([person, me], actor=reader)) == [me]
    with pytest.raises(NotAllowed):
        contact_points([person], on_duty=[person], actor=owner(me))
    (email,) = lines(person)
    with pytest.raises(NotFound):
        person_of_contact(email.id, actor=reader)


def test_reading_the_contact_points_of_many_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    people = [add_person(name=f"P {n}", email=f"p{n}@example.org", actor=NODE).id for n in range(5)]
    with django_assert_num_queries(1):
        assert len(contact_points(people, actor=NODE)) == len(people)


def test_who_holds_a_function_and_is_reached_in_no_way_is_listed() -> None:
    account = account_of("Bo Stil")
    assert list(without_contact(actor=NODE)) == []
    (email,) = lines(account.person_id)
    end_contact_point(contact=email.id, actor=NODE)
    assert [one.name for one in without_contact(actor=NODE)] == ["Bo Stil"]


def test_no_address_is_in_the_journal_and_only_who_manages_contacts_hears_of_them() -> None:
    reader = someone("Rita Lezer", bundle="auditor")
    person = ada()
    add_contact_point(person=person, means="sms", address="0612345678", actor=NODE)
    told = list(entries(actor=NODE))
    assert any(line.event == "network.ContactAdded" for line in told)
    words = json.dumps([line.payload for line in told], default=str)
    assert "612345678" not in words
    assert "ada@example.org" not in words.lower()
    assert not [line for line in entries(actor=reader) if line.event.startswith("network.Contact")]
