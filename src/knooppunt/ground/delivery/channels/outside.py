"""One POST to an address that strangers wrote down: to the public number that was judged, bounded in time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from knooppunt.ground.delivery.channels.address import resolved

DEFAULT_PORTS = {"https": 443, "http": 80}


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
