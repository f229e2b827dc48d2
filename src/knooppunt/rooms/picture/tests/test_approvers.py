"""Who may approve: the holder of the function, a deputy, and nobody else; and what happens when one leaves."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.cast import OPERATOR, account_of

from knooppunt.ground.access.public import actor_for
from knooppunt.ground.network.public import appointments, declare_deputy, end_appointment, seat
from knooppunt.kit.clock import today
from knooppunt.kit.problems import Conflict, NotAllowed
from knooppunt.rooms.picture.public import approve, standing, waiting_for
from knooppunt.rooms.picture.tests import commissioned as by
from knooppunt.rooms.picture.tests.outbreak import WRITER


@pytest.fixture
def who(outbreak: Path) -> by.Staff:
    return by.staff()


def test_whoever_is_not_asked_cannot_approve(who: by.Staff) -> None:
    which = by.for_approval(who)
    sha256 = standing(which, actor=who.head).sha256
    with pytest.raises(NotAllowed):
        approve(edition=which, sha256=sha256, actor=who.head)
    other = actor_for(by.deputy_account())
    with pytest.raises(Conflict, match="is not asked"):
        approve(edition=which, sha256=sha256, actor=other)
    by.yes(which, who.dg)
    with pytest.raises(Conflict, match="already approved"):
        approve(edition=which, sha256=sha256, actor=who.dg)


def test_a_deputy_approves_under_both_names_and_for_one_commissioner_only(who: by.Staff) -> None:
    which = by.for_approval(who)
    other = actor_for(by.deputy_account())
    found = seat("VWS", "Programma-DG", actor=WRITER).function
    chair = seat("RCDV", "Voorzitter", actor=WRITER).function
    assert found
    assert chair
    ends = today() + timedelta(days=7)
    declare_deputy(function=found, person=UUID(who.dg.id), deputy=UUID(other.id), ends=ends, actor=OPERATOR)
    declare_deputy(function=chair, person=UUID(who.chair.id), deputy=UUID(other.id), ends=ends, actor=OPERATOR)
    assert [each.id for each in waiting_for(actor=other)] == [which]
    by.yes(which, other)
    approval = standing(which, actor=who.head).seats[0].approval
    assert approval
    assert (approval.name, approval.acting_for) == ("Ploon Plaatsvervanger", "Dirk Generaal")
    assert waiting_for(actor=other) == []
    with pytest.raises(Conflict, match="for another commissioner"):
        by.yes(which, other)


def test_an_approver_who_leaves_has_approved_and_one_who_left_before_is_missed(who: by.Staff) -> None:
    which = by.for_approval(who)
    by.yes(which, who.dg)
    for gone in (who.dg, who.chair):
        (held,) = appointments(person=UUID(gone.id), actor=OPERATOR)
        end_appointment(appointment=held.id, actor=OPERATOR)
    first, second = standing(which, actor=who.head).seats
    assert first.approval
    assert first.approval.name == "Dirk Generaal"
    assert (second.approval, second.approvers, second.without_mandate) == (None, (), ())
    with pytest.raises(Conflict, match="is not asked"):
        approve(edition=which, sha256=standing(which, actor=who.head).sha256, actor=who.chair)
    other = actor_for(by.deputy_account())
    chair = seat("RCDV", "Voorzitter", actor=WRITER).function
    assert chair
    declare_deputy(function=chair, deputy=UUID(other.id), ends=today() + timedelta(days=7), actor=OPERATOR)
    by.yes(which, other)
    assert standing(which, actor=who.head).step == "approved"


def test_whoever_holds_the_function_without_leave_is_named_as_that(who: by.Staff) -> None:
    which = by.for_approval(who)
    other = account_of("Bert Bestuurder", organisation="RCDV", function="Voorzitter")
    found = standing(which, actor=who.head).seats[1]
    assert (found.without_mandate, other.person.name) == (("Bert Bestuurder",), "Bert Bestuurder")
