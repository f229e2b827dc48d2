"""Rosters and loans of an organisation that goes up in another."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from tests.cast import someone

from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.events import OrganisationsMerged
from knooppunt.ground.network.public import merge_organisations, organisation
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Conflict
from knooppunt.rooms.readiness.models import Loan, Roster
from knooppunt.rooms.readiness.public import assign, join_organisations, lend, make_roster, qualify, settlement
from knooppunt.rooms.readiness.reactions import rosters_of_what_merged
from knooppunt.rooms.readiness.tests.rostered import FIRST, KINDS, LAST, NODE, Made

pytestmark = pytest.mark.django_db
MERGED_ON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def place(abbreviation: str) -> UUID:
    return organisation(abbreviation, actor=NODE).pk


def test_rosters_and_loans_of_a_merged_organisation_are_of_the_one_that_is_kept(made: Made) -> None:
    kept, merged = place("VRG"), place("VRD")
    gea, dirk = (UUID(someone(name, organisation=where).id) for name, where in (("Gea", "VRG"), ("Dirk", "VRD")))
    roster = make_roster(name="Drenthe", organisation=merged, starts=FIRST, ends=LAST, kinds=KINDS, actor=made.officer)
    qualify(person=gea, role="lawyer", starts=FIRST, actor=made.officer)
    qualify(person=dirk, role="lawyer", starts=FIRST, actor=made.officer)
    for starts, ends in ((FIRST, LAST), (date(2026, 4, 1), date(2026, 4, 3))):
        lend(person=gea, lender=kept, borrower=merged, starts=starts, ends=ends, actor=made.officer)
    lend(person=dirk, lender=merged, borrower=place("KCR2"), starts=FIRST, ends=LAST, actor=made.officer)
    assign(roster=roster, person=gea, role="lawyer", shift="2026-03-09 dag", actor=made.officer)
    with clock_at(MERGED_ON):
        merge_organisations(kept=kept, merged=merged, actor=NODE)
        for _again in range(2):
            rosters_of_what_merged(OrganisationsMerged(kept, "VRG", merged, "VRD", ()))
        assert Roster.objects.get(pk=roster).organisation_id == kept
        assert set(Loan.objects.values_list("person", "lender", "borrower", "starts", "ends")) == {
            (gea, kept, merged, FIRST, date(2026, 3, 11)),
            (dirk, kept, place("KCR2"), FIRST, LAST),
        }
        assert len(entries(event="readiness.OrganisationsJoined", actor=NODE)) == 1
        found = settlement(starts=date(2026, 3, 1), ends=date(2026, 4, 1), actor=made.officer)
        assert {(one.name, one.hours) for one in found} == {("Gea", 8), ("Dirk", 0)}
        for person in (gea, dirk):
            assign(roster=roster, person=person, role="lawyer", overrule="Samen",
                   shift="2026-03-12 dag" if person == gea else "2026-03-14 dag", actor=made.officer)  # fmt: skip


def test_organisations_that_were_not_merged_are_not_joined(made: Made) -> None:
    with pytest.raises(Conflict):
        join_organisations(kept=place("VRG"), merged=place("VRD"), actor=NODE)
    with pytest.raises(Conflict):
        join_organisations(kept=place("VRG"), merged=place("VRG"), actor=NODE)
