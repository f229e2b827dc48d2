"""Holding what is watched against the figures, as whoever asks may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from knooppunt.ground.figures.public import Ask, Figure, answer, figure, indicator, latest_day
from knooppunt.ground.incidents.public import Phase
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import Invalid, NotAllowed, NotFound
from knooppunt.rooms.readiness.models import Watch
from knooppunt.rooms.readiness.models.signals import CRITERION, SIGNAL
from knooppunt.rooms.readiness.rules.permissions import READ
from knooppunt.rooms.readiness.rules.watching import UNKNOWN, Comparison, Condition, Judged, Verdict, judge

ONE_DAY = timedelta(days=1)
FIGURES = "figures.read"


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A condition that is watched. ``name_nl`` and ``name_en`` of the indicator are "" where it may not be seen."""

    id: UUID
    kind: str
    name: str
    phase: Phase
    indicator: str
    method: str
    area: str
    condition: Condition
    plan: UUID | None
    by: str
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stand:
    """How a condition stands for who asks. ``hidden``: the indicator may not be seen, so neither may the condition."""

    watch: WatchLine
    judged: Judged
    figure: Figure | None = None
    hidden: bool = False

    @property
    def verdict(self) -> Verdict:
        return self.judged.verdict


def watches(kind: str, phase: Phase | None = None, *, actor: Actor) -> Sequence[WatchLine]:
    """What is watched now: every ``signal`` or ``criterion``, of one phase or of all. Needs ``readiness.read``."""
    actor.require(READ)
    rows = Watch.objects.filter(kind=kind, ended_at__isnull=True)
    return [watch_line(row) for row in (rows if phase is None else rows.filter(phase=phase.value))]


def signals(*, actor: Actor) -> list[Stand]:
    """Every signal with how it stands for who asks."""
    return [stand(one, actor=actor) for one in watches(SIGNAL, actor=actor)]


def criteria(phase: Phase, *, actor: Actor) -> list[Stand]:
    """The criteria for going down from a phase, with how they stand for who asks."""
    return [stand(one, actor=actor) for one in watches(CRITERION, phase, actor=actor)]


def stand(watch: WatchLine, *, actor: Actor) -> Stand:
    """How one condition stands now. What the actor may not see is unknown to them."""
    try:
        actor.require(FIGURES)
        last = latest_day(watch.indicator, area=watch.area, actor=actor)
        if last is None:
            indicator(watch.indicator, actor=actor)
            return Stand(watch, UNKNOWN)
        found = _figures(watch, last, actor)
    except (NotFound, NotAllowed, Invalid):
        return Stand(watch, UNKNOWN, hidden=True)
    values = by_day(found)
    newest = max((one for one in found if one.value is not None), key=lambda one: one.ends, default=None)
    if newest is None:
        return Stand(watch, UNKNOWN)
    return Stand(watch, judge(watch.condition, values, newest.ends - ONE_DAY, today()), newest)


def is_seen(watch: WatchLine, on: date, version: str, known: datetime, *, actor: Actor) -> bool:
    """Whether the actor sees the same figure of that day as was known at ``known``: value, versions and all."""
    if not actor.may(FIGURES):
        return False
    try:
        same = figure(watch.indicator, watch.area, on, method=watch.method, known=known, actor=actor)
    except (NotFound, NotAllowed, Invalid):
        return False
    return same.version == version


def by_day(found: Sequence[Figure]) -> Mapping[date, float | None]:
    """The value of each day; what was delivered about a period holds on each of its days."""
    return {
        one.starts + ONE_DAY * offset: one.value
        for one in sorted(found, key=lambda one: one.starts)
        for offset in range((one.ends - one.starts).days)
    }


def _figures(watch: WatchLine, last: date, actor: Actor) -> Sequence[Figure]:
    starts = last - ONE_DAY * watch.condition.needed
    ask = Ask(watch.indicator, (watch.area,), starts, last + ONE_DAY, watch.method)
    return answer([ask], actor=actor)[0].get(watch.area, [])


def watch_line(row: Watch) -> WatchLine:
    """The row as others read it."""
    condition = Condition(Comparison(row.comparison), row.threshold, row.days, row.span, row.fresh)
    return WatchLine(
        id=row.id,
        kind=row.kind,
        name=row.name,
        phase=Phase(row.phase),
        indicator=row.indicator,
        method=row.method,
        area=row.area,
        condition=condition,
        plan=row.plan,
        by=row.by_name,
        made_at=row.made_at,
        ended_at=row.ended_at,
    )
