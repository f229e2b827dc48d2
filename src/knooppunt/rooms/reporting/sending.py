"""The one place from which reporting sends anything: that there is something, never what it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from knooppunt.ground.delivery.public import Message, send
from knooppunt.kit.authority import Actor


@dataclass(frozen=True, slots=True)
class Note:
    """An e-mail without content."""

    subject: str
    text: str


def tell(to: Sequence[UUID], note: Callable[[], Note], expectation: UUID, key: str, actor: Actor) -> None:
    """Send a note, with the way to the report, to these persons of the network: once for this ``key``, ever.

    ``note`` makes it in the language that is active: that of who gets it.
    """

    def message() -> Message:
        words = note()
        return Message(words.subject, words.text, reverse("reporting:report", args=[expectation]))

    if to:
        send(to=to, message=message, about=str(expectation), key=key, actor=actor)
