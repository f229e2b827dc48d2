"""A person, or an organisation, turns out to be another one while a call-out runs and rosters stand."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.network.events import PeopleMerged
from knooppunt.ground.network.public import merge_organisations, merge_people, organisation
from knooppunt.kit.clock import clock_at, now
from knooppunt.rooms.readiness.models import Call, Duty, LogLine, Qualification, Sent
from knooppunt.rooms.readiness.public import (
    Answer,
    Given,
    Line,
    answer_by_link,
    ask_leave,
    assign,
    colleagues,
    gaps,
    make_plan,
    own_calls,
    preview,
)
from knooppunt.rooms.readiness.reactions import calls_of_who_merged, duties_of_who_merged
from knooppunt.rooms.readiness.tests.called import (
    BY_LINK,
    MANAGER,
    NODE,
    call_named,
    content,
    crowd,
    officer,
    person,
    seen,
    started,
    states,
)
from knooppunt.rooms.readiness.tests.rostered import MADE, make

pytestmark = pytest.mark.django_db
COMING, DECLINED = Given(Answer.COMING), Given(Answer.DECLINED)


def merge(kept: str, merged: str) -> None:
    """Two records become one, and what follows is done, twice as a job may be."""
    one, other = UUID(kept), UUID(merged)
    merge_people(kept=one, merged=other, actor=NODE)
    for _ in range(2):
        calls_of_who_merged(PeopleMerged(one, "", other, "", (), (), ()))
        duties_of_who_merged(PeopleMerged(one, "", other, "", (), (), ()))


def link_of(callout: UUID, name: str) -> UUID:
    return Sent.objects.filter(call__callout=callout, call__person__name=name).latest("at").dispatch


def delivered(callout: UUID) -> None:
    """As the workers leave it."""
    asking = Dispatch.objects.filter(about=str(callout))
    asking.update(state="attempting")
    asking.update(state="sent", settled_at=now())


def test_the_call_of_a_merged_person_goes_on_with_the_other_record_and_its_old_link_answers() -> None:
    head = officer()
    (one,) = crowd(1)
    kept = person("Mens, M.")
    callout = started(head, Line(MANAGER, "KCR2"))
    old = link_of(callout, "Mens 00")
    merge(kept.id, one.id)
    assert states(callout) == {"Mens, M.": "asked"}
    assert [own.callout.id for own in own_calls(actor=kept)] == [callout]
    assert answer_by_link(dispatch=old, given=COMING, bound="a", actor=BY_LINK)
    assert seen(callout).groups[0].standing == "complete"
    assert LogLine.objects.filter(what="merged").count() == 1


def test_what_still_waits_to_ask_goes_to_the_record_that_remains_and_once() -> None:
    head = officer()
    (one,) = crowd(1)
    kept = person("Mens, M.")
    callout = started(head, Line(MANAGER, "KCR2"))
    merge(kept.id, one.id)
    asking = Dispatch.objects.filter(about=str(callout))
    assert sorted(asking.values_list("addressee", "state")) == sorted(
        [(UUID(one.id), "withdrawn"), (UUID(kept.id), "waiting")]
    )


def test_what_was_delivered_already_is_not_asked_again() -> None:
    head = officer()
    (one,) = crowd(1)
    kept = person("Mens, M.")
    callout = started(head, Line(MANAGER, "KCR2"))
    delivered(callout)
    merge(kept.id, one.id)
    assert Dispatch.objects.filter(about=str(callout)).count() == 1


def test_two_records_that_both_come_count_once_for_the_quorum() -> None:
    head = officer()
    one, other, third = crowd(3)
    callout = started(head, Line(MANAGER, "KCR2", quorum=2, at_once=2, minutes=10))
    for name in ("Mens 00", "Mens 01"):
        answer_by_link(dispatch=link_of(callout, name), given=COMING, bound="a", actor=BY_LINK)
    assert seen(callout).groups[0].standing == "complete"
    merge(one.id, other.id)
    assert call_named(callout, "Mens 00").state == "coming"
    assert call_named(callout, "Mens 01").state == "stood_down"
    assert call_named(callout, third.name).state == "asked", "one is missing now"
    assert seen(callout).groups[0].standing == "asking"


def test_where_all_must_come_two_records_of_one_person_are_one() -> None:
    head = officer()
    one, other = crowd(2)
    callout = started(head, Line(MANAGER, "KCR2"))
    answer_by_link(dispatch=link_of(callout, other.name), given=COMING, bound="a", actor=BY_LINK)
    merge(one.id, other.id)
    (group,) = seen(callout).groups
    assert (group.needed, group.standing) == (1, "complete")
    assert call_named(callout, one.name).state == "coming", "the answer of the other record counts"


def test_the_newest_answer_of_two_records_counts() -> None:
    head = officer()
    one, other = crowd(2)
    callout = started(head, Line(MANAGER, "KCR2"))
    answer_by_link(dispatch=link_of(callout, one.name), given=COMING, bound="a", actor=BY_LINK)
    answer_by_link(dispatch=link_of(callout, other.name), given=DECLINED, bound="a", actor=BY_LINK)
    merge(one.id, other.id)
    assert call_named(callout, one.name).state == "declined"


def test_the_link_of_the_record_that_went_answers_the_call_that_remains() -> None:
    head = officer()
    one, other = crowd(2)
    callout = started(head, Line(MANAGER, "KCR2"))
    old = link_of(callout, other.name)
    merge(one.id, other.id)
    assert answer_by_link(dispatch=old, given=COMING, bound="a", actor=BY_LINK)
    assert not answer_by_link(dispatch=link_of(callout, one.name), given=DECLINED, bound="a", actor=BY_LINK)
    assert call_named(callout, one.name).state == "coming"


def test_who_was_asked_as_one_record_is_not_asked_again_as_the_other() -> None:
    head = officer()
    one, other = crowd(2)
    callout = started(head, Line(MANAGER, "KCR2", quorum=1, at_once=1, minutes=10))
    asked = next(each for each in (one, other) if states(callout)[each.name] == "asked")
    waits = other if asked is one else one
    delivered(callout)
    merge(waits.id, asked.id)
    assert call_named(callout, waits.name).state == "asked"
    assert Sent.objects.filter(call__callout=callout).count() == 1


def test_duties_of_both_records_are_of_one_and_an_overlap_is_cancelled_by_name() -> None:
    made = make()
    with clock_at(MADE):
        found = sorted({one.need.shift.key for one in gaps(roster=made.roster, actor=made.officer)})
        shifts = found[:3:2]
        anna, bas = made.person("Anna"), made.person("Bas")
        first = assign(roster=made.roster, person=anna, role="lawyer", shift=shifts[0], actor=made.officer)
        second = assign(roster=made.roster, person=bas, role="lawyer", shift=shifts[1], actor=made.officer)
        twin = Duty.objects.get(pk=first)
        Duty.objects.create(roster_id=made.roster, person_id=bas, role="lawyer", shift="extra", starts=twin.starts,
                            ends=twin.ends, made_at=MADE, changed_at=MADE)  # fmt: skip
        ask_leave(starts=date(2026, 4, 1), ends=date(2026, 4, 3), actor=made.people["Bas"])
        merge(str(anna), str(bas))
    live = Duty.objects.filter(cancelled_at__isnull=True)
    assert set(live.values_list("id", "person")) == {(first, anna), (second, anna)}
    (gone,) = Duty.objects.filter(cancelled_at__isnull=False)
    assert gone.person_id == anna
    assert "Twee ingangen van één persoon" in gone.cancelled_reason
    assert "Week 11" in gone.cancelled_reason
    assert not Qualification.objects.filter(person=bas).exists()


def test_a_plan_that_names_an_organisation_that_merged_says_so_by_line() -> None:
    head = officer()
    crowd(1)
    crowd(1, where="VRU", word="Regio")
    plan = make_plan(name="Warm", content=content(Line(MANAGER, "KCR2"), Line(MANAGER, "VRU")), actor=head)
    merge_organisations(kept=organisation("VRK", actor=NODE).id, merged=organisation("VRU", actor=NODE).id, actor=NODE)
    assert [(line, list(words)) for line, words in preview(plan, actor=head).unknown] == [(2, ["VRU"])]


def test_a_callout_that_runs_goes_on_when_an_organisation_merges() -> None:
    head = officer()
    (one,) = crowd(1, where="VRU", word="Regio")
    other = person("Cor Collega", "VRU")
    callout = started(head, Line(MANAGER, "VRU"))
    merge_organisations(kept=organisation("VRK", actor=NODE).id, merged=organisation("VRU", actor=NODE).id, actor=NODE)
    call = Call.objects.get(callout=callout)
    assert [each.name for each in colleagues(call.id, actor=NODE)] == [other.name]
    assert answer_by_link(dispatch=link_of(callout, one.name), given=COMING, bound="a", actor=BY_LINK)
    assert seen(callout).groups[0].standing == "complete"
