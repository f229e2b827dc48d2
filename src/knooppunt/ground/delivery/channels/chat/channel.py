"""Chat as a channel: each contact point is the address of an incoming webhook, which takes ``{"text": …}``.

Who made the webhook decides where it leads, so it is as little trusted as any: public addresses only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from django.conf import settings

from knooppunt import __version__
from knooppunt.ground.delivery.channels.carrier import Carrier, Post
from knooppunt.ground.delivery.channels.gateway import into_folder
from knooppunt.ground.delivery.channels.outside import Words, receipt_of, request_to
from knooppunt.ground.delivery.links import full_link
from knooppunt.ground.delivery.queries.work import Parcel
from knooppunt.ground.delivery.rules.destinations import checked_address
from knooppunt.ground.delivery.rules.dispatching import Receipt
from knooppunt.kit.problems import phrase

EXERCISE = "OEFENING"
WORDS = Words(
    unreachable=phrase("The chat could not be reached."),
    not_public=phrase("The address of the chat leads into a network that is not public."),
    no_address=phrase("This is no address of a chat to which can be sent."),
    refused=phrase("The chat refuses this."),
    not_taken=phrase("The chat did not take this."),
    unanswered=phrase("The chat was given this, and did not answer."),
)
HEADERS = {"Content-Type": "application/json", "User-Agent": f"Knooppunt/{__version__}"}


def text_of(parcel: Parcel) -> str:
    """Subject, text and link; an exercise says so first."""
    warning = EXERCISE if parcel.exercise else ""
    first = ": ".join(filter(None, [warning, parcel.subject]))
    return f"{first}\n{parcel.text} {full_link(parcel.link, parcel.id, parcel.purpose)}".rstrip()


@contextmanager
def _posting() -> Iterator[Post]:
    if settings.KNOOPPUNT.demo:
        yield lambda parcel, address: into_folder("chat", parcel, address, text_of(parcel))
        return
    yield _post


def _post(parcel: Parcel, address: str) -> Receipt:
    return receipt_of(lambda: _request(parcel, address), WORDS)


def _request(parcel: Parcel, address: str) -> httpx.Request:
    content = json.dumps({"text": text_of(parcel)}, ensure_ascii=False).encode()
    return request_to(checked_address(address, private=settings.KNOOPPUNT.webhook_private), content, HEADERS)


CHAT = Carrier("chat", lambda: "", lambda: int(settings.KNOOPPUNT.chat_per_minute), _posting)
