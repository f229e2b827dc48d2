"""The same thing asked twice, one after the other or at once: it is done once, and the second is told so."""

from __future__ import annotations

import time as clock
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction
from tests.cast import account_of, browser

from knooppunt.ground.network.public import organisation
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Conflict, Problem
from knooppunt.rooms.readiness.keeping import hold_people
from knooppunt.rooms.readiness.models import Leave, Qualification, Roster
from knooppunt.rooms.readiness.public import ask_leave, decide_leave, join_duties, make_roster, qualify
from knooppunt.rooms.readiness.tests.rostered import FIRST, KINDS, LAST, MADE, NODE, Made
from knooppunt.rooms.readiness.tests.test_roster_races import together

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
"""


def leave(made: Made) -> UUID:
    return ask_leave(starts=FIRST, ends=LAST, actor=made.people["Anna"])


def analyst(made: Made) -> object:
    return qualify(person=made.person("Anna"), role="analyst", starts=FIRST, actor=made.officer)


def week(made: Made) -> object:
    node = organisation("KCR2", actor=NODE).pk
    return make_roster(name=" Nieuw ", organisation=node, starts=FIRST, ends=LAST, kinds=KINDS, actor=made.officer)


@pytest.mark.parametrize("verb", [leave, analyst, week])
def test_what_is_asked_twice_at_once_is_done_once(made: Made, verb: Callable[[Made], object]) -> None:
    done = together(*[lambda: verb(made)] * 3)
    assert sorted(type(one) is Conflict for one in done) == [False, True, True]
    assert all(isinstance(one, UUID | Conflict) for one in done)
    with pytest.raises(Conflict):
        verb(made)


def test_leave_that_was_refused_can_be_asked_again(made: Made) -> None:
    decide_leave(leave=leave(made), granted=False, actor=made.officer)
    leave(made)
    assert Leave.objects.count() == 2


def test_a_form_that_is_sent_twice_says_that_it_was_done_already(made: Made) -> None:
    anna, officer = browser(made.accounts["Anna"]), browser(account_of("Ola Vier", bundle="section_head"))
    asked = {"starts": "2026-04-01", "ends": "2026-04-03"}
    able = {"person": str(made.person("Anna")), "role": "analyst", "starts": "2026-01-01", "ends": ""}
    roster = {
        "name": "Nieuw", "organisation": str(organisation("KCR2", actor=NODE).pk), "roles": ["lawyer"],
        "starts": "2026-04-01", "ends": "2026-04-03", "day_starts": "07:00", "day_ends": "15:00",
    }  # fmt: skip
    for client, path, told in (
        (anna, "mine/", asked), (officer, f"rosters/{made.roster}/qualify/", able), (officer, "rosters/new/", roster),
    ):  # fmt: skip
        assert [client.post(f"/readiness/{path}", told).status_code for _ in range(2)] == [302, 400]
    assert Qualification.objects.filter(role="analyst").count() == Leave.objects.count() == 1
    assert Roster.objects.filter(name="Nieuw").count() == 1


def test_by_a_roster_that_is_not_there_nothing_is_written(made: Made) -> None:
    officer, nowhere = browser(account_of("Ola Vier", bundle="section_head")), uuid4()
    row = Qualification.objects.get(person=made.person("Anna"))
    able = {"person": str(made.person("Anna")), "role": "analyst", "starts": "2026-01-01", "ends": ""}
    assert officer.post(f"/readiness/rosters/{nowhere}/qualify/", able).status_code == 404
    ends = {f"{row.id}-ends": "2026-04-01"}
    assert officer.post(f"/readiness/rosters/{nowhere}/qualify/{row.id}/end/", ends).status_code == 404
    assert not Qualification.objects.filter(role="analyst").exists()
    assert Qualification.objects.get(pk=row.id).ends is None


def test_leave_of_someone_who_is_being_joined_waits_and_is_looked_at_again(made: Made) -> None:
    which = leave(made)

    def decided() -> object:
        try:
            with clock_at(MADE):
                return decide_leave(leave=which, granted=True, actor=made.officer)
        except Problem as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hold_people([made.person("Anna"), made.person("Bas")])
            answer = pool.submit(decided)
            until_someone_waits()
            join_duties(kept=made.person("Bas"), merged=made.person("Anna"), actor=made.officer)
        assert isinstance(answer.result(30), Conflict)
    row = Leave.objects.get()
    assert (row.person_id, row.granted_at) == (made.person("Bas"), None)


def until_someone_waits() -> None:
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone() != (0,):
                return
        clock.sleep(0.02)
    pytest.fail("nobody waits")
