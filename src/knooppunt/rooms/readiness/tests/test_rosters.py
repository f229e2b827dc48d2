"""Rosters with the real verbs and the real database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.cast import someone

from knooppunt.ground.network.events import PersonLeft
from knooppunt.ground.network.public import NODE_ID, organisation
from knooppunt.kit.authority import Actor, Mandate
from knooppunt.kit.clock import clock_at
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound
from knooppunt.rooms.readiness.models import Duty, Leave
from knooppunt.rooms.readiness.public import (
    Kind,
    accept_swap,
    ask_leave,
    assign,
    cancel_duty,
    candidates,
    decide_leave,
    duties,
    gaps,
    lend,
    make_roster,
    my_duties,
    offer_swap,
    on_duty,
    propose_roster,
    qualify,
    release_duties,
    replace,
    rosters,
    settlement,
)
from knooppunt.rooms.readiness.queries.joined import duty_counts, on_duty_people
from knooppunt.rooms.readiness.reactions import duties_of_who_left
from knooppunt.rooms.readiness.rules.piloting import Post
from knooppunt.rooms.readiness.tests.rostered import FIRST, KINDS, LAST, MADE, NODE, Made

pytestmark = pytest.mark.django_db
DAY, EVENING, NEXT = "2026-03-09 dag", "2026-03-09 avond", "2026-03-10 dag"


def put(made: Made, name: str, shift: str = DAY, overrule: str = "") -> UUID:
    return assign(
        roster=made.roster, person=made.person(name), role="lawyer", shift=shift, overrule=overrule, actor=made.officer
    )


def test_who_is_put_on_a_shift_is_on_duty_then_and_not_after(made: Made) -> None:
    put(made, "Anna")
    begins = datetime(2026, 3, 9, 6, tzinfo=UTC)
    (one,) = on_duty(roles=["lawyer"], at=begins, actor=made.officer)
    assert (one.person, one.role, one.until) == (made.person("Anna"), "lawyer", begins + timedelta(hours=8))
    assert on_duty(roles=["analyst"], at=begins, actor=made.officer) == []
    assert on_duty(roles=["lawyer"], at=one.until, actor=made.officer) == []


def test_a_broken_rule_is_refused_with_the_person_and_the_rule(made: Made) -> None:
    put(made, "Anna")
    with pytest.raises(Conflict) as refused:
        put(made, "Anna", "2026-03-09 avond")
    assert refused.value.values["name"] == "Anna Jansen"
    assert "5:3" in str(refused.value.values["rule"])
    which = put(made, "Anna", EVENING, overrule="Niemand anders")
    assert Duty.objects.get(pk=which).overruled == "Niemand anders"


def test_two_duties_at_once_are_never_possible_not_even_in_another_roster(made: Made) -> None:
    put(made, "Anna")
    node = organisation("KCR2", actor=NODE).pk
    other = make_roster(name="Ander", organisation=node, starts=FIRST, ends=LAST, kinds=KINDS, actor=made.officer)
    with pytest.raises(Conflict):
        assign(roster=other, person=made.person("Anna"), role="lawyer", shift=DAY, overrule="Toch", actor=made.officer)
    first = Duty.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(
            roster_id=other, person_id=first.person_id, role="lawyer", starts=first.starts + timedelta(hours=7),
            ends=first.ends + timedelta(hours=7), made_at=MADE, changed_at=MADE,
        )  # fmt: skip


def test_a_cancelled_duty_is_kept_and_leaves_a_gap(made: Made) -> None:
    which = put(made, "Anna")
    before = len(gaps(roster=made.roster, actor=made.officer))
    cancel_duty(duty=which, reason="Ziek", actor=made.officer)
    found = gaps(roster=made.roster, actor=made.officer)
    assert (before, len(found), found[0].need.shift.key, found[0].ahead) == (13, 14, DAY, 7)
    assert Duty.objects.get().cancelled_reason == "Ziek"
    put(made, "Anna")


def test_leave_counts_once_it_is_granted_and_nobody_grants_their_own(made: Made) -> None:
    leave = ask_leave(starts=FIRST, ends=FIRST + timedelta(days=1), actor=made.people["Anna"])
    put(made, "Anna", EVENING)
    decide_leave(leave=leave, granted=True, actor=made.officer)
    with pytest.raises(Conflict, match="leave"):
        put(made, "Anna", DAY)
    own = ask_leave(starts=FIRST, ends=FIRST + timedelta(days=1), actor=made.officer)
    with pytest.raises(Conflict):
        decide_leave(leave=own, granted=True, actor=made.officer)
    with pytest.raises(NotAllowed):
        decide_leave(leave=own, granted=True, actor=made.people["Anna"])
    assert Leave.objects.get(pk=own).granted_at is None


def test_a_swap_changes_nothing_until_the_other_accepts(made: Made) -> None:
    mine, theirs = put(made, "Anna", DAY), put(made, "Bas", NEXT)
    swap = offer_swap(offered=mine, wanted=theirs, actor=made.people["Anna"])
    with pytest.raises(NotAllowed):
        accept_swap(swap=swap, actor=made.people["Cor"])
    assert [one.shift for one in my_duties(actor=made.people["Anna"])] == [DAY]
    accept_swap(swap=swap, actor=made.people["Bas"])
    assert [one.shift for one in my_duties(actor=made.people["Anna"])] == [NEXT]
    assert [one.shift for one in my_duties(actor=made.people["Bas"])] == [DAY]
    with pytest.raises(Conflict):
        accept_swap(swap=swap, actor=made.people["Bas"])


def test_a_swap_that_breaks_a_rule_is_refused_unless_someone_overrules_with_a_reason(made: Made) -> None:
    put(made, "Anna", "2026-03-12 dag")
    mine, theirs = put(made, "Anna", "2026-03-14 dag"), put(made, "Bas", "2026-03-12 avond")
    swap = offer_swap(offered=mine, wanted=theirs, actor=made.people["Anna"])
    with pytest.raises(Conflict, match="Anna Jansen cannot take this over"):
        accept_swap(swap=swap, actor=made.people["Bas"])
    with pytest.raises(NotAllowed):
        accept_swap(swap=swap, overrule="Nood", actor=made.people["Bas"])
    accept_swap(swap=swap, overrule="Nood", actor=made.officer)
    assert [one.shift for one in my_duties(actor=made.people["Bas"])] == ["2026-03-14 dag"]


def test_only_ones_own_duty_can_be_offered(made: Made) -> None:
    mine, theirs = put(made, "Anna", DAY), put(made, "Bas", NEXT)
    with pytest.raises(NotFound):
        offer_swap(offered=theirs, wanted=mine, actor=made.people["Anna"])


def test_replacements_are_ranked_with_what_is_against_them(made: Made) -> None:
    which = put(made, "Anna", DAY)
    put(made, "Bas", EVENING)
    found = candidates(made.roster, shift=DAY, role="lawyer", actor=made.officer)
    assert [one.name.split()[0] for one in found] == ["Cor", "Dina", "Anna", "Bas"]
    assert [bool(one.broken) for one in found] == [False, False, True, True]
    assert all(one.stale for one in found)
    replace(duty=which, person=made.person("Cor"), reason="Ziek", actor=made.officer)
    assert [one.name for one in duties(made.roster, actor=made.officer)] == ["Cor Jansen", "Bas Jansen"]


def test_who_leaves_is_released_from_what_is_still_to_come(made: Made) -> None:
    put(made, "Anna", DAY)
    put(made, "Anna", "2026-03-12 dag")
    assert release_duties(person=made.person("Anna"), since=datetime(2026, 3, 11, tzinfo=UTC), actor=made.officer) == 1
    assert [one.shift for one in duties(made.roster, actor=made.officer)] == [DAY]


def test_who_is_lent_can_be_put_on_and_their_hours_are_settled(made: Made) -> None:
    drent = someone("Dirk Drent", organisation="VRD")
    places = [organisation(one, actor=NODE).pk for one in ("VRD", "KCR2")]
    qualify(person=UUID(drent.id), role="lawyer", starts=date(2026, 1, 1), actor=made.officer)
    with pytest.raises(NotFound):
        assign(roster=made.roster, person=UUID(drent.id), role="lawyer", shift=DAY, actor=made.officer)
    lend(person=UUID(drent.id), lender=places[0], borrower=places[1], starts=FIRST, ends=date(2026, 3, 11),
         actor=made.officer)  # fmt: skip
    assign(roster=made.roster, person=UUID(drent.id), role="lawyer", shift=DAY, actor=made.officer)
    with pytest.raises(Conflict, match="lent"):
        assign(roster=made.roster, person=UUID(drent.id), role="lawyer", shift="2026-03-12 dag", actor=made.officer)
    with clock_at(datetime(2026, 4, 1, tzinfo=UTC)):
        (line,) = settlement(starts=date(2026, 3, 1), ends=date(2026, 4, 1), actor=made.officer)
    assert (line.name, line.duties, line.hours) == ("Dirk Drent", 1, 8)


@pytest.mark.parametrize(
    "kind",
    [
        Kind("lang", time(7), time(20), {"lawyer": 1}),
        Kind("x", time(7), time(15), {"nobody": 1}),
        Kind("x", time(7), time(15), {"lawyer": 0}),
        Kind("", time(7), time(15), {"lawyer": 1}),
    ],
)
def test_a_shift_that_makes_no_sense_is_refused(made: Made, kind: Kind) -> None:
    node = organisation("KCR2", actor=NODE).pk
    with pytest.raises(Invalid):
        make_roster(name="X", organisation=node, starts=FIRST, ends=LAST, kinds=(kind,), actor=made.officer)


def of_drenthe(*permissions: str) -> Actor:
    """Someone of a region who may do this in the whole country, and oversees nothing."""
    place = str(organisation("VRD", actor=NODE).pk)
    return Actor(str(new_id()), "Rika Regio", place, mandates=frozenset(map(Mandate, permissions)))


def test_another_organisation_sees_none_of_it(made: Made) -> None:
    put(made, "Anna")
    other = of_drenthe("readiness.read", "readiness.roster")
    assert rosters(actor=other) == []
    assert gaps(actor=other) == []
    for look in (
        lambda: duties(made.roster, actor=other),
        lambda: candidates(made.roster, shift=DAY, role="lawyer", actor=other),
        lambda: propose_roster(roster=made.roster, actor=other),
        lambda: qualify(person=made.person("Anna"), role="analyst", starts=FIRST, actor=other),
    ):
        with pytest.raises(NotFound):
            look()


def test_a_roster_is_begun_of_ones_own_organisation_only(made: Made) -> None:
    maker = of_drenthe("readiness.read", "readiness.roster")
    node, own = (organisation(one, actor=NODE).pk for one in ("KCR2", "VRD"))
    with pytest.raises(NotAllowed):
        make_roster(name="X", organisation=node, starts=FIRST, ends=LAST, kinds=KINDS, actor=maker)
    made_one = make_roster(name="X", organisation=own, starts=FIRST, ends=LAST, kinds=KINDS, actor=maker)
    assert [one.id for one in rosters(actor=maker)] == [made_one]


def test_phases_hear_who_is_on_duty_and_nothing_when_no_roster_is_kept(made: Made) -> None:
    put(made, "Anna")
    post, elsewhere = Post("lawyer", 1), Post("lawyer", 1, str(organisation("VRD", actor=NODE).pk))
    begins = datetime(2026, 3, 9, 6, tzinfo=UTC)
    assert duty_counts([post, elsewhere], begins, actor=NODE) == {post: 1, elsewhere: 0}
    assert duty_counts([post], begins - timedelta(days=1), actor=NODE) is None
    assert on_duty_people("lawyer", begins, organisation=NODE_ID, actor=NODE) == [made.person("Anna")]
    assert on_duty_people("lawyer", begins, organisation=UUID(elsewhere.organisation), actor=NODE) == []


def test_the_duties_of_who_leaves_end_after_their_last_day(made: Made) -> None:
    put(made, "Anna", DAY)
    put(made, "Anna", "2026-03-12 dag")
    duties_of_who_left(PersonLeft(made.person("Anna"), "Anna Jansen", FIRST))
    assert [one.shift for one in duties(made.roster, actor=made.officer)] == [DAY]


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_a_shift_that_ends_at_an_hour_the_clock_change_makes_unsure_is_refused(made: Made, day: date) -> None:
    node = organisation("KCR2", actor=NODE).pk
    kinds = (Kind("laat", time(18), time(2, 30), {"lawyer": 1}),)
    with pytest.raises(Invalid, match=f"{day} ") as refused:
        make_roster(name="X", organisation=node, starts=day - timedelta(days=3), ends=day, kinds=kinds,
                    actor=made.officer)  # fmt: skip
    assert "02:30" in str(refused.value)


@pytest.mark.parametrize(("day", "hours", "rest"), [(date(2026, 10, 24), 9, True), (date(2027, 3, 27), 7, False)])
def test_over_a_clock_change_hours_and_rest_are_those_that_pass(
    made: Made, day: date, hours: float, rest: bool
) -> None:
    node = organisation("KCR2", actor=NODE).pk
    kinds = (
        Kind("nacht", time(23), time(7), {"lawyer": 1}),
        Kind("vroeg", time(14), time(18), {"lawyer": 1}),
        Kind("laat", time(5), time(8), {"lawyer": 1}),
    )
    with clock_at(datetime(2026, 10, 1, tzinfo=UTC)):
        roster = make_roster(name="X", organisation=node, starts=day, ends=day + timedelta(days=3), kinds=kinds,
                             actor=made.officer)  # fmt: skip
        night = assign(roster=roster, person=made.person("Anna"), role="lawyer", shift=f"{day} nacht",
                       actor=made.officer)  # fmt: skip
        held = Duty.objects.get(pk=night)
        assert (held.ends - held.starts).total_seconds() / 3600 == hours
        # From 18:00 until 05:00 by the clock is 11 hours, and 12 or 10 that pass on the night of the change.
        put = [
            assign(roster=roster, person=made.person("Bas"), role="lawyer", shift=shift, actor=made.officer)
            for shift in (f"{day} vroeg", f"{day + timedelta(days=1)} laat")
        ]
        early, late = (Duty.objects.get(pk=one) for one in put)
        assert (late.starts - early.ends >= timedelta(hours=11)) is rest
