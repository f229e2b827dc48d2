"""What follows on an edition that comes out, or on a choice of who is told: jobs of the node itself."""

from __future__ import annotations

from knooppunt.ground.journal.public import react_to
from knooppunt.kit.authority import system_actor
from knooppunt.rooms.picture.actions import distribute
from knooppunt.rooms.picture.events import EditionPublished, ReceiversChosen

NODE = system_actor("picture")


@react_to(EditionPublished)
def tell_of_edition(event: EditionPublished) -> None:
    """Who is to read it hears that there is an edition."""
    distribute(edition=event.edition, actor=NODE)


@react_to(ReceiversChosen)
def tell_more_people(event: ReceiversChosen) -> None:
    """Of an edition that is out, who is new on the list hears of it; of another one nobody yet."""
    distribute(edition=event.edition, actor=NODE)
