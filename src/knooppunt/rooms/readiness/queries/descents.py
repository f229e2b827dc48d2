"""Reading decisions to scale down, and which pilot lights are due to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from knooppunt.ground.incidents.public import Phase, current_incident
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.readiness.models import Descent, Watch
from knooppunt.rooms.readiness.queries.watching import WatchLine, is_seen, watch_line
from knooppunt.rooms.readiness.rules.permissions import READ
from knooppunt.rooms.readiness.rules.watching import Verdict


@dataclass(frozen=True, slots=True)
class CriterionThen:
    """A criterion as it stood when it was decided. Without ``seen`` nothing of it but its name is told."""

    name: str
    watch: WatchLine
    verdict: Verdict
    value: float | None
    as_of: date | None
    known_since: datetime | None
    since: date | None
    longer: bool
    seen: bool


@dataclass(frozen=True, slots=True)
class ReviewLine:
    at: datetime
    by: str
    note: str
    next_on: date


@dataclass(frozen=True, slots=True)
class DescentLine:
    """A decision. ``check``: who stays, minutes, norm and last test, as they were known then."""

    id: UUID
    incident: UUID
    old: Phase
    new: Phase
    norm_version: int | None
    criteria: tuple[CriterionThen, ...]
    check: Mapping[str, Any]
    reason: str
    despite: str
    at: datetime
    by: str
    by_id: str
    review_on: date
    reviews: tuple[ReviewLine, ...]
    in_force: bool

    @property
    def next_on(self) -> date:
        """When it is looked at again."""
        return self.reviews[-1].next_on if self.reviews else self.review_on

    @property
    def overdue(self) -> bool:
        """In force, and the day of looking again has passed or is today."""
        return self.in_force and self.next_on <= today()


def descents(*, limit: int = 50, actor: Actor) -> Sequence[DescentLine]:
    """The decisions to scale down, the newest first; needs ``readiness.read``."""
    actor.require(READ)
    return _lines(_rows()[:limit], actor)


def descent(which: UUID, *, actor: Actor) -> DescentLine:
    """One decision; :class:`NotFound`; needs ``readiness.read``."""
    actor.require(READ)
    found = _lines(_rows().filter(pk=which), actor)
    if not found:
        raise NotFound(phrase("There is nothing here."))
    return found[0]


def overdue(*, actor: Actor) -> list[DescentLine]:
    """The decisions in force whose review is due; needs ``readiness.read``."""
    return [one for one in descents(limit=20, actor=actor) if one.overdue]


def _rows() -> QuerySet[Descent]:
    return Descent.objects.select_related("norm").prefetch_related("reviews")


def _lines(rows: Iterable[Descent], actor: Actor) -> list[DescentLine]:
    """In force is the newest decision of the open incident, while the phase is the one it decided on."""
    crisis = current_incident(actor=actor)
    of_it = Descent.objects.filter(incident=crisis.id) if crisis else Descent.objects.none()
    newest = of_it.values_list("id", flat=True).first()
    held = crisis.phase if crisis else None
    return [_line(row, actor, in_force=row.id == newest and row.new == held) for row in rows]


def _line(row: Descent, actor: Actor, *, in_force: bool) -> DescentLine:
    known = {one.id: one for one in Watch.objects.filter(pk__in=[told["watch"] for told in row.criteria])}
    return DescentLine(
        id=row.id,
        incident=row.incident,
        old=Phase(row.old),
        new=Phase(row.new),
        norm_version=row.norm.version if row.norm else None,
        criteria=tuple(
            _criterion(told, watch_line(known[UUID(told["watch"])]), row.at, actor) for told in row.criteria
        ),
        check=row.check_made,
        reason=row.reason,
        despite=row.despite,
        at=row.at,
        by=row.by_name,
        by_id=row.by_id,
        review_on=row.review_on,
        reviews=tuple(ReviewLine(one.at, one.by_name, one.note, one.next_on) for one in row.reviews.all()),
        in_force=in_force,
    )


def _criterion(told: Mapping[str, Any], watch: WatchLine, at: datetime, actor: Actor) -> CriterionThen:
    as_of = date.fromisoformat(told["as_of"]) if told["as_of"] else None
    seen = as_of is not None and is_seen(watch, as_of, told["version"], at, actor=actor)
    return CriterionThen(
        name=watch.name,
        watch=watch,
        verdict=Verdict(told["verdict"]) if seen or as_of is None else Verdict.UNKNOWN,
        value=told["value"] if seen else None,
        as_of=as_of if seen else None,
        known_since=datetime.fromisoformat(told["known_since"]) if seen and told["known_since"] else None,
        since=date.fromisoformat(told["since"]) if seen and told["since"] else None,
        longer=bool(told["longer"]) and seen,
        seen=seen or as_of is None,
    )
