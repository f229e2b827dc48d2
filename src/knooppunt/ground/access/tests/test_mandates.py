"""Giving and taking back leave, and the actor that comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import OPERATOR, account_of, someone

from knooppunt.ground.access.models import Account, MandateGrant
from knooppunt.ground.access.public import (
    actor_by_email,
    actor_for,
    bundles,
    deactivate_account,
    grant_bundle,
    grant_mandate,
    own_account,
    who_may,
    withdraw_mandate,
)
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import appointments, end_appointment, organisation
from knooppunt.kit.authority import NOBODY, Actor
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def again(actor: Actor) -> Actor:
    """The actor as the next request would make it."""
    return actor_for(Account.objects.get(person=UUID(actor.id)))


def test_a_new_account_may_do_nothing() -> None:
    bo = someone("Bo Stil")
    assert {mandate.permission for mandate in bo.mandates} == {"access.own_account"}
    assert not bo.may("figures.read")


def test_a_bundle_for_a_region_lets_deliver_there_only() -> None:
    ada = someone("Ada de Vries", organisation="VRU", bundle="information_manager", area="VR09")
    assert ada.may("figures.read")
    assert ada.may("figures.import", "VR09")
    assert not ada.may("figures.import", "VR10")
    assert not ada.may("figures.import")


def test_the_actor_acts_for_the_organisation_of_the_function_held_today() -> None:
    ada = someone("Ada de Vries", organisation="VRU")
    assert ada.organisation == str(organisation("VRU", actor=OPERATOR).id)
    (held,) = appointments(person=UUID(ada.id), actor=OPERATOR)
    end_appointment(appointment=held.id, actor=OPERATOR)
    assert again(ada).organisation == ""


def test_a_mandate_of_a_function_goes_with_the_function() -> None:
    ada = someone("Ada de Vries", function="Officier")
    (held,) = appointments(person=UUID(ada.id), actor=OPERATOR)
    grant_mandate(permission="incidents.phase", function=held.function_id, actor=OPERATOR)
    assert again(ada).may("incidents.phase")
    end_appointment(appointment=held.id, actor=OPERATOR)
    assert not again(ada).may("incidents.phase")


def test_a_mandate_counts_from_its_beginning_until_just_before_its_end() -> None:
    ada, noon = someone("Ada de Vries"), datetime(2030, 1, 1, 12, tzinfo=UTC)
    grant_mandate(
        permission="figures.read", person=UUID(ada.id), starts=noon, ends=noon + timedelta(hours=1), actor=OPERATOR
    )
    held = []
    for minutes in (-1, 0, 59, 60):
        with clock_at(noon + timedelta(minutes=minutes)):
            held.append(again(ada).may("figures.read"))
    assert held == [False, True, True, False]


def test_a_withdrawn_mandate_is_gone_at_once_and_leaves_its_trace() -> None:
    ada = someone("Ada de Vries")
    grant = grant_mandate(permission="figures.read", person=UUID(ada.id), actor=OPERATOR)
    withdraw_mandate(grant=grant.id, actor=OPERATOR)
    assert not again(ada).may("figures.read")
    assert [line.event for line in entries(subject=str(grant.id), actor=OPERATOR)] == [
        "access.MandateWithdrawn",
        "access.MandateGranted",
    ]
    with pytest.raises(Conflict, match="already ended"):
        withdraw_mandate(grant=grant.id, actor=OPERATOR)


def test_the_same_mandate_twice_is_refused_and_a_bundle_adds_what_is_missing() -> None:
    ada = someone("Ada de Vries")
    person = UUID(ada.id)
    grant_mandate(permission="picture.read", person=person, actor=OPERATOR)
    with pytest.raises(Conflict, match="already has this mandate"):
        grant_mandate(permission="picture.read", person=person, actor=OPERATOR)
    given = grant_bundle(bundle="commissioner", person=person, actor=OPERATOR)
    assert {grant.permission for grant in given} == set(bundles()["commissioner"].nation) - {"picture.read"}
    with pytest.raises(Conflict, match="already has all of this"):
        grant_bundle(bundle="commissioner", person=person, actor=OPERATOR)


def test_nobody_gives_themselves_a_mandate_in_person_or_through_a_function() -> None:
    boss = someone("Cor Beheer", bundle="administrator")
    (held,) = appointments(person=UUID(boss.id), actor=OPERATOR)
    with pytest.raises(Conflict, match="to themselves"):
        grant_mandate(permission="figures.read", person=UUID(boss.id), actor=boss)
    with pytest.raises(Conflict, match="to themselves"):
        grant_mandate(permission="figures.read", function=held.function_id, actor=boss)


def test_whoever_manages_one_area_gives_mandates_there_only() -> None:
    chief, ada = someone("Cor Beheer", organisation="VRU"), someone("Ada de Vries", organisation="VRU")
    grant_mandate(permission="access.manage", area="VR09", person=UUID(chief.id), actor=OPERATOR)
    chief = again(chief)
    grant_mandate(permission="figures.import", area="VR09", person=UUID(ada.id), actor=chief)
    for area in ("VR10", "NL"):
        with pytest.raises(NotAllowed):
            grant_mandate(permission="figures.import", area=area, person=UUID(ada.id), actor=chief)
    with pytest.raises(NotAllowed):
        grant_bundle(bundle="information_manager", area="VR09", person=UUID(ada.id), actor=chief)


def test_what_makes_no_sense_is_refused_and_leaves_no_trace() -> None:
    ada = someone("Ada de Vries")
    before, person = len(entries(actor=OPERATOR)), UUID(ada.id)
    verbs: list[Callable[[], object]] = [
        lambda: grant_mandate(permission="figures.reed", person=person, actor=OPERATOR),
        lambda: grant_mandate(permission="*", person=person, actor=OPERATOR),
        lambda: grant_mandate(permission="figures.read", area="VR99", person=person, actor=OPERATOR),
        lambda: grant_mandate(permission="figures.read", actor=OPERATOR),
        lambda: grant_mandate(permission="figures.read", person=person, ends=now() - timedelta(1), actor=OPERATOR),
    ]
    for wrong in verbs:
        with pytest.raises(Invalid):
            wrong()
    assert len(entries(actor=OPERATOR)) == before


def test_the_database_itself_refuses_leave_for_everything() -> None:
    ada = someone("Ada de Vries")
    with pytest.raises(IntegrityError), transaction.atomic():
        MandateGrant.objects.create(
            person_id=ada.id, permission="*", area="NL", starts=now(), granted_by="someone at the database"
        )


def test_a_closed_account_is_nobody() -> None:
    account = account_of("Ada de Vries", bundle="node_officer")
    deactivate_account(account=account.id, actor=OPERATOR)
    assert actor_for(Account.objects.get(pk=account.id)) == NOBODY
    with pytest.raises(NotFound):
        actor_by_email("ada@example.org")


def test_an_actor_is_one_query_whatever_the_mandates() -> None:
    ada = someone("Ada de Vries", bundle="section_head")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert actor_by_email("Ada@Example.org") == ada
    assert len(queries) == 1


def test_my_account_says_what_through_which_function_and_until_when() -> None:
    ada = someone("Ada de Vries", organisation="VRU", function="Officier")
    (held,) = appointments(person=UUID(ada.id), actor=OPERATOR)
    ends = now() + timedelta(days=3)
    grant_mandate(permission="figures.import", area="VR09", function=held.function_id, ends=ends, actor=OPERATOR)
    account = own_account(actor=again(ada))
    (mandate,) = account.mandates
    assert (account.organisation, account.functions) == ("Veiligheidsregio Utrecht", ("Officier",))
    assert (mandate.permission, mandate.area, mandate.function, mandate.ends) == (
        "figures.import",
        "VR09",
        "Officier",
        ends,
    )


def test_who_may_use_a_permission_is_told_also_through_a_function_and_no_longer_after_leaving() -> None:
    gives = someone("Gijs Geeft", bundle="administrator")
    own = someone("Eva Eigen", organisation="VWS", function="Programma-DG", bundle="commissioner")
    through = someone("Fatima Functie", organisation="RCDV", function="Voorzitter")
    (held,) = appointments(person=UUID(through.id), actor=OPERATOR)
    grant_bundle(bundle="commissioner", function=held.function_id, actor=gives)
    assert who_may("picture.approve", actor=gives) == {own.id, through.id}
    end_appointment(appointment=held.id, actor=OPERATOR)
    assert who_may("picture.approve", actor=gives) == {own.id}
