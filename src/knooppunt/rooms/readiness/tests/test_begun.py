"""What has begun: not swapped, not proposed any more, not in a rotation; put right by hand with a reason or a file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests.cast import browser

from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import organisation
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import Conflict, Invalid
from knooppunt.rooms.readiness.keeping import alone
from knooppunt.rooms.readiness.making import MOST_BEGINS, make_proposal, put_off_proposal
from knooppunt.rooms.readiness.models import Draft, Duty
from knooppunt.rooms.readiness.pages.drafts import _held
from knooppunt.rooms.readiness.public import (
    accept_swap,
    adopt_draft,
    ask_proposal,
    assign,
    duties_in_file,
    make_roster,
    offer_swap,
    propose_roster,
    roster_draft,
    rotation,
)
from knooppunt.rooms.readiness.queries.drafts import LATE
from knooppunt.rooms.readiness.rules.rotations import pattern_of
from knooppunt.rooms.readiness.tests.rostered import FIRST, KINDS, LAST, NODE, Made

pytestmark = pytest.mark.django_db
DAY, LATER = "2026-03-09 dag", "2026-03-12 dag"
BETWEEN = datetime(2026, 3, 10, 12, tzinfo=UTC)


def put(made: Made, name: str, shift: str, overrule: str = "") -> UUID:
    return assign(
        roster=made.roster, person=made.person(name), role="lawyer", shift=shift, overrule=overrule, actor=made.officer
    )


@pytest.mark.parametrize(("mine", "theirs"), [(DAY, LATER), (LATER, DAY)])
def test_a_duty_that_has_begun_is_not_swapped(made: Made, mine: str, theirs: str) -> None:
    offer = {"offered": put(made, "Anna", mine), "wanted": put(made, "Bas", theirs)}
    swap = offer_swap(**offer, actor=made.people["Anna"])
    with clock_at(BETWEEN):
        with pytest.raises(Conflict, match="begun cannot be swapped"):
            accept_swap(swap=swap, actor=made.people["Bas"])
        browser(made.accounts["Bas"]).post(f"/readiness/mine/swaps/{swap}/accept/")
    assert set(Duty.objects.filter(cancelled_at=None).values_list("id", flat=True)) == set(offer.values())


def test_a_proposal_of_which_a_duty_has_begun_is_not_adopted(made: Made) -> None:
    draft = propose_roster(roster=made.roster, seconds=20, actor=made.officer)
    with clock_at(BETWEEN):
        assert roster_draft(draft, actor=made.officer).stale
        with pytest.raises(Conflict, match="make a new proposal"):
            adopt_draft(draft=draft, actor=made.officer)
    assert Duty.objects.count() == 0


def test_a_proposal_that_keeps_what_has_begun_meanwhile_is_adopted(made: Made) -> None:
    adopt_draft(draft=propose_roster(roster=made.roster, seconds=20, actor=made.officer), actor=made.officer)
    again = propose_roster(roster=made.roster, seconds=20, actor=made.officer)
    proposed = {(UUID(one["person"]), one["shift"]) for one in Draft.objects.get(pk=again).duties}
    stands = set(Duty.objects.values_list("person", "shift"))
    with clock_at(datetime(2026, 3, 9, 7, tzinfo=UTC)):
        if any(one in stands for one in proposed if one[1] == DAY):
            adopt_draft(draft=again, actor=made.officer)
            assert Duty.objects.filter(cancelled_at=None).count() == 14
        else:
            assert roster_draft(again, actor=made.officer).stale


def test_a_rotation_sets_nothing_on_days_before_today(made: Made) -> None:
    asked: dict[str, Any] = {"pattern": pattern_of("dag - - - - - -"), "people": [made.person("Bas")], "role": "lawyer"}
    with clock_at(BETWEEN):
        with pytest.raises(Invalid, match="today at the earliest") as refused:
            rotation(made.roster, **asked, first=FIRST, actor=made.officer)
        assert rotation(made.roster, **asked, first=date(2026, 3, 11), actor=made.officer).placing.fresh
    assert refused.value.place == "first"


def test_who_worked_is_put_right_with_a_reason(made: Made) -> None:
    with clock_at(BETWEEN):
        with pytest.raises(Conflict, match="has begun or is over") as refused:
            put(made, "Anna", DAY)
        put(made, "Anna", DAY, overrule="Bas was ziek")
    assert refused.value.place == "overrule"
    assert Duty.objects.get().overruled == "Bas was ziek"


def test_a_line_of_a_file_that_has_begun_is_a_warning(made: Made) -> None:
    rows = [
        (line, {"shift": shift, "role": "lawyer", "person": "Anna Jansen"}) for line, shift in ((2, DAY), (3, LATER))
    ]
    with clock_at(BETWEEN):
        found = duties_in_file(made.roster, rows, actor=made.officer).placing
    assert found.faults == []
    assert [(one.line, "has begun or is over" in str(one.problem)) for one in found.warnings] == [(2, True)]


def test_a_duty_on_another_roster_is_told_without_its_times(made: Made) -> None:
    node = organisation("KCR2", actor=NODE).pk
    other = make_roster(name="Ander", organisation=node, starts=FIRST, ends=LAST, kinds=KINDS, actor=made.officer)
    assign(roster=other, person=made.person("Anna"), role="lawyer", shift=DAY, actor=made.officer)
    rows = [(2, {"shift": DAY, "role": "lawyer", "person": "Anna Jansen"})]
    (fault,) = duties_in_file(made.roster, rows, actor=made.officer).placing.faults
    assert str(fault.problem) == "It overlaps a duty on another roster."
    for before_and_now in ("2026-03-09T06:00:00+00:00", ""):
        assert "06:00" not in _held("Anna", before_and_now)


def asked_jobs() -> list[tuple[str, bool]]:
    """The locks of the jobs that wait, and whether each waits for a later moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lock, scheduled_at > now() FROM procrastinate_jobs"
            " WHERE task_name = 'readiness.propose' ORDER BY id"
        )
        return list(cursor.fetchall())


def failed() -> int:
    return len(entries(event="readiness.DraftFailed", actor=NODE))


def test_a_proposal_whose_worker_dies_each_time_is_given_up(made: Made) -> None:
    draft = ask_proposal(roster=made.roster, actor=made.officer)
    make_proposal(draft=draft, seconds=1, begun=MOST_BEGINS)
    assert (Draft.objects.get().state, failed()) == ("none", 1)


def test_a_proposal_that_begins_too_late_is_given_up(made: Made) -> None:
    draft = ask_proposal(roster=made.roster, actor=made.officer)
    with clock_at(now() + LATE + timedelta(seconds=1)):
        make_proposal(draft=draft, seconds=1)
    assert (Draft.objects.get().state, failed()) == ("none", 1)


def test_rosters_do_not_wait_in_one_row_and_what_is_put_off_comes_back(made: Made) -> None:
    draft = ask_proposal(roster=made.roster, actor=made.officer)
    put_off_proposal(draft=draft)
    ((lock, _soon), (again, later)) = asked_jobs()
    assert (lock, again, later) == (f"readiness.propose {made.roster}", lock, True)
    with clock_at(now() + LATE + timedelta(seconds=1)):
        put_off_proposal(draft=draft)
    assert (Draft.objects.get().state, failed(), len(asked_jobs())) == ("none", 1, 2)


def test_one_at_a_time_is_alone_and_lets_go() -> None:
    for _time in range(2):
        with alone("proef") as mine:
            assert mine
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock'")
                assert cursor.fetchone()[0]
