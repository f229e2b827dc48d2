"""Many rows changed by one statement, the way they would be one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from knooppunt.rooms.readiness.models import Group

STANDS = """
UPDATE readiness_group g
   SET standing = n.standing, complete_at = n.complete_at, turn = n.turn
  FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::int[]) AS n(id, standing, complete_at, turn)
 WHERE g.id = n.id
"""


def keep_standing(groups: Sequence[Group]) -> None:
    """Keep how these groups stand, and their turns."""
    if not groups:
        return
    told: tuple[Any, ...] = (
        [one.id for one in groups],
        [str(one.standing) for one in groups],
        [one.complete_at for one in groups],
        [one.turn for one in groups],
    )
    with connection.cursor() as cursor:
        cursor.execute(STANDS, told)
