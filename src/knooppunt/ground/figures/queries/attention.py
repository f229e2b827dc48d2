"""What waits for someone to look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Func, QuerySet

from knooppunt.ground.figures.models import Delivery, Flag, Quarantined
from knooppunt.ground.figures.queries.catalogue import READ
from knooppunt.ground.figures.queries.listing import among, by_source, gaps_known, waiting
from knooppunt.ground.figures.queries.sight import Sight, catalogue_in, sight
from knooppunt.kit.authority import Actor

REVIEW = "figures.review"
NOTHING = "SELECT 0"
NEVER = "SELECT NULL::timestamptz"


@dataclass(frozen=True, slots=True)
class Attention:
    """How much waits: rows in quarantine, flags without an answer, gaps that stand; and when the last file came in.

    ``seen``: what all this was told of.
    """

    quarantined: int
    flags: int
    gaps: int
    last_delivery: datetime | None
    seen: Sight


def attention(*, actor: Actor) -> Attention:
    """What waits for ``actor``: rows and flags for whoever may decide on them, gaps for whoever reads.

    Two queries, and a third the first time after a delivery.
    """
    actor.require(READ)
    seen = sight(actor=actor)
    readable = by_source(catalogue_in(seen).values())
    deliveries = Delivery.objects.visible_to(actor)
    held = Quarantined.objects.filter(state="held", delivery__in=deliveries)
    doubted = Flag.objects.filter(waiting()).filter(among(readable, "series__"))
    is_reviewer = actor.may(REVIEW)
    parts = [
        _one(held if is_reviewer else held.none(), "COUNT", "pk", NOTHING),
        _one(doubted if is_reviewer else doubted.none(), "COUNT", "pk", NOTHING),
        _one(gaps_known(None).filter(among(readable, "")), "COUNT", "pk", NOTHING),
        _one(deliveries, "MAX", "known_at", NEVER),
    ]
    with connection.cursor() as cursor:
        together = ", ".join(f"({sql})" for sql, _values in parts)
        cursor.execute(f"SELECT {together}", [value for _sql, values in parts for value in values])
        quarantined, flags, gaps, last_delivery = cursor.fetchone()
    return Attention(quarantined, flags, gaps, last_delivery, seen)


def _one(rows: QuerySet[Any], function: str, column: str, of_nothing: str) -> tuple[str, tuple[Any, ...]]:
    """One number over ``rows`` as SQL to stand in another statement; ``of_nothing`` where there can be no rows."""
    # Not an aggregate of Django's, which would be run at once.
    number = rows.order_by().annotate(told=Func(F(column), function=function)).values_list("told")
    try:
        sql, values = number.query.sql_with_params()
    except EmptyResultSet:
        return of_nothing, ()
    return sql, tuple(values)
