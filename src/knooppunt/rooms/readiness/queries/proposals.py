"""Reading proposals; the figure under one only for who may see that figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.readiness.models import Proposal
from knooppunt.rooms.readiness.queries.watching import WatchLine, is_seen, watch_line
from knooppunt.rooms.readiness.rules.permissions import CALL, READ, SCALE


@dataclass(frozen=True, slots=True)
class Ground:
    """The figure a proposal rests on, as it was known then."""

    value: float
    as_of: date
    known_since: datetime | None
    version: str
    since: date
    longer: bool


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal. ``ground`` is None for who may not see the figure; then the condition is not shown either."""

    id: UUID
    watch: WatchLine
    ground: Ground | None
    made_at: datetime
    told: int
    decided_at: datetime | None
    outcome: str
    reason: str
    by: str
    scaled: bool
    callout: UUID | None


def proposals(*, is_open: bool, limit: int = 50, actor: Actor) -> Sequence[ProposalLine]:
    """The proposals that wait, or those that were decided on; the newest first. Needs ``readiness.read``.

    Who may not see the figure gets a proposal only when they may decide on it.
    """
    actor.require(READ)
    rows = Proposal.objects.filter(decided_at__isnull=is_open).select_related("watch")[:limit]
    return [line for line in (_line(row, actor) for row in rows) if _may_know(line, actor)]


def proposal(which: UUID, *, actor: Actor) -> ProposalLine:
    """One proposal; :class:`NotFound`; needs ``readiness.read``."""
    actor.require(READ)
    row = Proposal.objects.filter(pk=which).select_related("watch").first()
    line = _line(row, actor) if row else None
    if line is None or not _may_know(line, actor):
        raise NotFound(phrase("There is nothing here."))
    return line


def _may_know(line: ProposalLine, actor: Actor) -> bool:
    return line.ground is not None or actor.may(SCALE) or actor.may(CALL)


def _line(row: Proposal, actor: Actor) -> ProposalLine:
    watch = watch_line(row.watch)
    seen = is_seen(watch, row.as_of, row.version, row.made_at, actor=actor)
    ground = Ground(row.value, row.as_of, row.known_since, row.version, row.since, row.longer) if seen else None
    return ProposalLine(
        id=row.id,
        watch=watch,
        ground=ground,
        made_at=row.made_at,
        told=row.told,
        decided_at=row.decided_at,
        outcome=row.outcome,
        reason=row.reason,
        by=row.by_name,
        scaled=row.scaled,
        callout=row.callout,
    )
