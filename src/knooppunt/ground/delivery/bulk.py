"""Many rows changed by one statement each, the way they would be one by one; triggers judge every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from knooppunt.ground.delivery.rules.dispatching import SETTLED, Receipt, State

BECOMES = """
UPDATE delivery_dispatch d
   SET state = n.state, reason = n.reason, tries = n.tries, due_at = COALESCE(n.due_at, d.due_at), has_turn = false,
       settled_at = CASE WHEN n.settled THEN %s::timestamptz END
  FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::int[], %s::timestamptz[], %s::boolean[])
       AS n(id, state, reason, tries, due_at, settled)
 WHERE d.id = n.id
"""
ENDS = """
UPDATE delivery_attempt a
   SET ended_at = %s, outcome = n.outcome, reason = n.reason, code = n.code, answer = n.answer
  FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::int[], %s::text[]) AS n(id, outcome, reason, code, answer)
 WHERE a.id = n.id
"""
BEGINS = """
INSERT INTO delivery_attempt (id, dispatch_id, number, begun_at, handing_at, batch, outcome, reason, answer)
SELECT n.id, n.dispatch,
       1 + COALESCE((SELECT max(a.number) FROM delivery_attempt a WHERE a.dispatch_id = n.dispatch), 0),
       %s, %s, %s, '', '', ''
  FROM unnest(%s::uuid[], %s::uuid[]) AS n(id, dispatch)
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a dispatch; ``due_at`` (aware) only when it waits for another try."""

    dispatch: UUID
    state: State
    tries: int
    reason: str = ""
    due_at: datetime | None = None


def become(changes: Sequence[Change], at: datetime) -> None:
    """Let each dispatch stand as it is said."""
    if not changes:
        return
    told = sorted(changes, key=lambda one: one.dispatch)
    with connection.cursor() as cursor:
        cursor.execute(
            BECOMES,
            [
                at,
                [one.dispatch for one in told],
                [one.state.value for one in told],
                [one.reason for one in told],
                [one.tries for one in told],
                [one.due_at for one in told],
                [one.state in SETTLED for one in told],
            ],
        )


def begin(attempts: Sequence[tuple[UUID, UUID]], batch: UUID, at: datetime) -> None:
    """Write attempts (of a dispatch) that are handed over from this moment on."""
    if not attempts:
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGINS, [at, at, batch, [one for one, _ in attempts], [of for _, of in attempts]])


def end(receipts: Sequence[tuple[UUID, Receipt]], longest: int, at: datetime) -> None:
    """Write how attempts ended; of what a receiver said at most ``longest`` signs."""
    if not receipts:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            ENDS,
            [
                at,
                [one for one, _ in receipts],
                [receipt.outcome.value for _, receipt in receipts],
                [receipt.reason for _, receipt in receipts],
                [receipt.code for _, receipt in receipts],
                [receipt.answer[:longest].replace("\0", "") for _, receipt in receipts],
            ],
        )
