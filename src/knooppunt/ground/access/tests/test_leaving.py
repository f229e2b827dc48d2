"""Leaving: all that somebody held ends with their last day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.cast import account_of, someone

from knooppunt.ground.access.public import Account, actor_for, close_after_leaving
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import (
    add_contact_point,
    appoint,
    appointments,
    come_back,
    contact_points,
    declare_deputy,
    deputyships,
    leave,
    organisation,
    reach,
)
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import clock_at, now, today
from knooppunt.kit.problems import Conflict, NotAllowed

pytestmark = pytest.mark.django_db
NODE = system_actor("test")
# The last day is the one on which summer time begins: it has 23 hours.
SATURDAY = datetime(2026, 3, 28, 12, tzinfo=UTC)
LAST_MINUTE, MIDNIGHT = datetime(2026, 3, 29, 21, 59, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_everything_counts_on_the_last_day_and_nothing_after_it() -> None:
    with clock_at(SATURDAY):
        account = account_of("Ada de Vries", bundle="node_officer")
        person = account.person_id
        leave(person=person, on=today() + timedelta(days=1), actor=NODE)
    with clock_at(LAST_MINUTE):
        assert appointments(person=person, actor=NODE)
        assert reach([person], actor=NODE)
        assert close_after_leaving(actor=NODE) == 0
    with clock_at(MIDNIGHT):
        assert not appointments(person=person, actor=NODE)
        assert not reach([person], actor=NODE)
        assert close_after_leaving(actor=NODE) == 1
        assert close_after_leaving(actor=NODE) == 0
        assert not Account.objects.get(pk=account.pk).is_active
        assert not actor_for(Account.objects.get(pk=account.pk)).id


def test_deputyships_end_on_both_sides_and_what_had_not_begun_never_holds() -> None:
    going, staying = account_of("Ada de Vries"), account_of("Bo Stil", function="Hoofd")
    (held,) = appointments(person=staying.person_id, actor=NODE)
    declare_deputy(function=held.function_id, person=staying.person_id, deputy=going.person_id,
                   ends=today() + timedelta(days=9), actor=NODE)  # fmt: skip
    later = appoint(person=going.person_id, function=held.function_id, starts=today() + timedelta(days=30), actor=NODE)
    leave(person=going.person_id, actor=NODE)
    (stand,) = deputyships(actor=NODE)
    assert stand.ends == today() + timedelta(days=1)
    assert not appointments(person=going.person_id, on=later.starts, actor=NODE)


def test_who_leaves_is_told_once_and_is_not_appointed_or_reached_anew() -> None:
    account = account_of("Ada de Vries")
    (held,) = appointments(person=account.person_id, actor=NODE)
    leave(person=account.person_id, actor=NODE)
    (told,) = [line for line in entries(actor=NODE) if line.event == "network.PersonLeft"]
    assert told.payload["last_day"] == today().isoformat()
    start = today() + timedelta(days=5)
    for refused in (
        lambda: leave(person=account.person_id, actor=NODE),
        lambda: appoint(person=account.person_id, function=held.function_id, starts=start, actor=NODE),
        lambda: add_contact_point(person=account.person_id, means="sms", address="0612345678", actor=NODE),
    ):
        with pytest.raises(Conflict):
            refused()
    come_back(person=account.person_id, actor=NODE)
    appoint(person=account.person_id, function=held.function_id, starts=start, actor=NODE)
    assert appointments(person=account.person_id, on=start, actor=NODE)
    with pytest.raises(Conflict):
        come_back(person=account.person_id, actor=NODE)


def test_who_left_yesterday_has_no_contact_point_left() -> None:
    person = account_of("Ada de Vries").person_id
    leave(person=person, on=today() - timedelta(days=1), actor=NODE)
    with clock_at(now() + timedelta(seconds=1)):
        assert not contact_points([person], actor=NODE)[person]


def test_it_takes_leave_to_let_somebody_leave() -> None:
    account = account_of("Ada de Vries")
    with pytest.raises(NotAllowed):
        leave(person=account.person_id, actor=someone("Noor", bundle="section_head"))
    assert organisation("KCR2", actor=NODE)
