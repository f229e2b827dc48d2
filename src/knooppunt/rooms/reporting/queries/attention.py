"""What wants attention in reporting, for the list of whoever makes a picture: who is late, what has no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.reporting.models import Expectation, Inquiry, Round, Series
from knooppunt.rooms.reporting.queries.rounds import RoundLine, round_line
from knooppunt.rooms.reporting.queries.sight import READ
from knooppunt.rooms.reporting.queries.standing import Placed, placed
from knooppunt.rooms.reporting.rules.clock import State

MONTH = timedelta(days=31)
WANTING = (State.MISSING, State.EMPTY, State.LATE, State.LAPSED)


@dataclass(frozen=True, slots=True)
class LateOrganisation:
    """An organisation of which the report is missing, late, empty, or can no longer come (its area ended)."""

    round: RoundLine
    place: Placed


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question of the node that has no answer yet."""

    inquiry: UUID
    expectation: UUID
    organisation: UUID
    name: str
    series: str
    number: int
    key: str
    text: str
    asked_at: datetime
    asked_by: str


def late_organisations(
    *, rounds: Sequence[UUID] | None = None, on: date | None = None, actor: Actor
) -> Sequence[LateOrganisation]:
    """Who is late or wanting in these rounds, or in the newest of every running series; needs ``reporting.read``.

    ``on``: in the newest round of each series that is about days up to that day and no more than a month before it.
    Seven queries, however many.
    """
    actor.require(READ)
    visible = Series.objects.visible_to(actor)
    rows = Expectation.objects.visible_to(actor).filter(round__series__in=visible)
    if rounds is None:
        rounds = _newest(visible.filter(ended_at__isnull=True)) if on is None else _newest(visible, on)
    rows = rows.filter(round__in=rounds)
    listed = list(rows.select_related("organisation", "round__series", "round__version"))
    known = {row.round_id: row.round for row in listed}
    found = [one for one in placed(listed, known, now()) if one.state in WANTING]
    return [LateOrganisation(round_line(known[one.round]), one) for one in found]


def _newest(series: QuerySet[Series], on: date | None = None) -> list[UUID]:
    rows = Round.objects.filter(series__in=series.values("id"))
    if on is not None:
        rows = rows.filter(starts__lte=on, ends__gt=on - MONTH)
    return [row.id for row in rows.order_by("series_id", "-number").distinct("series_id")]


def open_questions(*, actor: Actor) -> Sequence[OpenQuestion]:
    """The questions that wait for an answer, the oldest first; needs ``reporting.read``. One query."""
    actor.require(READ)
    rows = Inquiry.objects.visible_to(actor).filter(reply__isnull=True).order_by("asked_at")
    return [_open(row) for row in rows.select_related("expectation__organisation", "expectation__round__series")]


def _open(row: Inquiry) -> OpenQuestion:
    expectation = row.expectation
    return OpenQuestion(
        inquiry=row.id,
        expectation=expectation.id,
        organisation=expectation.organisation_id,
        name=expectation.organisation.name,
        series=expectation.round.series.title,
        number=expectation.round.number,
        key=row.key,
        text=row.text,
        asked_at=row.asked_at,
        asked_by=row.asked_by_name,
    )
