"""Push as a channel: each contact point is the subscription of a browser, and is posted to its push service.

Whoever subscribes says where that is, so it is as little trusted as any: public addresses only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from django.conf import settings
from py_vapid import VapidException

from knooppunt import __version__
from knooppunt.ground.delivery.channels.address import NotPublic
from knooppunt.ground.delivery.channels.carrier import Carrier, Post
from knooppunt.ground.delivery.channels.gateway import into_folder
from knooppunt.ground.delivery.channels.outside import request_to, status_of
from knooppunt.ground.delivery.channels.push.keys import contact, signed_for
from knooppunt.ground.delivery.channels.push.sealing import CODING, sealed
from knooppunt.ground.delivery.links import full_path
from knooppunt.ground.delivery.queries.work import Parcel
from knooppunt.ground.delivery.rules.destinations import checked_address
from knooppunt.ground.delivery.rules.dispatching import NOT_IN_USE, Outcome, Receipt
from knooppunt.ground.network.public import push_host, push_parts
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid, phrase

EXERCISE = "OEFENING"
KEPT = 3600  # seconds that a push service keeps what always is of use, for a device that is off
GONE = frozenset({404, 410})
THIS_ONE = frozenset({400, 401, 403, 405, 413, 422})
"""Answers that will be the same the next time."""
UNREACHABLE = phrase("The push service could not be reached.")
NOT_PUBLIC = phrase("The address of the push service leads into a network that is not public.")
NO_ADDRESS = phrase("This is no subscription to which can be sent.")
REFUSED = phrase("The push service refuses this.")
NOT_TAKEN = phrase("The push service did not take this.")
UNANSWERED = phrase("The push service was given this, and did not answer.")
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
    """Every device is a receiver of its own: trouble with one push service says nothing of the channel."""
    try:
        return _answer(_request(parcel, address))
    except (Invalid, VapidException):
        return Receipt(Outcome.REFUSED, NO_ADDRESS)
    except NotPublic:
        return Receipt(Outcome.REFUSED, NOT_PUBLIC)
    except OSError as fault:
        return Receipt(Outcome.POSTPONED, UNREACHABLE, answer=type(fault).__name__)


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


def _answer(request: httpx.Request) -> Receipt:
    try:
        return _judged(status_of(request))
    except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
        return Receipt(Outcome.POSTPONED, UNREACHABLE, answer=type(fault).__name__)
    except httpx.HTTPError as fault:
        return Receipt(Outcome.UNCERTAIN, UNANSWERED, answer=type(fault).__name__)


def _judged(status: int) -> Receipt:
    if 200 <= status < 300:
        return Receipt(Outcome.SENT, code=status)
    if status in GONE:
        return Receipt(Outcome.REFUSED, NOT_IN_USE, code=status, gone=True)
    if status in THIS_ONE:
        return Receipt(Outcome.REFUSED, REFUSED, code=status)
    return Receipt(Outcome.POSTPONED, NOT_TAKEN, code=status)


PUSH = Carrier("push", _missing, lambda: int(settings.KNOOPPUNT.push_per_minute), _posting)
