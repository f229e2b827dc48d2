"""Counts and choices for the pages: what is waiting where, and which breakdowns there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Count, Q

from knooppunt.ground.figures.models import Delivery, Flag, Quarantined, Series
from knooppunt.ground.figures.queries.catalogue import READ
from knooppunt.ground.figures.queries.listing import about, among, hidden, readable_sources, waiting
from knooppunt.kit.authority import Actor


def strata_of(indicator: str, sources: Collection[str], *, actor: Actor) -> tuple[str, ...]:
    """The breakdowns of an indicator in these sources; ``""`` is everyone together. One query.

    Whether ``actor`` may read the sources was decided when the indicator was looked up.
    """
    actor.require(READ)
    found = Series.objects.filter(indicator=indicator, source__in=sources, made="delivered")
    return tuple(found.order_by("stratum").values_list("stratum", flat=True).distinct())


def held_rows(deliveries: Collection[UUID], *, actor: Actor) -> Mapping[UUID, int]:
    """How many rows still wait in quarantine, by delivery, of those the actor may see. One query."""
    actor.require(READ)
    seen = Quarantined.objects.filter(delivery__in=Delivery.objects.visible_to(actor).filter(pk__in=list(deliveries)))
    counts = seen.filter(state="held").order_by().values("delivery").annotate(rows=Count("pk"))
    return {row["delivery"]: row["rows"] for row in counts}


def quarantine_counts(delivery: UUID | None = None, *, actor: Actor) -> Mapping[str, int]:
    """How many rows are held, released and discarded, in one delivery or in all the actor may see. One query."""
    actor.require(READ)
    rows = Quarantined.objects.filter(delivery__in=Delivery.objects.visible_to(actor))
    rows = rows.filter(delivery=delivery) if delivery else rows
    counts = rows.order_by().values("state").annotate(rows=Count("pk"))
    return {"held": 0, "released": 0, "discarded": 0} | {row["state"]: row["rows"] for row in counts}


def hidden_beside(source: str, indicators: Collection[str], *, actor: Actor) -> bool:
    """Whether a delivery of the source about one of these indicators is hidden from the actor. One query.

    Where one is, what a file changes or leaves as it was would tell what the hidden delivery says.
    """
    return hidden(actor).filter(about(list(indicators)), source=source).exists()


def flag_counts(*, actor: Actor) -> Mapping[str, int]:
    """How many flags wait for an answer (``open``) and how many have one (``answered``). Two queries."""
    actor.require(READ)
    seen = Flag.objects.filter(among(readable_sources(actor, None), "series__"))
    answered = Q(answered_at__isnull=False)
    return seen.aggregate(open=Count("pk", filter=waiting()), answered=Count("pk", filter=answered))
