"""The one place from which reporting sends anything: that there is something, never what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from knooppunt.ground.delivery.public import Message, send
from knooppunt.kit.authority import Actor


@dataclass(frozen=True, slots=True)
class Note:
    """An e-mail without content, in the language of who gets it."""

    subject: str
    text: str


def tell(to: Sequence[UUID], note: Note, expectation: UUID, key: str, actor: Actor) -> None:
    """Send ``note``, with the way to the report, to these persons of the network: once for this ``key``, ever."""
    if to:
        message = Message(note.subject, note.text, reverse("reporting:report", args=[expectation]))
        send(to=to, message=message, about=str(expectation), key=key, actor=actor)
