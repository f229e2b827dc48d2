"""One organisation went up in another: its rosters and loans become those of the one that is kept."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import organisation
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import Conflict, phrase
from knooppunt.rooms.readiness.models import Loan, Roster
from knooppunt.rooms.readiness.queries.rosters import NODE, audience_of
from knooppunt.rooms.readiness.roster_events import OrganisationsJoined
from knooppunt.rooms.readiness.rules.permissions import OVERSEE, ROSTER


@action
def join_organisations(*, kept: UUID, merged: UUID, actor: Actor) -> int:
    """Let the rosters and loans of ``merged`` be of ``kept``; how many rosters moved.

    A loan between the two ends with today, and stays between them as the record of its hours; one that had not begun
    is dropped. :class:`Conflict` unless ``merged`` went up in ``kept``. Needs ``readiness.roster`` and
    ``readiness.oversee``. Repeated it changes nothing.
    """
    actor.require(ROSTER)
    actor.require(OVERSEE)
    into = organisation(merged, actor=NODE).id
    if merged == into or into != organisation(kept, actor=NODE).id:
        raise Conflict(phrase("These organisations were not merged."))
    rosters = list(Roster.objects.select_for_update(of=("self",)).filter(organisation=merged).order_by("id"))
    for row in rosters:
        row.organisation_id = into
        row.save(update_fields=["organisation"])
    loans = _move_loans(into, merged)
    if rosters or loans:
        record(OrganisationsJoined(into, merged, len(rosters), loans, audience_of(into)))
    return len(rosters)


def _move_loans(kept: UUID, merged: UUID) -> int:
    """How many loans changed."""
    between = Q(lender=kept, borrower=merged) | Q(lender=merged, borrower=kept)
    rows = Loan.objects.select_for_update(of=("self",)).order_by("id")
    count = 0
    for row in rows.filter(between, ends__gt=today() + timedelta(days=1)):
        _end(row)
        count += 1
    for row in rows.filter(Q(lender=merged) | Q(borrower=merged)).exclude(between):
        row.lender_id = kept if row.lender_id == merged else row.lender_id
        row.borrower_id = kept if row.borrower_id == merged else row.borrower_id
        row.save(update_fields=["lender", "borrower"])
        count += 1
    return count


def _end(row: Loan) -> None:
    """Today still counts: what was worked in it is to be settled."""
    if row.starts > today():
        row.delete()
        return
    row.ends = today() + timedelta(days=1)
    row.save(update_fields=["ends"])
