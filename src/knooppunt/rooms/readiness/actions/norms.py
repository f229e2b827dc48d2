"""Setting the norm of a phase: a new version, the earlier ones stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from knooppunt.ground.incidents.public import Phase
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import Organisation, Role
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, phrase
from knooppunt.rooms.readiness.events import NormSet
from knooppunt.rooms.readiness.models import Norm, NormPost
from knooppunt.rooms.readiness.queries.plans import check_plan
from knooppunt.rooms.readiness.rules.permissions import PLAN
from knooppunt.rooms.readiness.rules.piloting import Post, check_posts, check_review_days, check_within

ROLES = frozenset(role.value for role in Role)


@action
def set_norm(
    *,
    phase: Phase,
    posts: Sequence[Post],
    within: int | None,
    review_days: int,
    plan: UUID | None = None,
    told: Sequence[str] = (),
    told_organisations: Sequence[UUID] = (),
    note: str = "",
    seen: int,
    actor: Actor,
) -> UUID:
    """Set what a phase asks for. ``seen`` is the version one began with (0: none); :class:`Conflict` when it changed.

    Needs ``readiness.plan``. ``within``: minutes until back in the warm phase; None gives no time.
    """
    actor.require(PLAN)
    check_posts(posts, ROLES)
    check_within(within)
    check_review_days(review_days)
    _check_known(posts, told, told_organisations, plan, actor)
    made = Norm(
        phase=phase.value,
        version=seen + 1,
        within=within,
        review_days=review_days,
        plan=plan,
        told=list(told),
        told_organisations=list(told_organisations),
        note=note.strip(),
        **_by(actor),
    )
    _append(made, posts)
    record(NormSet(made.id, phase.value, made.version))
    return made.id


def _append(made: Norm, posts: Sequence[Post]) -> None:
    """As the next version; not beside one that someone else made meanwhile."""
    newest = Norm.objects.filter(phase=made.phase).aggregate(n=Max("version"))["n"] or 0
    if newest + 1 != made.version:
        raise _overtaken()
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twice:
        raise _overtaken() from twice
    NormPost.objects.bulk_create(
        NormPost(norm=made, place=place, role=one.role, organisation_id=_id(one.organisation), number=one.number)
        for place, one in enumerate(posts, start=1)
    )


def _by(actor: Actor) -> dict[str, Any]:
    return {"made_at": now(), "by_id": actor.id, "by_name": actor.name}


def _check_known(
    posts: Sequence[Post], told: Sequence[str], organisations: Sequence[UUID], plan: UUID | None, actor: Actor
) -> None:
    if unknown := sorted(set(told) - ROLES):
        raise Invalid(phrase("There is no role {role}."), place="told", role=unknown[0])
    wanted = {UUID(one.organisation) for one in posts if one.organisation} | set(organisations)
    if Organisation.objects.filter(pk__in=wanted).count() != len(wanted):
        raise Invalid(phrase("There is no such organisation."), place="posts")
    check_plan(plan, actor=actor)


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None


def _overtaken() -> Conflict:
    return Conflict(phrase("Someone else changed this norm in the meantime; look at it again."))
