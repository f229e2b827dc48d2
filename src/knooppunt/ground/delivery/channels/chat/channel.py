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
from knooppunt.ground.delivery.channels.address import NotPublic
from knooppunt.ground.delivery.channels.carrier import Carrier, Post
from knooppunt.ground.delivery.channels.gateway import into_folder
from knooppunt.ground.delivery.channels.outside import request_to, status_of
from knooppunt.ground.delivery.links import full_link
from knooppunt.ground.delivery.queries.work import Parcel
from knooppunt.ground.delivery.rules.destinations import checked_address
from knooppunt.ground.delivery.rules.dispatching import Outcome, Receipt
from knooppunt.kit.problems import Invalid, phrase

EXERCISE = "OEFENING"
UNREACHABLE = phrase("The chat could not be reached.")
NOT_PUBLIC = phrase("The address of the chat leads into a network that is not public.")
NO_ADDRESS = phrase("This is no address of a chat to which can be sent.")
REFUSED = phrase("The chat refuses this.")
NOT_TAKEN = phrase("The chat did not take this.")
UNANSWERED = phrase("The chat was given this, and did not answer.")
THIS_ONE = frozenset({400, 401, 403, 404, 405, 410, 413, 422})
"""Answers that will be the same the next time."""
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
    """Every chat is a receiver of its own: trouble with one says nothing of the channel."""
    content = json.dumps({"text": text_of(parcel)}, ensure_ascii=False).encode()
    try:
        written = checked_address(address, private=settings.KNOOPPUNT.webhook_private)
        request = request_to(written, content, HEADERS)
    except Invalid:
        return Receipt(Outcome.REFUSED, NO_ADDRESS)
    except NotPublic:
        return Receipt(Outcome.REFUSED, NOT_PUBLIC)
    except OSError as fault:
        return Receipt(Outcome.POSTPONED, UNREACHABLE, answer=type(fault).__name__)
    return _answer(request)


def _answer(request: httpx.Request) -> Receipt:
    try:
        status = status_of(request)
    except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
        return Receipt(Outcome.POSTPONED, UNREACHABLE, answer=type(fault).__name__)
    except httpx.HTTPError as fault:
        return Receipt(Outcome.UNCERTAIN, UNANSWERED, answer=type(fault).__name__)
    if 200 <= status < 300:
        return Receipt(Outcome.SENT, code=status)
    if status in THIS_ONE:
        return Receipt(Outcome.REFUSED, REFUSED, code=status)
    return Receipt(Outcome.POSTPONED, NOT_TAKEN, code=status)


CHAT = Carrier("chat", lambda: "", lambda: int(settings.KNOOPPUNT.chat_per_minute), _posting)
