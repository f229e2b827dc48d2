"""Two at once: never two duties at one moment, and one clear refusal."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import monotonic
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from knooppunt.ground.network.public import organisation
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Conflict, NotFound, Problem
from knooppunt.rooms.readiness.models import Duty, Leave
from knooppunt.rooms.readiness.public import (
    accept_swap,
    adopt_draft,
    ask_leave,
    ask_proposal,
    assign,
    cancel_duty,
    decide_leave,
    join_duties,
    make_proposal,
    make_roster,
    offer_swap,
    propose_roster,
)
from knooppunt.rooms.readiness.tests.rostered import FIRST, KINDS, LAST, MADE, NODE, Made

pytestmark = pytest.mark.django_db(transaction=True)
DAY, NEXT = "2026-03-09 dag", "2026-03-10 dag"


def together(*verbs: Callable[[], object]) -> list[object]:
    """All at once; what each gave, or how it was refused. Any other failure fails the test."""
    ready = Barrier(len(verbs))

    def one(verb: Callable[[], object]) -> object:
        try:
            ready.wait(20)
            with clock_at(MADE):
                return verb()
        except Problem as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(one, verbs))


def put(made: Made, name: str, shift: str = DAY, roster: UUID | None = None) -> UUID:
    return assign(
        roster=roster or made.roster, person=made.person(name), role="lawyer", shift=shift, actor=made.officer
    )


def another(made: Made) -> UUID:
    node = organisation("KCR2", actor=NODE).pk
    return make_roster(name="Ander", organisation=node, starts=FIRST, ends=LAST, kinds=KINDS, actor=made.officer)


@pytest.mark.parametrize("shift", [DAY, "2026-03-09 avond"], ids=["at one moment", "without rest"])
def test_two_officers_put_someone_on_two_rosters_at_once(made: Made, shift: str) -> None:
    other = another(made)
    done = together(lambda: put(made, "Anna"), lambda: put(made, "Anna", shift, other))
    (refused,) = [one for one in done if isinstance(one, Problem)]
    assert isinstance(refused, Conflict)
    assert refused.values["name"] == "Anna Jansen"
    assert Duty.objects.filter(cancelled_at__isnull=True).count() == 1


def test_a_swap_is_accepted_once(made: Made) -> None:
    mine, theirs = put(made, "Anna"), put(made, "Bas", NEXT)
    swap = offer_swap(offered=mine, wanted=theirs, actor=made.people["Anna"])
    done = together(*[lambda: accept_swap(swap=swap, actor=made.people["Bas"])] * 4)
    refused = [one for one in done if one is not None]
    assert [type(one) for one in refused] == [Conflict] * 3
    live = Duty.objects.filter(cancelled_at__isnull=True).order_by("starts")
    assert [one.person_id for one in live] == [made.person("Bas"), made.person("Anna")]


def test_a_swap_and_a_cancellation_do_not_wait_for_each_other_forever(made: Made) -> None:
    mine, theirs = put(made, "Anna"), put(made, "Bas", NEXT)
    swap = offer_swap(offered=mine, wanted=theirs, actor=made.people["Anna"])
    done = together(
        lambda: accept_swap(swap=swap, actor=made.people["Bas"]),
        lambda: cancel_duty(duty=theirs, reason="Ziek", actor=made.officer),
    )
    # Whoever comes second finds the swap over, or the duty gone.
    (refused,) = [one for one in done if one is not None]
    assert isinstance(refused, Conflict | NotFound)


def test_a_draft_is_adopted_or_the_duty_changes_first(made: Made) -> None:
    draft = propose_roster(roster=made.roster, seconds=20, actor=made.officer)
    done = together(lambda: adopt_draft(draft=draft, actor=made.officer), lambda: put(made, "Anna"))
    adopted, assigned = (not isinstance(one, Problem) for one in done)
    live = list(Duty.objects.filter(cancelled_at__isnull=True))
    assert all(isinstance(one, Conflict) for one in done if isinstance(one, Problem))
    assert len(live) == 14 * adopted + assigned
    assert adopted or assigned


def test_a_draft_is_adopted_once(made: Made) -> None:
    draft = propose_roster(roster=made.roster, seconds=20, actor=made.officer)
    done = together(*[lambda: adopt_draft(draft=draft, actor=made.officer)] * 3)
    assert [type(one) for one in done if one is not None] == [Conflict] * 2
    assert Duty.objects.filter(cancelled_at__isnull=True).count() == 14


def test_leave_is_granted_and_the_duty_refused_or_the_duty_was_first(made: Made) -> None:
    leave = ask_leave(starts=FIRST, ends=FIRST + timedelta(days=1), actor=made.people["Anna"])
    granted, assigned = together(
        lambda: decide_leave(leave=leave, granted=True, actor=made.officer), lambda: put(made, "Anna")
    )
    assert granted is None
    assert Leave.objects.get().granted_at == MADE
    there = Duty.objects.filter(cancelled_at__isnull=True).exists()
    assert there is not isinstance(assigned, Problem)
    if isinstance(assigned, Problem):
        assert "leave" in str(assigned)
    with pytest.raises(Conflict):
        put(made, "Anna")


def test_who_asks_for_a_proposal_at_once_gets_the_same_one_and_it_is_made_once(made: Made) -> None:
    first, *others = together(*[lambda: ask_proposal(roster=made.roster, actor=made.officer)] * 3)
    assert isinstance(first, UUID)
    assert others == [first, first]
    together(*[lambda: make_proposal(draft=first, seconds=20)] * 2)
    adopt_draft(draft=first, actor=made.officer)
    assert Duty.objects.count() == 14


def until_someone_waits() -> None:
    """Until another transaction waits for people that are held."""
    deadline = monotonic() + 60
    while monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody came to wait")


def test_who_is_put_on_another_roster_while_records_are_joined_is_joined_after_that(made: Made) -> None:
    put(made, "Anna")
    other, kept, merged = another(made), made.person("Bas"), made.person("Anna")

    def joining() -> int:
        return join_duties(kept=kept, merged=merged, actor=made.officer)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            put(made, "Anna", "2026-03-12 dag", other)
            done = pool.submit(together, joining)
            until_someone_waits()
        (refused,) = done.result()
    assert isinstance(refused, Conflict)
    assert Duty.objects.filter(person=merged).count() == 2
    assert joining() == 0
    assert Duty.objects.filter(person=kept).count() == 2
