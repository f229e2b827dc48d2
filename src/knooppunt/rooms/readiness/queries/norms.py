"""Reading the norms of phases, with what other rooms bring to a phase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from knooppunt.ground.incidents.public import Consequence, Phase, consequences
from knooppunt.kit.authority import Actor
from knooppunt.rooms.readiness.models import Norm
from knooppunt.rooms.readiness.rules.permissions import READ
from knooppunt.rooms.readiness.rules.piloting import Post


@dataclass(frozen=True, slots=True)
class NormLine:
    """A version of a norm. ``within``: minutes until back in the warm phase; ``names`` of the organisations in it."""

    id: UUID
    phase: Phase
    version: int
    posts: tuple[Post, ...]
    names: tuple[str, ...]
    within: int | None
    review_days: int
    plan: UUID | None
    told: tuple[str, ...]
    told_organisations: tuple[UUID, ...]
    note: str
    made_at: datetime
    by: str

    @property
    def lines(self) -> list[tuple[Post, str]]:
        """Each post with the name of its organisation ("" is any)."""
        return list(zip(self.posts, self.names, strict=True))

    @property
    def people(self) -> int:
        """How many people it asks for."""
        return sum(post.number for post in self.posts)


def norm(phase: Phase, *, actor: Actor) -> NormLine | None:
    """The norm of a phase that is in force; None when there is none yet. Needs ``readiness.read``."""
    return next(iter(norm_versions(phase, actor=actor)), None)


def norm_versions(phase: Phase, *, actor: Actor) -> Sequence[NormLine]:
    """Every version of the norm of a phase, the newest first; needs ``readiness.read``."""
    actor.require(READ)
    rows = Norm.objects.filter(phase=phase.value).prefetch_related("posts__organisation")
    return [_line(row) for row in rows]


def brings(phase: Phase, *, actor: Actor) -> list[Consequence]:
    """What other rooms do in a phase, as far as the actor may know; needs ``readiness.read``."""
    actor.require(READ)
    return consequences(phase, actor=actor)


def _line(row: Norm) -> NormLine:
    posts = list(row.posts.all())
    return NormLine(
        id=row.id,
        phase=Phase(row.phase),
        version=row.version,
        posts=tuple(Post(one.role, one.number, str(one.organisation_id or "")) for one in posts),
        names=tuple(one.organisation.name if one.organisation else "" for one in posts),
        within=row.within,
        review_days=row.review_days,
        plan=row.plan,
        told=tuple(row.told),
        told_organisations=tuple(row.told_organisations),
        note=row.note,
        made_at=row.made_at,
        by=row.by_name,
    )
