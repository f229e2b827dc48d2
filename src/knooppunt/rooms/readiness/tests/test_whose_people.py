"""Who decides about someone, and in which days they can be put on duty: their own organisation and who borrows them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from tests.cast import someone

from knooppunt.ground.network.public import add_function, add_person, appoint, leave, organisation
from knooppunt.kit.authority import Actor, Mandate
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import Conflict, NotFound
from knooppunt.rooms.readiness.models import Qualification
from knooppunt.rooms.readiness.public import (
    Kind,
    ask_leave,
    assign,
    decide_leave,
    end_qualification,
    leave_asked,
    leave_granted,
    lend,
    make_roster,
    own_leave,
    qualified,
    qualify,
    release_duties,
)
from knooppunt.rooms.readiness.tests.rostered import FIRST, KINDS, LAST, MADE, NODE, Made

pytestmark = pytest.mark.django_db
DAY, LATER = "2026-03-09 dag", "2026-03-13 dag"


def place(abbreviation: str) -> UUID:
    return organisation(abbreviation, actor=NODE).pk


def officer_of(abbreviation: str) -> Actor:
    """Someone who makes the rosters of one organisation, and oversees nothing."""
    mandates = frozenset({Mandate("readiness.read"), Mandate("readiness.roster")})
    return Actor(str(new_id()), "Rika Regio", str(place(abbreviation)), mandates=mandates)


def put(made: Made, person: UUID, shift: str = DAY) -> UUID:
    return assign(roster=made.roster, person=person, role="lawyer", shift=shift, actor=made.officer)


def lend_anna(made: Made) -> Actor:
    """Anna of the node works in Drenthe today; the officer of Drenthe."""
    lend(person=made.person("Anna"), lender=place("KCR2"), borrower=place("VRD"), starts=date(2026, 3, 2),
         ends=date(2026, 3, 4), actor=made.officer)  # fmt: skip
    return officer_of("VRD")


def test_who_borrows_someone_does_not_decide_on_their_leave_nor_on_what_they_can_do(made: Made) -> None:
    borrower = lend_anna(made)
    asked = ask_leave(starts=FIRST, ends=LAST, actor=made.people["Anna"])
    which = Qualification.objects.get(person=made.person("Anna")).id
    assert leave_asked(actor=borrower) == []
    with pytest.raises(NotFound):
        decide_leave(leave=asked, granted=True, actor=borrower)
    with pytest.raises(NotFound):
        end_qualification(qualification=which, ends=FIRST, actor=borrower)
    decide_leave(leave=asked, granted=True, actor=officer_of("KCR2"))
    assert leave_granted(actor=borrower) == []
    end_qualification(qualification=which, ends=FIRST, actor=officer_of("KCR2"))


def test_who_borrows_someone_qualifies_them_within_the_days_of_the_loan(made: Made) -> None:
    borrower, anna = lend_anna(made), made.person("Anna")
    for starts, ends in (
        (date(2026, 3, 2), None),
        (date(2026, 3, 1), date(2026, 3, 4)),
        (date(2026, 3, 2), date(2026, 3, 5)),
    ):
        with pytest.raises(NotFound):
            qualify(person=anna, role="analyst", starts=starts, ends=ends, actor=borrower)
    assert qualify(person=anna, role="analyst", starts=date(2026, 3, 2), ends=date(2026, 3, 4), actor=borrower)
    roster = make_roster(name="Drenthe", organisation=place("VRD"), starts=date(2026, 3, 2), ends=LAST, kinds=KINDS,
                         actor=borrower)  # fmt: skip
    assert {(one.person, one.mine) for one in qualified(roster, actor=borrower)} == {(anna, False)}


def test_leave_shows_the_duties_on_rosters_that_one_may_see(made: Made) -> None:
    drent = someone("Dirk Drent", organisation="VRD")
    qualify(person=UUID(drent.id), role="lawyer", starts=date(2026, 1, 1), actor=made.officer)
    lend(person=UUID(drent.id), lender=place("VRD"), borrower=place("KCR2"), starts=FIRST, ends=LAST,
         actor=made.officer)  # fmt: skip
    put(made, UUID(drent.id))
    ask_leave(starts=FIRST, ends=LAST, actor=drent)
    assert [one.hits for one in leave_asked(actor=officer_of("VRD"))] == [[]]
    assert [len(one.hits) for one in leave_asked(actor=made.officer)] == [1]
    assert [len(one.hits) for one in own_leave(actor=drent)] == [1]


def test_who_is_about_to_leave_is_not_put_on_duty_after_their_last_day(made: Made) -> None:
    anna = made.person("Anna")
    leave(person=anna, on=date(2026, 3, 10), actor=NODE)
    put(made, anna)
    for overrule in ("", "Toch"):
        with pytest.raises(Conflict, match="not working"):
            assign(roster=made.roster, person=anna, role="lawyer", shift=LATER, overrule=overrule, actor=made.officer)


def test_who_was_lent_and_left_is_not_put_on_duty_again(made: Made) -> None:
    drent, gron = (someone(name, organisation=where) for name, where in (("Dirk Drent", "VRD"), ("Gea Gron", "VRG")))
    for one, lender in ((drent, "VRD"), (gron, "VRG")):
        qualify(person=UUID(one.id), role="lawyer", starts=date(2026, 1, 1), actor=made.officer)
        lend(person=UUID(one.id), lender=place(lender), borrower=place("KCR2"), starts=FIRST, ends=LAST,
             actor=made.officer)  # fmt: skip
    leave(person=UUID(drent.id), on=date(2026, 3, 3), actor=NODE)
    leave(person=UUID(gron.id), on=date(2026, 3, 10), actor=NODE)
    release_duties(person=UUID(drent.id), since=datetime(2026, 3, 3, 23, tzinfo=UTC), actor=NODE)
    with pytest.raises(NotFound):
        put(made, UUID(drent.id))
    put(made, UUID(gron.id))
    with pytest.raises(Conflict, match="nor lent"):
        put(made, UUID(gron.id), LATER)


def test_who_begins_later_is_qualified_by_their_organisation_and_put_on_duty_from_then_on(made: Made) -> None:
    new = add_person(name="Nina Nieuw", email="nina@example.org", actor=NODE).id
    post = add_function(title="Jurist", organisation=place("KCR2"), actor=NODE)
    appoint(person=new, function=post.id, starts=date(2026, 3, 12), actor=NODE)
    with pytest.raises(NotFound):
        qualify(person=new, role="lawyer", starts=FIRST, actor=officer_of("KCR2"))
    qualify(person=new, role="lawyer", starts=date(2026, 3, 12), actor=officer_of("KCR2"))
    qualify(person=new, role="lawyer", starts=FIRST, ends=date(2026, 3, 12), actor=made.officer)
    put(made, new, LATER)
    with pytest.raises(Conflict, match="not working"):
        put(made, new)


def test_a_night_over_a_change_of_function_is_worked_in_both(made: Made) -> None:
    new = add_person(name="Nina Nieuw", email="nina@example.org", actor=NODE).id
    for title, starts, ends in (("Jurist", MADE.date(), date(2026, 3, 10)), ("Hoofd", date(2026, 3, 10), None)):
        post = add_function(title=title, organisation=place("KCR2"), actor=NODE)
        appoint(person=new, function=post.id, starts=starts, ends=ends, actor=NODE)
    qualify(person=new, role="lawyer", starts=FIRST, actor=made.officer)
    kinds = (Kind("nacht", KINDS[1].ends, KINDS[0].starts, {"lawyer": 1}),)
    roster = make_roster(name="Nacht", organisation=place("KCR2"), starts=FIRST, ends=date(2026, 3, 10), kinds=kinds,
                         actor=made.officer)  # fmt: skip
    assert assign(roster=roster, person=new, role="lawyer", shift="2026-03-09 nacht", actor=made.officer)
