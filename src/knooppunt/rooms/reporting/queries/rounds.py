"""Reading series and rounds, and the completeness clock of a round."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Coalesce

from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.reporting.models import Expectation, Round, Series, SeriesMember
from knooppunt.rooms.reporting.queries.sight import READ
from knooppunt.rooms.reporting.queries.standing import Placed, placed
from knooppunt.rooms.reporting.rules.clock import Completeness, completeness
from knooppunt.rooms.reporting.rules.ladder import Step, ladder_from_json
from knooppunt.rooms.reporting.rules.rhythm import Rhythm, rhythm_from_json


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series of rounds. ``organisations`` are asked from the next round on."""

    id: UUID
    title: str
    questionnaire: UUID
    questionnaire_title: str
    rhythm: Rhythm
    ladder: tuple[Step, ...]
    marking: str
    shared_with: tuple[str, ...]
    reporters: str
    leader: str
    started_at: datetime
    ended_at: datetime | None
    organisations: int


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round. Moments are aware, UTC; the days it is about run from ``starts`` until just before ``ends``."""

    id: UUID
    series: UUID
    title: str
    number: int
    version: int
    phase: str
    marking: str
    starts: date
    ends: date
    opens_at: datetime
    deadline: datetime
    closes_at: datetime
    closed_at: datetime | None
    opened_by: str

    @property
    def last(self) -> date:
        """The last day it is about."""
        return self.ends - timedelta(days=1)

    def is_closed(self, moment: datetime) -> bool:
        """Whether it is locked at ``moment``."""
        return self.closed_at is not None or moment > self.closes_at


@dataclass(frozen=True, slots=True)
class RoundState:
    """A round with its clock, and where each organisation stands."""

    round: RoundLine
    counts: Completeness
    organisations: tuple[Placed, ...]


def series(*, actor: Actor) -> Sequence[SeriesLine]:
    """The series the actor may see, by title; needs ``reporting.read``. Two queries."""
    actor.require(READ)
    rows = list(Series.objects.visible_to(actor).select_related("questionnaire"))
    counts = SeriesMember.objects.filter(series__in=rows).order_by().values("series").annotate(members=Count("id"))
    members = {one["series"]: one["members"] for one in counts}
    return [_series_line(row, members.get(row.id, 0)) for row in rows]


def one_series(which: UUID, *, actor: Actor) -> SeriesLine:
    """One series; :class:`NotFound`; needs ``reporting.read``."""
    actor.require(READ)
    row = Series.objects.visible_to(actor).select_related("questionnaire").filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    return _series_line(row, row.members.count())


def members(series: UUID, *, actor: Actor) -> frozenset[UUID]:
    """The organisations a series asks; needs ``reporting.read``."""
    actor.require(READ)
    rows = SeriesMember.objects.filter(series__in=Series.objects.visible_to(actor).filter(pk=series))
    return frozenset(rows.values_list("organisation", flat=True))


def rounds(
    *, series: UUID | None = None, is_open: bool | None = None, limit: int = 50, offset: int = 0, actor: Actor
) -> Sequence[RoundLine]:
    """The rounds the actor may see, the newest first; needs ``reporting.read``."""
    actor.require(READ)
    rows = _visible_rounds(actor)
    if series is not None:
        rows = rows.filter(series=series)
    if is_open is not None:
        still_open = {"closed_at__isnull": True, "closes_at__gte": now()}
        rows = rows.filter(**still_open) if is_open else rows.exclude(**still_open)
    return [round_line(row) for row in rows[offset : offset + limit]]


def round_state(round: UUID, *, actor: Actor) -> RoundState:
    """A round and where everyone stands, at this moment; needs ``reporting.read``. Five queries, however many."""
    actor.require(READ)
    row = _visible_rounds(actor).filter(pk=round).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    expectations = Expectation.objects.visible_to(actor).filter(round=row).select_related("organisation")
    return _state(row, placed(list(expectations), {row.id: row}, now()))


def round_states(rounds: Collection[UUID], *, actor: Actor) -> Mapping[UUID, RoundState]:
    """The same of many rounds, in as many queries."""
    actor.require(READ)
    rows = {row.id: row for row in _visible_rounds(actor).filter(pk__in=rounds)}
    expectations = Expectation.objects.visible_to(actor).filter(round__in=rows).select_related("organisation")
    found: dict[UUID, list[Placed]] = {which: [] for which in rows}
    for one in placed(list(expectations), rows, now()):
        found[one.round].append(one)
    return {which: _state(rows[which], listed) for which, listed in found.items()}


def last_number(series: UUID) -> int:
    """The number of the newest round of a series; 0 when there was none."""
    return int(Round.objects.filter(series=series).aggregate(newest=Coalesce(Max("number"), 0))["newest"])


def round_line(row: Round) -> RoundLine:
    """A row with its series and version selected along."""
    return RoundLine(
        id=row.id,
        series=row.series_id,
        title=row.series.title,
        number=row.number,
        version=row.version.number,
        phase=row.phase,
        marking=row.series.marking,
        starts=row.starts,
        ends=row.ends,
        opens_at=row.opens_at,
        deadline=row.deadline,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
        opened_by=row.opened_by_name,
    )


def _visible_rounds(actor: Actor) -> QuerySet[Round]:
    rows = Round.objects.filter(series__in=Series.objects.visible_to(actor))
    return rows.select_related("series", "version")


def _state(row: Round, listed: Sequence[Placed]) -> RoundState:
    counts = completeness((one.standing for one in listed), row.deadline, now())
    return RoundState(round_line(row), counts, tuple(sorted(listed, key=lambda one: (one.area, one.name))))


def _series_line(row: Series, members: int) -> SeriesLine:
    return SeriesLine(
        id=row.id,
        title=row.title,
        questionnaire=row.questionnaire_id,
        questionnaire_title=row.questionnaire.title,
        rhythm=rhythm_from_json(row.rhythm),
        ladder=ladder_from_json(row.ladder),
        marking=row.marking,
        shared_with=tuple(row.shared_with),
        reporters=row.reporters,
        leader=row.leader,
        started_at=row.started_at,
        ended_at=row.ended_at,
        organisations=members,
    )
