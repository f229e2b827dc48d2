"""Proposals for a roster: nothing changes before one is adopted, and what cannot be filled says why."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.cast import account_of, browser

from knooppunt.kit.problems import Conflict
from knooppunt.rooms.readiness.models import Duty
from knooppunt.rooms.readiness.public import (
    adopt_draft,
    ask_leave,
    assign,
    decide_leave,
    duties,
    gaps,
    propose_roster,
    roster_draft,
    set_needs,
)
from knooppunt.rooms.readiness.tests.rostered import FIRST, Made, actor_of

pytestmark = pytest.mark.django_db
DAY, EVENING, NEXT = "2026-03-09 dag", "2026-03-09 avond", "2026-03-10 dag"


def put(made: Made, name: str, shift: str = DAY, overrule: str = "") -> UUID:
    return assign(
        roster=made.roster, person=made.person(name), role="lawyer", shift=shift, overrule=overrule, actor=made.officer
    )


def test_a_proposal_changes_nothing_until_it_is_adopted(made: Made) -> None:
    fixed = put(made, "Dina")
    which = propose_roster(roster=made.roster, seconds=20, actor=made.officer)
    assert Duty.objects.count() == 1
    shown = roster_draft(which, actor=made.officer)
    assert (len(shown.changes), shown.told["optimal"], shown.told["value"], shown.stale) == (13, True, 0, False)
    assert all(one.gains and one.others for one in shown.changes)
    adopt_draft(draft=which, actor=made.officer)
    found = duties(made.roster, actor=made.officer)
    assert len(found) == 14
    assert [one.id for one in found if one.fixed] == [fixed]
    assert gaps(actor=made.officer) == []


def test_a_proposal_for_a_roster_that_changed_since_is_refused(made: Made) -> None:
    which = propose_roster(roster=made.roster, seconds=20, actor=made.officer)
    put(made, "Anna")
    assert roster_draft(which, actor=made.officer).stale
    with pytest.raises(Conflict):
        adopt_draft(draft=which, actor=made.officer)
    assert Duty.objects.count() == 1


def test_a_new_proposal_says_who_loses_and_who_gains(made: Made) -> None:
    adopt_draft(draft=propose_roster(roster=made.roster, seconds=20, actor=made.officer), actor=made.officer)
    (mine,) = [one for one in duties(made.roster, actor=made.officer) if one.shift == DAY]
    leave = ask_leave(starts=FIRST, ends=FIRST + timedelta(days=1), actor=actor_of(made, mine.person))
    decide_leave(leave=leave, granted=True, actor=made.officer)
    which = propose_roster(roster=made.roster, seconds=20, actor=made.officer)
    changes = [one for one in roster_draft(which, actor=made.officer).changes if one.shift == DAY]
    assert {one.gains for one in changes} == {True, False}
    assert [one.name for one in changes if not one.gains] == [mine.name]
    adopt_draft(draft=which, actor=made.officer)
    assert Duty.objects.get(pk=mine.id).cancelled_at is not None


def test_what_cannot_be_filled_says_why(made: Made) -> None:
    set_needs(roster=made.roster, kind="dag", needs={"lawyer": 5}, actor=made.officer)
    short = roster_draft(propose_roster(roster=made.roster, seconds=20, actor=made.officer), actor=made.officer).told[
        "short"
    ]
    assert short[0]["why"]["needed"] == 5
    assert len(short[0]["why"]["able"]) == 4
    page = browser(account_of("Ola Vier", bundle="section_head")).get(
        f"/readiness/drafts/{propose_roster(roster=made.roster, seconds=20, actor=made.officer)}/"
    )
    assert "Anna Jansen, Bas Jansen" in page.content.decode()
