"""What of the figures someone sees, with a name: whatever rests on nothing else may be kept under it, for everyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import connection

from knooppunt.ground.figures.queries.catalogue import (
    READ,
    KnownIndicator,
    indicators,
    visible_deliveries,
    visible_indicators,
)
from knooppunt.kit.authority import Actor

_NAME = """
SELECT (SELECT md5(coalesce(string_agg(d.id || ({visible})::text, ' ' ORDER BY d.number), ''))
          FROM figures_delivery d),
       (SELECT md5(coalesce(string_agg(i::text, ' ' ORDER BY i.slug), '')) FROM figures_indicator i WHERE {mine}),
       (SELECT md5(coalesce(string_agg(c.id::text, ' ' ORDER BY c.id), '')) FROM figures_choice c)
"""


@dataclass(frozen=True, slots=True)
class Sight:
    """Two are equal when the same was declared, delivered, decided and is seen of it: so are the current figures."""

    name: str
    actor: Actor = field(compare=False)


def sight(*, actor: Actor) -> Sight:
    """What the actor sees now. One query."""
    actor.require(READ)
    (mine, mine_values), (visible, visible_values) = visible_indicators(actor), visible_deliveries(actor)
    with connection.cursor() as cursor:
        cursor.execute(_NAME.format(mine=mine, visible=visible), [*visible_values, *mine_values])
        return Sight(" ".join(cursor.fetchone()), actor)


@lru_cache(maxsize=32)
def catalogue_in(seen: Sight) -> Mapping[str, KnownIndicator]:
    """The indicators in sight with their streams, by slug. One query, the first time."""
    return {one.slug: one for one in indicators(actor=seen.actor)}
