"""Organisations, people, functions and appointments."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from knooppunt.ground.geography.public import is_known
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.models import Appointment, Organisation
from knooppunt.ground.network.public import (
    NODE_ID,
    Function,
    Person,
    add_function,
    add_organisation,
    add_person,
    appoint,
    appointments,
    end_appointment,
    listed_organisations,
    organisation,
    organisation_names,
    people,
    sync_organisations,
)
from knooppunt.kit.authority import NOBODY, Actor, system_actor
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
NODE = system_actor("test")


def made() -> tuple[Person, Function, Function]:
    """A person, a function in the node and one in the region Utrecht."""
    sync_organisations(actor=NODE)
    here = add_function(title="Officier", organisation=NODE_ID, section="health", actor=NODE)
    there = add_function(title="Liaison", organisation=organisation("VRU", actor=NODE).id, actor=NODE)
    return add_person(name="Ada de Vries", email="ada@example.org", actor=NODE), here, there


def test_the_table_holds_the_node_and_the_25_regions_in_known_areas() -> None:
    listed = listed_organisations()
    assert (listed[0].id, listed[0].kind) == (NODE_ID, "node")
    assert {one.area for one in listed if one.kind == "region"} == {f"VR{number:02}" for number in range(1, 26)}
    assert all(not one.area or is_known(one.area) for one in listed)


def test_the_table_brought_in_a_second_time_does_nothing() -> None:
    assert sync_organisations(actor=NODE) == len(listed_organisations())
    assert sync_organisations(actor=NODE) == 0
    assert len(entries(actor=NODE)) == len(listed_organisations())


def test_the_table_puts_right_what_was_changed() -> None:
    sync_organisations(actor=NODE)
    Organisation.objects.filter(abbreviation="VRU").update(name="Vereniging voor Rust")
    assert sync_organisations(actor=NODE) == 1
    assert entries(actor=NODE)[0].payload["was"][1] == "Vereniging voor Rust"


def test_an_organisation_is_found_by_name_and_abbreviation() -> None:
    sync_organisations(actor=NODE)
    assert organisation("rivm", actor=NODE) == organisation("Rijksinstituut voor Volksgezondheid en Milieu", actor=NODE)
    with pytest.raises(NotFound, match="XYZ"):
        organisation("XYZ", actor=NODE)


def test_a_name_or_abbreviation_that_is_taken_is_refused() -> None:
    sync_organisations(actor=NODE)
    with pytest.raises(Conflict, match="abbreviation rivm"):
        add_organisation(name="Ander", kind="partner", abbreviation="rivm", actor=NODE)
    with pytest.raises(Conflict, match="already is an organisation politie"):
        add_organisation(name="politie", kind="partner", actor=NODE)
    with pytest.raises(Invalid, match="no area VR99"):
        add_organisation(name="Ander", kind="region", area="VR99", actor=NODE)


def test_an_appointment_holds_from_its_first_day_until_just_before_its_end() -> None:
    person, here, _there = made()
    appoint(person=person.id, function=here.id, starts=date(2020, 3, 1), ends=date(2020, 4, 1), actor=NODE)
    held = {
        day: len(appointments(on=date.fromisoformat(day), actor=NODE))
        for day in ("2020-02-29", "2020-03-01", "2020-03-31", "2020-04-01")
    }
    assert list(held.values()) == [0, 1, 1, 0]


def test_a_person_acts_for_one_organisation_at_a_time() -> None:
    person, here, there = made()
    first = appoint(person=person.id, function=here.id, starts=date(2020, 3, 1), actor=NODE)
    with pytest.raises(Conflict, match="one organisation at a time"):
        appoint(person=person.id, function=there.id, starts=date(2020, 5, 1), actor=NODE)
    end_appointment(appointment=first.id, ends=date(2020, 5, 1), actor=NODE)
    appoint(person=person.id, function=there.id, starts=date(2020, 5, 1), actor=NODE)


def test_an_appointment_ended_before_it_began_never_held() -> None:
    person, here, _there = made()
    with clock_at(datetime(2020, 3, 1, 12, tzinfo=UTC)):
        planned = appoint(person=person.id, function=here.id, starts=date(2020, 4, 1), actor=NODE)
        assert end_appointment(appointment=planned.id, actor=NODE).ends == date(2020, 4, 1)
    assert appointments(on=date(2020, 4, 1), actor=NODE) == []
    with pytest.raises(Conflict, match="already ends on 2020-04-01"):
        end_appointment(appointment=planned.id, ends=date(2020, 6, 1), actor=NODE)


def test_nobody_appoints_themselves() -> None:
    person, here, _there = made()
    herself = Actor(str(person.id), person.name, mandates=system_actor("x", ["network.manage"]).mandates)
    with pytest.raises(Conflict, match="Nobody appoints themselves"):
        appoint(person=person.id, function=here.id, actor=herself)


def test_the_database_refuses_the_same_function_twice() -> None:
    person, here, _there = made()
    Appointment.objects.create(person=person, function=here, starts=date(2020, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(person=person, function=here, starts=date(2021, 1, 1))


def test_whoever_has_no_mandate_changes_and_reads_nothing() -> None:
    person, here, _there = made()
    before = len(entries(actor=NODE))
    stranger = Actor(str(UUID(int=5)), "Stranger")
    for verb in (
        lambda: add_organisation(name="X", kind="partner", actor=stranger),
        lambda: add_person(name="X", actor=stranger),
        lambda: appoint(person=person.id, function=here.id, actor=stranger),
        lambda: people(actor=stranger),
        lambda: organisation_names(actor=NOBODY),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert len(entries(actor=NODE)) == before
    assert organisation_names(actor=stranger)[str(NODE_ID)].startswith("Landelijk knooppunt")


@pytest.mark.django_db(transaction=True)
def test_two_appointments_at_once_do_not_give_someone_two_organisations() -> None:
    person, *places = made()

    def try_one(function: Function) -> bool:
        try:
            appoint(person=person.id, function=function.id, actor=NODE)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_one, places)) == [False, True]


def test_appointments_of_some_days_are_those_in_force_on_one_of_them() -> None:
    one, here, there = made()
    first = appoint(person=one.id, function=here.id, starts=date(2026, 1, 1), ends=date(2026, 2, 1), actor=NODE)
    second = appoint(person=one.id, function=there.id, starts=date(2026, 3, 1), ends=date(2026, 4, 1), actor=NODE)
    end_appointment(appointment=appoint(person=one.id, function=here.id, starts=date(2026, 5, 1), actor=NODE).id,
                    ends=date(2026, 5, 1), actor=NODE)  # fmt: skip

    def during(on: date, until: date) -> set[UUID]:
        return {row.id for row in appointments(person=one.id, on=on, until=until, actor=NODE)}

    assert during(date(2026, 1, 31), date(2026, 2, 28)) == {first.id}
    assert during(date(2026, 2, 1), date(2026, 3, 1)) == set()
    assert during(date(2026, 1, 31), date(2026, 6, 1)) == {first.id, second.id}
