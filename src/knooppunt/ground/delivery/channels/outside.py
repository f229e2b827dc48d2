"""One POST to an address that strangers wrote down: to the public number that was judged, bounded in time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from knooppunt.ground.delivery.channels.address import NotPublic, resolved
from knooppunt.ground.delivery.rules.dispatching import Outcome, Receipt
from knooppunt.kit.problems import Invalid

DEFAULT_PORTS = {"https": 443, "http": 80}
FOR_GOOD = frozenset({400, 401, 403, 404, 405, 410, 413, 422})
"""Answers that will be the same the next time."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of each outcome, as phrases to be translated."""

    unreachable: str
    not_public: str
    no_address: str
    refused: str
    not_taken: str
    unanswered: str


def request_to(address: str, content: bytes, headers: Mapping[str, str]) -> httpx.Request:
    """The request, to the number that the name has at this moment; TLS and the receiver still go by the name.

    ``NotPublic`` when that leads inside, ``OSError`` when there is no such name.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]
    number = resolved(host, port, private=settings.KNOOPPUNT.webhook_private)
    url = httpx.URL(address).copy_with(host=number, port=port)
    own = {**headers, "Host": parts.netloc}
    return httpx.Request("POST", url, content=content, headers=own, extensions=_extensions(host))


def receipt_of(made: Callable[[], httpx.Request], words: Words) -> Receipt:
    """Make the request and send it. Each receiver is one of its own: its trouble says nothing of the channel.

    ``made`` may raise :class:`Invalid` (nothing can be sent there), ``NotPublic`` and ``OSError``.
    """
    try:
        return _judged(status_of(made()), words)
    except Invalid:
        return Receipt(Outcome.REFUSED, words.no_address)
    except NotPublic:
        return Receipt(Outcome.REFUSED, words.not_public)
    except (OSError, httpx.ConnectError, httpx.ConnectTimeout) as fault:
        return Receipt(Outcome.POSTPONED, words.unreachable, answer=type(fault).__name__)
    except httpx.HTTPError as fault:
        return Receipt(Outcome.UNCERTAIN, words.unanswered, answer=type(fault).__name__)


def _judged(status: int, words: Words) -> Receipt:
    if 200 <= status < 300:
        return Receipt(Outcome.SENT, code=status)
    if status in FOR_GOOD:
        return Receipt(Outcome.REFUSED, words.refused, code=status)
    return Receipt(Outcome.POSTPONED, words.not_taken, code=status)


def status_of(request: httpx.Request) -> int:
    """Send it, and give the status. Nothing else is read, no redirect followed. ``httpx.HTTPError``."""
    # No proxies of the environment: they would look the name up once more, and get in anywhere.
    with httpx.HTTPTransport(trust_env=False) as transport, _ending(transport):
        answer = transport.handle_request(request)
        answer.close()
    return answer.status_code


def _extensions(host: str) -> dict[str, object]:
    seconds = float(settings.KNOOPPUNT.webhook_seconds)
    return {"sni_hostname": host, "timeout": httpx.Timeout(seconds).as_dict()}


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
