"""What the clock has to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.readiness import models
from knooppunt.rooms.readiness.calling import FAILED, how_they_fare
from knooppunt.rooms.readiness.rules.callouts import State

CALL = "readiness.call"


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
    rows = models.Due.objects.filter(due_at__lte=moment).order_by("due_at").values_list("callout", "plan")
    found = list(dict.fromkeys(rows))
    later = models.Due.objects.filter(due_at__gt=moment).order_by("due_at").values_list("due_at", flat=True).first()
    return Due([one for one, _ in found if one], [one for _, one in found if one], later)


def broken_since(looked: dict[UUID, datetime], *, actor: Actor) -> Sequence[UUID]:
    """The running call-outs in which a dispatch failed since they were looked at; remembers in ``looked`` that it did.

    Needs ``readiness.call``. One query, and one for each call-out in which somebody has not answered.
    """
    actor.require(CALL)
    asked = models.Call.objects.filter(state=State.ASKED, callout__ended_at__isnull=True)
    running = set(asked.order_by().values_list("callout", flat=True).distinct())
    for gone in looked.keys() - running:
        del looked[gone]
    broken = []
    for one in running:
        moment = now()
        if any(fate.state in FAILED for fate in how_they_fare(one, looked.get(one))):
            broken.append(one)
        looked[one] = moment
    return broken
