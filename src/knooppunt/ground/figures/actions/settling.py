"""Finding a moment of which the past no longer changes."""

from __future__ import annotations

from datetime import datetime

from knooppunt.ground.figures.ledger.locks import settle
from knooppunt.ground.journal.public import action
from knooppunt.kit.authority import Actor


@action
def settled_moment(*, actor: Actor) -> datetime:
    """Now, once the imports under way have ended: what is known at this moment stays the same for ever.

    Who freezes figures "as known at" must ask for the moment here: an import that reads the clock before and commits
    after would else slip in behind. Writes nothing.
    """
    actor.require("figures.read")
    return settle()
