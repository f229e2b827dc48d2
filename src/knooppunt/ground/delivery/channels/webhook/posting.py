"""One POST to a webhook (Standard Webhooks 1.0): signed, bounded in time, to the address that was judged."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from standardwebhooks import Webhook

from knooppunt import __version__
from knooppunt.ground.delivery.channels.channel import Pen
from knooppunt.ground.delivery.channels.webhook.address import NotPublic, resolved
from knooppunt.ground.delivery.queries.work import Parcel
from knooppunt.ground.delivery.rules.announcing import CONTENT_TYPE
from knooppunt.ground.delivery.rules.dispatching import Outcome, Receipt
from knooppunt.kit.clock import now
from knooppunt.kit.problems import phrase

GONE = 410
DEFAULT_PORTS = {"https": 443, "http": 80}
UNREACHABLE = phrase("The webhook could not be reached.")
NOT_PUBLIC = phrase("The address of the webhook leads into a network that is not public.")
NOT_TAKEN = phrase("The webhook did not take this.")
WANTS_NO_MORE = phrase("The webhook is gone (410).")
UNANSWERED = phrase("The webhook was told, and did not answer.")


def deliver(parcel: Parcel, address: str, secret: str, pen: Pen) -> None:
    """Post the event. What the receiver says beside its status is not read: it is a stranger."""
    try:
        request = _request(parcel, address, secret)
    except NotPublic:
        pen.ended(Receipt(Outcome.POSTPONED, NOT_PUBLIC, closed=True))
        return
    except OSError as fault:
        pen.ended(Receipt(Outcome.POSTPONED, UNREACHABLE, answer=str(fault), closed=True))
        return
    pen.handing()
    pen.ended(_answer(request))


def _request(parcel: Parcel, address: str, secret: str) -> httpx.Request:
    """The request, to the number that the name has at this moment; TLS and the receiver still go by the name."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]
    number = resolved(host, port, private=settings.KNOOPPUNT.webhook_private)
    url = httpx.URL(address).copy_with(host=number, port=port)
    content, headers = parcel.text.encode(), _headers(parcel, secret) | {"Host": parts.netloc}
    return httpx.Request("POST", url, content=content, headers=headers, extensions=_extensions(host))


def _extensions(host: str) -> dict[str, object]:
    seconds = float(settings.KNOOPPUNT.webhook_seconds)
    return {"sni_hostname": host, "timeout": httpx.Timeout(seconds).as_dict()}


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
        # No proxies of the environment: they would look the name up once more, and get in anywhere.
        with httpx.HTTPTransport(trust_env=False) as transport, _ending(transport):
            answer = transport.handle_request(request)
            answer.close()
    except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
        return Receipt(Outcome.POSTPONED, UNREACHABLE, answer=str(fault), closed=True)
    except httpx.HTTPError as fault:
        return Receipt(Outcome.UNCERTAIN, UNANSWERED, answer=f"{type(fault).__name__}: {fault}", closed=True)
    return _judged(answer.status_code)


@contextmanager
def _ending(transport: httpx.HTTPTransport) -> Iterator[None]:
    """Hang up on who answers a byte at a time: the time-outs are for each byte, this is for all of it."""
    end = threading.Timer(settings.KNOOPPUNT.webhook_seconds, transport.close)
    end.daemon = True
    end.start()
    try:
        yield
    finally:
        end.cancel()


def _judged(status: int) -> Receipt:
    if 200 <= status < 300:
        return Receipt(Outcome.SENT, code=status)
    if status == GONE:
        return Receipt(Outcome.REFUSED, WANTS_NO_MORE, code=status)
    return Receipt(Outcome.POSTPONED, NOT_TAKEN, code=status)
