"""Opening and closing rounds: by the clock, or by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from knooppunt.ground.incidents.public import Phase, current_incident
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import NODE_ID
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.rooms.reporting.events import RoundClosed, RoundOpened, RoundsSkipped
from knooppunt.rooms.reporting.models import Expectation, Round, Series
from knooppunt.rooms.reporting.queries.questionnaires import newest_version
from knooppunt.rooms.reporting.queries.rounds import last_number
from knooppunt.rooms.reporting.queries.sight import MANAGE, running_series
from knooppunt.rooms.reporting.rules.rhythm import Slot, due_slot, rhythm_from_json
from knooppunt.rooms.reporting.rules.submitting import check_moments


@action
def open_round(*, series: UUID, deadline: datetime, closes: datetime, starts: date, ends: date, actor: Actor) -> UUID:
    """Open a round now, beside the rhythm; the days it is about run from ``starts`` until just before ``ends``.

    :class:`Invalid` for a deadline in the past, or days in the wrong order.
    """
    actor.require(MANAGE)
    row = running_series(series, actor)
    check_moments(now(), deadline, closes, now())
    if ends <= starts:
        raise Invalid(phrase("The period ends after the day on which it begins."), place="ends")
    if ends > today() + timedelta(days=1):
        raise Invalid(phrase("The period lies in the future; nobody can count it yet."), place="ends")
    row.looked_at = now()  # what was due by the rhythm before this moment has its round now
    row.save(update_fields=["looked_at"])
    return _open(row, Slot(now(), deadline, closes, starts, ends), actor)


@action
def open_due_round(*, series: UUID, actor: Actor) -> UUID | None:
    """Open the round that the rhythm asks for at this moment, if it is not there yet; None when there is none.

    The rhythm is that of the phase the incident is in, from the moment it came into it; without an incident that of
    the cold phase. Rounds that came to nothing, because nothing ran when they were due, are told in the journal.
    """
    actor.require(MANAGE)
    row = running_series(series, actor)
    incident = current_incident(actor=actor)
    after = max(row.looked_at, incident.since) if incident else row.looked_at
    slot, skipped = due_slot(rhythm_from_json(row.rhythm), _phase(actor), after, now())
    if slot is None and not skipped:
        return None
    row.looked_at = now()
    row.save(update_fields=["looked_at"])
    if skipped:
        record(RoundsSkipped(row.id, skipped, row.audience))
    return _open(row, slot, actor) if slot else None


@action
def close_round(*, round: UUID, actor: Actor) -> None:
    """Lock a round before its time; :class:`Conflict` when it is closed already."""
    actor.require(MANAGE)
    row = _locked_round(round, actor)
    if row.closed_at is not None:
        raise Conflict(phrase("This round is closed already."))
    _close(row)


@action
def close_due_rounds(*, actor: Actor) -> int:
    """Close the rounds of which the time has come, and return how many."""
    actor.require(MANAGE)
    due = Round.objects.filter(closed_at__isnull=True, closes_at__lt=now(), series__in=Series.objects.visible_to(actor))
    rows = list(due.select_for_update(skip_locked=True, of=("self",)))
    for row in rows:
        _close(row)
    return len(rows)


def _phase(actor: Actor) -> str:
    incident = current_incident(actor=actor)
    return incident.phase if incident else Phase.COLD


def _open(row: Series, slot: Slot, actor: Actor) -> UUID:
    version = newest_version(row.questionnaire_id)
    assert version is not None, "a series starts with a version, and versions are never removed"
    if Round.objects.filter(series=row, opens_at=slot.opens).exists():
        raise Conflict(phrase("This round has been opened already."))
    opened = Round.objects.create(
        series=row,
        number=last_number(row.id) + 1,
        version=version,
        phase=_phase(actor),
        starts=slot.starts,
        ends=slot.ends,
        opens_at=slot.opens,
        deadline=slot.deadline,
        closes_at=slot.closes,
        opened_by_name=actor.name,
    )
    Expectation.objects.bulk_create(
        Expectation(
            round=opened,
            organisation_id=member.organisation_id,
            held_by=str(member.organisation_id),
            marking=row.marking,
            shared_with=sorted({str(NODE_ID), *row.shared_with}),
        )
        for member in row.members.all()
    )
    record(RoundOpened(opened.id, row.id, opened.number, row.audience))
    return opened.id


def _close(row: Round) -> None:
    row.closed_at = now()
    row.save(update_fields=["closed_at"])
    record(RoundClosed(row.id, row.series_id, row.number, row.series.audience))


def _locked_round(which: UUID, actor: Actor) -> Round:
    rows = Round.objects.filter(series__in=Series.objects.visible_to(actor)).select_for_update(of=("self",))
    row = rows.filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    return row
