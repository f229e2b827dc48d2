"""What the clock has to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min, Q

from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.readiness import models
from knooppunt.rooms.readiness.calling import broken
from knooppunt.rooms.readiness.rules.permissions import CALL

TELLING = timedelta(hours=2)
"""So long after the end of a call-out it is seen to that everyone hears of it."""


@dataclass(frozen=True, slots=True)
class Due:
    """Call-outs and plans with something due now, the longest due first; ``next_at``: the first moment after that."""

    callouts: Sequence[UUID]
    plans: Sequence[UUID]
    next_at: datetime | None


def due_now(*, actor: Actor) -> Due:
    """What is due at this moment; needs ``readiness.call``. Two queries over the index of moments."""
    actor.require(CALL)
    moment = now()
    rows = models.Due.objects.filter(due_at__lte=moment).order_by().values("callout", "plan")
    found = list(rows.annotate(first=Min("due_at")).order_by("first").values_list("callout", "plan"))
    later = models.Due.objects.filter(due_at__gt=moment).order_by("due_at").values_list("due_at", flat=True).first()
    return Due([one for one, _ in found if one], [one for _, one in found if one], later)


def broken_since(since: datetime | None, *, actor: Actor) -> Sequence[UUID]:
    """The call-outs that run, or just ended, in which a dispatch failed since a moment (aware; ``None``: ever).

    Needs ``readiness.call``. Two queries, however many run.
    """
    actor.require(CALL)
    looked_at = models.Callout.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=now() - TELLING))
    return broken(looked_at.order_by("id").values_list("id", flat=True), since)
