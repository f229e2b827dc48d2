"""One POST to a webhook (Standard Webhooks 1.0): signed, bounded in time, to the address that was judged."""

from __future__ import annotations

import httpx
from standardwebhooks import Webhook

from knooppunt import __version__
from knooppunt.ground.delivery.channels.address import NotPublic
from knooppunt.ground.delivery.channels.channel import Pen
from knooppunt.ground.delivery.channels.outside import request_to, status_of
from knooppunt.ground.delivery.queries.work import Parcel
from knooppunt.ground.delivery.rules.announcing import CONTENT_TYPE
from knooppunt.ground.delivery.rules.dispatching import Outcome, Receipt
from knooppunt.kit.clock import now
from knooppunt.kit.problems import phrase

GONE = 410
UNREACHABLE = phrase("The webhook could not be reached.")
NOT_PUBLIC = phrase("The address of the webhook leads into a network that is not public.")
NOT_TAKEN = phrase("The webhook did not take this.")
WANTS_NO_MORE = phrase("The webhook is gone (410).")
UNANSWERED = phrase("The webhook was told, and did not answer.")


def deliver(parcel: Parcel, address: str, secret: str, pen: Pen) -> None:
    """Post the event. What the receiver says beside its status is not read: it is a stranger."""
    try:
        request = request_to(address, parcel.text.encode(), _headers(parcel, secret))
    except NotPublic:
        pen.ended(Receipt(Outcome.POSTPONED, NOT_PUBLIC, closed=True))
        return
    except OSError as fault:
        pen.ended(Receipt(Outcome.POSTPONED, UNREACHABLE, answer=str(fault), closed=True))
        return
    pen.handing()
    pen.ended(_answer(request))


def _headers(parcel: Parcel, secret: str) -> dict[str, str]:
    moment = now()
    return {
        "Content-Type": CONTENT_TYPE,
        "User-Agent": f"Knooppunt/{__version__}",
        "webhook-id": parcel.about,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(parcel.about, moment, parcel.text),
    }


def _answer(request: httpx.Request) -> Receipt:
    try:
        status = status_of(request)
    except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
        return Receipt(Outcome.POSTPONED, UNREACHABLE, answer=str(fault), closed=True)
    except httpx.HTTPError as fault:
        return Receipt(Outcome.UNCERTAIN, UNANSWERED, answer=f"{type(fault).__name__}: {fault}", closed=True)
    return _judged(status)


def _judged(status: int) -> Receipt:
    if 200 <= status < 300:
        return Receipt(Outcome.SENT, code=status)
    if status == GONE:
        return Receipt(Outcome.REFUSED, WANTS_NO_MORE, code=status)
    return Receipt(Outcome.POSTPONED, NOT_TAKEN, code=status)
