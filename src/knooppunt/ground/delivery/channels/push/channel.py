"""Push as a channel: each contact point is the subscription of a browser, and is posted to its push service.

Whoever subscribes says where that is, so it is as little trusted as any: public addresses only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx
from django.conf import settings

from knooppunt import __version__
from knooppunt.ground.delivery.channels.carrier import Carrier, Post
from knooppunt.ground.delivery.channels.gateway import into_folder
from knooppunt.ground.delivery.channels.outside import Words, receipt_of, request_to
from knooppunt.ground.delivery.channels.push.keys import contact, signed_for
from knooppunt.ground.delivery.channels.push.sealing import CODING, sealed
from knooppunt.ground.delivery.links import full_path
from knooppunt.ground.delivery.queries.work import Parcel
from knooppunt.ground.delivery.rules.destinations import checked_address
from knooppunt.ground.delivery.rules.dispatching import NOT_IN_USE, Receipt
from knooppunt.ground.network.public import push_host, push_parts
from knooppunt.kit.clock import now
from knooppunt.kit.problems import phrase

EXERCISE = "OEFENING"
KEPT = 3600  # seconds that a push service keeps what always is of use, for a device that is off
GONE = frozenset({404, 410})
"""Answers that say that no browser is behind the subscription any more (RFC 8030, 7.3)."""
WORDS = Words(
    unreachable=phrase("The push service could not be reached."),
    not_public=phrase("The address of the push service leads into a network that is not public."),
    no_address=phrase("This is no subscription to which can be sent."),
    refused=phrase("The push service refuses this."),
    not_taken=phrase("The push service did not take this."),
    unanswered=phrase("The push service was given this, and did not answer."),
)
WANTING = phrase("Push messages are not set up: they need KNOOPPUNT_PUSH_CONTACT or KNOOPPUNT_MAIL_FROM.")


def said(parcel: Parcel) -> str:
    """What the service worker of the browser shows, and the path it opens; an exercise says so first."""
    warning = EXERCISE if parcel.exercise else ""
    return json.dumps(
        {
            "title": ": ".join(filter(None, [warning, parcel.subject])),
            "text": parcel.text,
            "link": full_path(parcel.link, parcel.id, parcel.purpose),
            "tag": str(parcel.id),
            "exercise": parcel.exercise,
        },
        ensure_ascii=False,
    )


def _missing() -> str:
    return "" if settings.KNOOPPUNT.demo or contact() else WANTING


@contextmanager
def _posting() -> Iterator[Post]:
    if settings.KNOOPPUNT.demo:
        # Whoever has the whole address of a device can send to it.
        yield lambda parcel, address: into_folder("push", parcel, push_host(address), said(parcel))
        return
    yield _post


def _post(parcel: Parcel, address: str) -> Receipt:
    receipt = receipt_of(lambda: _request(parcel, address), WORDS)
    return replace(receipt, reason=NOT_IN_USE, gone=True) if receipt.code in GONE else receipt


def _request(parcel: Parcel, address: str) -> httpx.Request:
    to = push_parts(address)
    endpoint = checked_address(to.endpoint, private=settings.KNOOPPUNT.webhook_private)
    headers = {
        "Authorization": signed_for(endpoint),
        "Content-Encoding": CODING,
        "Content-Type": "application/octet-stream",
        "TTL": str(_seconds_left(parcel)),
        "Urgency": "high" if parcel.urgent else "normal",
        "User-Agent": f"Knooppunt/{__version__}",
    }
    return request_to(endpoint, sealed(said(parcel).encode(), to), headers)


def _seconds_left(parcel: Parcel) -> int:
    if parcel.expires_at is None:
        return KEPT
    return max(0, int((parcel.expires_at - now()).total_seconds()))  # past its time: at once, or not at all


PUSH = Carrier("push", _missing, lambda: int(settings.KNOOPPUNT.push_per_minute), _posting)
