"""What follows when somebody leaves, as a job of the node itself."""

from __future__ import annotations

from knooppunt.ground.access.actions import close_after_leaving
from knooppunt.ground.journal.public import react_to
from knooppunt.ground.network.events import PersonLeft
from knooppunt.kit.authority import system_actor

NODE = system_actor("access", ["access.manage", "network.read"])


@react_to(PersonLeft)
def account_of_who_left(event: PersonLeft) -> None:
    """Of whoever had their last day already it closes at once; for others the clock does it after that day."""
    close_after_leaving(actor=NODE)
