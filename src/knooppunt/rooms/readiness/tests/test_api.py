"""The addresses for machines keep their document, and tell nobody more than the pages do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.cast import browser
from tests.contract import told

from knooppunt.ground.access.public import Account
from knooppunt.kit.clock import clock_at
from knooppunt.rooms.readiness.public import Line, assign, stand_down
from knooppunt.rooms.readiness.tests.called import MANAGER, account, crowd, officer, person, started
from knooppunt.rooms.readiness.tests.rostered import MADE, make

pytestmark = pytest.mark.django_db


def client(who: Any) -> Client:
    return browser(Account.objects.get(person=UUID(who.id)))


def test_a_call_out_is_read_with_its_quorum_and_its_people() -> None:
    chief = officer()
    crowd(2)
    which = started(chief, Line(MANAGER, "KCR2", quorum=1))
    me = client(chief)
    (one,) = told(me.get("/api/v1/callouts?open=true"))["callouts"]
    assert (one["id"], one["purpose"], one["endedAt"]) == (str(which), "real", None)
    board = told(me.get(f"/api/v1/callouts/{which}"))
    (group,) = board["groups"]
    assert (board["whole"], group["needed"], sum(group["totals"].values())) == (True, 1, 2)
    stand_down(callout=which, reason="Het is voorbij.", actor=chief)
    assert told(me.get("/api/v1/callouts?open=true")) == {"callouts": [], "more": False}
    assert told(me.get("/api/v1/callouts"))["callouts"][0]["endedReason"] == "Het is voorbij."


def test_of_a_call_out_a_region_reads_its_own_people_and_no_totals() -> None:
    person("Regio Een", "VRU", MANAGER)
    person("Regio Twee", "VRD", MANAGER)
    reader = account("Lezer", "VRU", bundle="information_manager", area="VR09")
    which = started(officer(), Line(MANAGER, "VRU, VRD", quorum=2))
    board = told(browser(reader).get(f"/api/v1/callouts/{which}"))
    assert [call["name"] for group in board["groups"] for call in group["calls"]] == ["Regio Een"]
    assert (board["whole"], board["groups"][0]["totals"]) == (False, None)


def test_a_roster_is_read_with_its_duties_and_gaps() -> None:
    made = make()
    with clock_at(MADE):
        assign(
            roster=made.roster, person=made.person("Anna"), role="lawyer", shift="2026-03-09 dag", actor=made.officer
        )
        me = client(made.officer)
        (line,) = told(me.get("/api/v1/rosters"))["rosters"]
        whole = told(me.get(f"/api/v1/rosters/{line['id']}"))
    (duty,) = whole["duties"]
    assert (duty["name"], duty["shift"], duty["fixed"]) == ("Anna Jansen", "2026-03-09 dag", True)
    assert (len(whole["gaps"]), whole["gaps"][0]["shift"]) == (13, "2026-03-09 avond")


def test_the_pilot_light_without_a_norm_is_not_known() -> None:
    found = told(client(officer()).get("/api/v1/pilot-light"))
    assert (found["could"], found["posts"], found["untestedSince"]) == ("unknown", [], None)


@pytest.mark.parametrize("path", ["callouts", "rosters", "pilot-light"])
def test_who_has_no_mandate_is_told_nothing(path: str) -> None:
    assert client(person("Gast")).get(f"/api/v1/{path}").status_code == 404
    assert Client().get(f"/api/v1/{path}").status_code in (401, 404)
