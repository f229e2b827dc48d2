"""Acting for someone: who may declare it, what it needs, and that it ends by itself when one of the two leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import (
    Seat,
    add_function,
    add_organisation,
    add_person,
    appoint,
    appointments,
    declare_deputy,
    deputyships,
    end_appointment,
    end_deputyship,
    seat,
)
from knooppunt.kit.authority import Actor, Mandate, system_actor
from knooppunt.kit.clock import clock_at, now, today
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
NODE = system_actor("test")
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Office:
    """A function, who holds it, and two others who have a function of their own."""

    function: UUID
    holder: UUID
    other: UUID
    third: UUID


@pytest.fixture
def office() -> Office:
    where = add_organisation(name="Ministerie van Zaken", kind="ministry", abbreviation="MvZ", actor=NODE).id
    function = add_function(title="Directeur", organisation=where, actor=NODE).id
    desk = add_function(title="Medewerker", organisation=where, actor=NODE).id
    people = [add_person(name=name, actor=NODE).id for name in ("Hanna Houder", "Vera Vervangt", "Theo Derde")]
    for person, place in zip(people, (function, desk, desk), strict=True):
        appoint(person=person, function=place, actor=NODE)
    return Office(function, *people)


def head(which: UUID) -> Actor:
    mandates = frozenset({Mandate("network.read"), Mandate("network.deputise")})
    return Actor(str(which), "Hoofd", "node", "person", mandates)


def reader(which: UUID) -> Actor:
    return Actor(str(which), "Lezer", "node", "person", frozenset({Mandate("network.read")}))


def acting(found: Seat) -> list[tuple[str, str]]:
    return [(each.name, each.acting_for) for each in found.occupants]


def present() -> list[tuple[str, str]]:
    return acting(seat("MvZ", "directeur", actor=NODE))


def leave(person: UUID) -> None:
    for held in appointments(person=person, actor=NODE):
        end_appointment(appointment=held.id, actor=NODE)


def test_a_deputy_acts_beside_the_holder_with_both_names_and_the_journal_tells_it(office: Office) -> None:
    made = declare_deputy(
        function=office.function, person=office.holder, deputy=office.other, ends=today() + WEEK, actor=NODE
    )
    assert present() == [("Hanna Houder", ""), ("Vera Vervangt", "Hanna Houder")]
    (line,) = entries(event="network.DeputyDeclared", actor=NODE)
    assert (line.subject, line.payload["name"], line.payload["deputy_name"]) == (
        str(made.id), "Hanna Houder", "Vera Vervangt")  # fmt: skip
    assert [each.id for each in deputyships(function=office.function, actor=NODE)] == [made.id]


def test_a_deputy_no_longer_counts_after_the_last_day_or_when_it_was_ended(office: Office) -> None:
    made = declare_deputy(
        function=office.function, person=office.holder, deputy=office.other, ends=today() + WEEK, actor=NODE
    )
    with clock_at(now() + WEEK):
        assert present() == [("Hanna Houder", "")]
    end_deputyship(deputyship=made.id, actor=NODE)
    assert present() == [("Hanna Houder", "")]
    with pytest.raises(Conflict, match="already ended"):
        end_deputyship(deputyship=made.id, actor=NODE)


@pytest.mark.parametrize("who", ["holder", "other"])
def test_acting_for_someone_ends_by_itself_when_one_of_the_two_leaves(office: Office, who: str) -> None:
    declare_deputy(function=office.function, person=office.holder, deputy=office.other, ends=today() + WEEK, actor=NODE)
    leave(getattr(office, who))
    assert present() == ([("Hanna Houder", "")] if who == "other" else [])


def test_an_empty_seat_has_a_deputy_until_somebody_is_appointed(office: Office) -> None:
    leave(office.holder)
    declare_deputy(function=office.function, deputy=office.other, ends=today() + WEEK, actor=NODE)
    assert present() == [("Vera Vervangt", "Directeur")]
    appoint(person=office.third, function=office.function, actor=NODE)
    assert present() == [("Theo Derde", "")]


def test_who_is_away_declares_it_themselves_and_for_others_it_takes_a_mandate(office: Office) -> None:
    told: dict[str, Any] = {"function": office.function, "person": office.holder, "ends": today() + WEEK}
    with pytest.raises(NotAllowed):
        declare_deputy(deputy=office.other, actor=reader(office.third), **told)
    with pytest.raises(Conflict, match="Nobody declares themselves"):
        declare_deputy(deputy=office.other, actor=head(office.other), **told)
    made = declare_deputy(deputy=office.other, actor=reader(office.holder), **told)
    assert made.declared_by_name == "Lezer"
    with pytest.raises(NotAllowed):
        end_deputyship(deputyship=made.id, actor=reader(office.other))
    end_deputyship(deputyship=made.id, actor=reader(office.holder))


def test_what_makes_no_sense_is_refused_in_a_sentence_and_leaves_no_trace(office: Office) -> None:
    later = today() + WEEK
    function, holder, other = office.function, office.holder, office.other
    with pytest.raises(Invalid, match="not in the past"):
        declare_deputy(function=function, person=holder, deputy=other, ends=today(), actor=NODE)
    with pytest.raises(Invalid, match="longer than a year"):
        declare_deputy(function=function, person=holder, deputy=other, ends=today() + 60 * WEEK, actor=NODE)
    with pytest.raises(Conflict, match="does not hold"):
        declare_deputy(function=function, person=office.third, deputy=other, ends=later, actor=NODE)
    with pytest.raises(Conflict, match="say for whom"):
        declare_deputy(function=function, deputy=other, ends=later, actor=NODE)
    with pytest.raises(Conflict, match="needs no deputyship"):
        declare_deputy(function=function, person=holder, deputy=holder, ends=later, actor=NODE)
    with pytest.raises(NotFound):
        declare_deputy(function=other, person=holder, deputy=other, ends=later, actor=NODE)
    leave(other)
    with pytest.raises(Conflict, match="no function anywhere"):
        declare_deputy(function=function, person=holder, deputy=other, ends=later, actor=NODE)
    assert entries(event="network.DeputyDeclared", actor=NODE) == []


def test_the_same_deputy_is_not_declared_twice_for_a_period(office: Office) -> None:
    told: dict[str, Any] = {"function": office.function, "person": office.holder, "deputy": office.other}
    declare_deputy(ends=today() + WEEK, actor=NODE, **told)
    with pytest.raises(Conflict, match="already acts"):
        declare_deputy(starts=today() + timedelta(days=3), ends=today() + 2 * WEEK, actor=NODE, **told)
    declare_deputy(starts=today() + WEEK, ends=today() + 2 * WEEK, actor=NODE, **told)


def test_a_function_that_was_never_added_is_an_empty_seat(office: Office) -> None:
    found = seat("MvZ", "Programma-DG", actor=NODE)
    assert (found.function, found.occupants, found.organisation_name) == (None, (), "Ministerie van Zaken")
