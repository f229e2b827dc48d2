"""The authority that every page asks for is kept in the process, and yet counts at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.cast import OPERATOR, account_of, browser

from knooppunt.ground.access.authority import Found, account_with_authority
from knooppunt.ground.access.public import (
    activate_account,
    actor_for,
    deactivate_account,
    grant_mandate,
    withdraw_mandate,
)
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import clock_at

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def next_request(account: UUID) -> Actor | None:
    found = account_with_authority(account)
    return actor_for(found) if found else None


@pytest.mark.django_db(transaction=True)
def test_asking_again_costs_one_query_until_anything_changes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ada = account_of("Ada de Vries", bundle="press_reader").pk
    with django_assert_num_queries(2):
        first = next_request(ada)
    with django_assert_num_queries(1):
        assert next_request(ada) == first
    account_of("Bo Stil")
    with django_assert_num_queries(2):
        assert next_request(ada) == first


@pytest.mark.django_db(transaction=True)
def test_what_is_given_withdrawn_or_closed_counts_at_the_next_request() -> None:
    ada = account_of("Ada de Vries")
    browsing = browser(ada)
    assert browsing.get("/journal/").status_code == 404
    grant = grant_mandate(permission="journal.read", person=ada.person_id, actor=OPERATOR)
    assert browsing.get("/journal/").status_code == 200
    assert browsing.get("/journal/").status_code == 200
    withdraw_mandate(grant=grant.id, actor=OPERATOR)
    assert browsing.get("/journal/").status_code == 404
    deactivate_account(account=ada.pk, actor=OPERATOR)
    assert browsing.get("/journal/").status_code == 302
    activate_account(account=ada.pk, actor=OPERATOR)
    assert browsing.get("/journal/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_mandate_begins_and_ends_on_the_moment_though_nothing_is_written_then() -> None:
    ada = account_of("Ada de Vries")
    later = NOON + timedelta(hours=1)
    grant_mandate(permission="journal.read", person=ada.person_id, starts=NOON, ends=later, actor=OPERATOR)
    for moment, may in ((NOON - timedelta(seconds=1), False), (NOON, True), (later, False), (NOON, True)):
        with clock_at(moment):
            actor = next_request(ada.pk)
        assert actor is not None
        assert actor.may("journal.read") is may


def test_what_was_found_holds_from_then_until_the_next_change() -> None:
    found = Found(("x", NOON), NOON - timedelta(hours=1))
    moments = (NOON - timedelta(hours=2), NOON - timedelta(hours=1), NOON - timedelta(seconds=1), NOON)
    assert [found.holds(moment) for moment in moments] == [False, True, True, False]
    assert Found(("x", None), NOON).holds(NOON + timedelta(days=900))
    assert Found(None, NOON).holds(NOON)
