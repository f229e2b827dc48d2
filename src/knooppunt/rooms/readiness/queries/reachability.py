"""How well people answer in tests, by organisation and role. Of whom was never tested nothing is known: not zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, Q

from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.readiness.models import Call
from knooppunt.rooms.readiness.rules.callouts import Purpose
from knooppunt.rooms.readiness.rules.permissions import OVERSEE, READ

WITHIN, SINCE = timedelta(minutes=15), timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Reachability:
    """Of so many people ``asked`` in tests, ``answered`` did so in time. ``latest``: start of the latest test."""

    organisation: UUID
    organisation_name: str
    role: str
    asked: int
    answered: int
    latest: datetime

    @property
    def rate(self) -> float | None:
        """The part that answered in time; none when nobody was asked."""
        return self.answered / self.asked if self.asked else None


def reachability(*, within: timedelta = WITHIN, since: timedelta = SINCE, actor: Actor) -> Sequence[Reachability]:
    """By organisation and role, over the tests of the last ``since``; in time is ``within`` of being asked.

    Who was let go before answering does not count: nobody waited for them. Needs ``readiness.read``; of other
    organisations than one's own besides ``readiness.oversee``. One query.
    """
    actor.require(READ)
    tests = Call.objects.visible_to(actor).filter(
        callout__purpose=Purpose.TEST, callout__started_at__gte=now() - since, asked_at__isnull=False
    )
    counted = tests.filter(Q(answered_at__isnull=False) | Q(released_at__isnull=True))
    if not actor.may(OVERSEE):
        counted = counted.filter(held_by=actor.organisation)
    rows = (
        counted.order_by("organisation__name", "group__role")
        .values_list("organisation", "organisation__name", "group__role")
        .annotate(
            asked=Count("id"),
            answered=Count("id", filter=Q(answered_at__lte=F("asked_at") + within) & ~Q(way="behalf")),
            latest=Max("callout__started_at"),
        )
    )
    return [Reachability(*row) for row in rows]
