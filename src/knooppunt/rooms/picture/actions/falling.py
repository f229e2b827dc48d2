"""The verb that notices, by the clock, that an approval is of other bytes than would be published now."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.journal.public import action
from knooppunt.kit.authority import EVERYTHING, Actor
from knooppunt.rooms.picture.models import State
from knooppunt.rooms.picture.queries.rows import locked
from knooppunt.rooms.picture.turning import let_fall, present_digest


@action
def watch(*, edition: UUID, actor: Actor) -> int:
    """Let the approvals fall that no longer fit the content, also when that changed without a verb on the edition.

    A source was decided upon, a statement became stale, a report came in. Returns how many fell.
    """
    actor.require(EVERYTHING)
    row = locked(edition, actor)
    return let_fall(row, present_digest(row, actor)) if row.state == State.APPROVAL else 0
