"""People to send to, and messages to send."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.public import Message, send
from knooppunt.ground.network.public import add_person
from knooppunt.kit.authority import system_actor

NODE = system_actor("test of delivery")
NOTICE = Message(
    "Er staat iets voor u klaar", "In Knooppunt staat een editie die u nog niet gelezen heeft.", "/editions/"
)


def person(name: str, email: str | None = None) -> UUID:
    """Someone with an address (``""`` for none)."""
    address = f"{name.lower()}@region.example" if email is None else email
    return add_person(name=name, email=address, actor=NODE).id


def sent_to(*people: UUID, key: str = "edition 1", urgent: bool = False) -> list[Dispatch]:
    """The dispatches of one notice to these people."""
    made = send(to=people, message=NOTICE, about="edition 1", key=key, urgent=urgent, actor=NODE)
    found = Dispatch.objects.in_bulk(made)
    return [found[one] for one in made]
