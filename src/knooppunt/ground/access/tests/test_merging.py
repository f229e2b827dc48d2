"""Merging: rows move, both pasts stay, an old identifier is still found."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.cast import account_of, someone

from knooppunt.ground.access.public import Account, grant_mandate, merge_accounts
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import (
    NODE_ID,
    add_contact_point,
    add_function,
    add_organisation,
    add_person,
    appoint,
    appointments,
    contact_points,
    declare_deputy,
    deputyships,
    functions,
    likely_duplicates,
    merge_organisations,
    merge_people,
    organisation,
    organisation_names,
    organisations,
    people,
    person,
)
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
NODE = system_actor("test")
WEEK = timedelta(days=7)


def place(name: str, title: str = "Jurist") -> tuple[UUID, UUID]:
    where = add_organisation(name=name, kind="partner", actor=NODE).id
    return where, add_function(title=title, organisation=where, actor=NODE).id


def ada(name: str = "Ada de Vries", email: str = "ada@example.org") -> UUID:
    return add_person(name=name, email=email, actor=NODE).id


def test_what_the_merged_one_held_is_of_the_kept_one_and_the_old_identifier_leads_there() -> None:
    kept, merged = ada(), ada("A. de Vries", "a.devries@example.org")
    _where, function = place("Bureau Recht")
    held = appoint(person=merged, function=function, starts=today() - WEEK, actor=NODE)
    add_contact_point(person=merged, means="sms", address="0612345678", actor=NODE)
    merge_people(kept=kept, merged=merged, actor=NODE)
    assert [one.id for one in appointments(person=kept, actor=NODE)] == [held.id]
    assert [one.address for one in contact_points([kept], actor=NODE)[kept]] == [
        "ada@example.org", "a.devries@example.org", "+31612345678",
    ]  # fmt: skip
    assert person(merged, actor=NODE).id == person("a.devries@example.org", actor=NODE).id == kept
    assert [one.id for one in people(actor=NODE)] == [kept]
    (told,) = [line for line in entries(actor=NODE) if line.event == "network.PeopleMerged"]
    assert (told.payload["kept"], told.payload["merged"]) == (str(kept), str(merged))
    assert told.payload["appointments"] == [str(held.id)]


def test_of_a_contact_point_that_both_have_one_remains() -> None:
    kept, merged = ada(), ada("A. de Vries", "")
    for one in (kept, merged):
        add_contact_point(person=one, means="sms", address="0612345678", actor=NODE)
    merge_people(kept=kept, merged=merged, actor=NODE)
    assert [one.means for one in contact_points([kept], actor=NODE)[kept]] == ["email", "sms"]


def test_two_records_of_one_function_become_one_appointment_over_all_days() -> None:
    kept, merged = ada(), ada("A. de Vries", "")
    _where, function = place("Bureau Recht")
    appoint(person=kept, function=function, starts=today(), ends=today() + WEEK, actor=NODE)
    appoint(person=merged, function=function, starts=today() - WEEK, ends=today() + timedelta(days=1), actor=NODE)
    merge_people(kept=kept, merged=merged, actor=NODE)
    (held,) = appointments(person=kept, actor=NODE)
    assert (held.starts, held.ends) == (today() - WEEK, today() + WEEK)
    assert not appointments(person=merged, actor=NODE)


def test_who_would_act_for_two_organisations_at_once_is_not_merged() -> None:
    kept, merged = ada(), ada("A. de Vries", "")
    for who, name in ((kept, "Bureau Recht"), (merged, "Bureau Zorg")):
        appoint(person=who, function=place(name)[1], actor=NODE)
    with pytest.raises(Conflict, match="two organisations"):
        merge_people(kept=kept, merged=merged, actor=NODE)
    assert appointments(person=merged, actor=NODE)


def test_a_deputy_who_would_act_for_themselves_no_longer_does() -> None:
    kept, merged = ada(), ada("A. de Vries", "")
    where, function = place("Bureau Recht")
    desk = add_function(title="Medewerker", organisation=where, actor=NODE).id
    appoint(person=kept, function=function, actor=NODE)
    appoint(person=merged, function=desk, actor=NODE)
    declare_deputy(function=function, person=kept, deputy=merged, ends=today() + WEEK, actor=NODE)
    merge_people(kept=kept, merged=merged, actor=NODE)
    assert not deputyships(actor=NODE)


def test_senseless_merges_are_refused() -> None:
    kept, merged = ada(), ada("A. de Vries", "")
    with pytest.raises(Invalid):
        merge_people(kept=kept, merged=kept, actor=NODE)
    with pytest.raises(NotFound):
        merge_people(kept=kept, merged=UUID(int=9), actor=NODE)
    with pytest.raises(NotAllowed):
        merge_people(kept=kept, merged=merged, actor=someone("Noor", bundle="section_head"))
    merge_people(kept=kept, merged=merged, actor=NODE)
    with pytest.raises(Conflict):
        merge_people(kept=merged, merged=kept, actor=NODE)
    admin = someone("Ilse Beheer", bundle="administrator")
    with pytest.raises(Conflict, match="themselves"):
        merge_people(kept=kept, merged=UUID(admin.id), actor=admin)


def test_the_account_and_its_own_mandates_move_along_and_two_accounts_are_refused() -> None:
    account = account_of("Ada de Vries")
    grant_mandate(permission="figures.read", person=account.person_id, actor=NODE)
    kept = ada("Ada de Vries", "")
    merge_accounts(kept=kept, merged=account.person_id, actor=NODE)
    assert Account.objects.get(pk=account.pk).person_id == kept
    other = account_of("Bo Stil")
    with pytest.raises(Conflict, match="both have an account"):
        merge_accounts(kept=kept, merged=other.person_id, actor=NODE)


def test_an_organisation_that_merges_takes_its_functions_along_and_is_found_by_its_old_name() -> None:
    kept, own = place("Veiligheidsbureau Noord")
    merged, function = place("Veiligheidsbureau Zuid")
    held = appoint(person=ada(), function=function, actor=NODE)
    merge_organisations(kept=kept, merged=merged, actor=NODE)
    assert {one.id for one in functions(organisation=kept, actor=NODE)} == {own, function}
    assert [one.id for one in appointments(organisation=kept, actor=NODE)] == [held.id]
    for which in (merged, "Veiligheidsbureau Zuid"):
        assert organisation(which, actor=NODE).id == kept
    assert organisation_names(actor=NODE)[str(merged)] == "Veiligheidsbureau Noord"
    assert merged not in {one.id for one in organisations(actor=NODE)}
    titles = {one.title for one in functions(organisation=kept, actor=NODE)}
    assert titles == {"Jurist", "Jurist (Veiligheidsbureau Zuid)"}


def test_an_identifier_from_two_merges_ago_leads_to_what_remains() -> None:
    first, second, third = (place(name)[0] for name in ("Een", "Twee", "Drie"))
    merge_organisations(kept=second, merged=first, actor=NODE)
    merge_organisations(kept=third, merged=second, actor=NODE)
    assert organisation(first, actor=NODE).id == third


def test_the_node_itself_does_not_go_up_in_another() -> None:
    account_of("Ada de Vries")
    with pytest.raises(Conflict):
        merge_organisations(kept=place("Een")[0], merged=NODE_ID, actor=NODE)


def test_the_same_contact_point_and_similar_names_are_proposed_without_telling_an_address() -> None:
    kept, merged = ada("Ada de Vries"), ada("Ada de Vriess", "")
    third = ada("Iemand Anders", "")
    for one in (kept, third):
        add_contact_point(person=one, means="sms", address="0612345678", actor=NODE)
    found = likely_duplicates(actor=NODE)
    assert {frozenset((one.one, one.other)): one.why for one in found} == {
        frozenset((kept, third)): "the same contact point",
        frozenset((kept, merged)): "similar names",
    }
    assert "612345678" not in str(found)
    merge_people(kept=kept, merged=merged, actor=NODE)
    assert len(likely_duplicates(actor=NODE)) == 1
