"""Reminding those who have not reported, up the ladder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import NODE_ID, Appointment, Section, appointments
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.reporting.events import Reminded
from knooppunt.rooms.reporting.models import Expectation, Reminder, Round, Series
from knooppunt.rooms.reporting.queries.sight import MANAGE
from knooppunt.rooms.reporting.queries.standing import Facts, facts_of, standing_of
from knooppunt.rooms.reporting.rules.ladder import Rung, due_rung, ladder_from_json
from knooppunt.rooms.reporting.sending import Note, tell


@action
def remind(*, round: UUID, actor: Actor) -> int:
    """Send in this round the reminders that are due at this moment, each once, and return how many.

    Nobody to send to is recorded as well. An e-mail says only that a report is expected, with a link.
    """
    actor.require(MANAGE)
    rows = Round.objects.filter(series__in=Series.objects.visible_to(actor), closed_at__isnull=True)
    row = rows.select_related("series").select_for_update(of=("self",), skip_locked=True).filter(pk=round).first()
    if row is None:
        return 0
    expectations = list(Expectation.objects.filter(round=row).select_related("organisation"))
    facts = facts_of([one.id for one in expectations])
    due = [(one, rung) for one in expectations if (rung := _due(one, row, facts[one.id])) is not None]
    staff = _staff(actor) if due else {}
    for expectation, rung in due:
        _send(expectation, row, rung, _addressees(expectation, row.series, rung, staff), actor)
    return len(due)


def _due(expectation: Expectation, row: Round, facts: Facts) -> Rung | None:
    standing = standing_of(expectation, row, facts, now())
    sent = [one.rung for one in facts.reminders]
    return due_rung(ladder_from_json(row.series.ladder), standing, sent, row.deadline, now())


def _staff(actor: Actor) -> dict[UUID, list[Appointment]]:
    """Who holds a function today, by organisation. One query."""
    found: defaultdict[UUID, list[Appointment]] = defaultdict(list)
    for one in appointments(actor=actor):
        found[one.function.organisation_id].append(one)
    return found


def _addressees(
    expectation: Expectation, series: Series, rung: Rung, staff: dict[UUID, list[Appointment]]
) -> Sequence[UUID]:
    if rung is Rung.NODE:
        return _persons(one for one in staff.get(NODE_ID, []) if one.function.section == Section.INFORMATION)
    title = series.leader if rung is Rung.LEADER else series.reporters
    own = staff.get(expectation.organisation_id, [])
    return _persons(one for one in own if one.function.title.casefold() == title.casefold())


def _persons(held: object) -> Sequence[UUID]:
    return sorted({one.person_id for one in held})  # type: ignore[attr-defined]  # appointments


def _send(expectation: Expectation, row: Round, rung: Rung, to: Sequence[UUID], actor: Actor) -> None:
    Reminder.objects.create(expectation=expectation, rung=rung, at=now(), to=[str(one) for one in to])
    record(Reminded(expectation.id, row.id, rung, expectation.audience))
    key = f"reporting.reminder:{row.id}:{expectation.organisation_id}:{rung}"
    tell(to, _missing if rung is Rung.NODE else _expected, expectation.id, key, actor)


def _missing() -> Note:
    return Note(gettext("A report is missing"), gettext("A report in a round has not come in."))


def _expected() -> Note:
    return Note(gettext("A report is expected of you"), gettext("A report of your organisation is expected."))
