"""Our own small protocol with a gateway (docs/handbook/gateways.md): one POST of JSON for each message.

``{"to", "text", "reference", "callback", "language", "exercise"}`` with a bearer token. ``Idempotency-Key`` is the
reference: a gateway that has it already answers as before and sends nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from django.conf import settings

from knooppunt import __version__
from knooppunt.ground.delivery.channels.carrier import Post, connections
from knooppunt.ground.delivery.links import web_address
from knooppunt.ground.delivery.queries.work import Parcel
from knooppunt.ground.delivery.rules.dispatching import Outcome, Receipt
from knooppunt.kit.problems import phrase

UNREACHABLE = phrase("The gateway could not be reached.")
NOT_TAKEN = phrase("The gateway did not take this.")
REFUSED = phrase("The gateway refuses this.")
UNANSWERED = phrase("The gateway was given this, and did not answer.")
IN_A_FOLDER = phrase("A demo sends nothing: the message lies in a folder of its home.")
THIS_ONE = frozenset({400, 404, 410, 413, 422})
"""Answers that are about this message, and not about the gateway."""

Said = Callable[[Parcel], str]


@contextmanager
def posting(channel: str, url: str, token: str, said: Said) -> Iterator[Post]:
    """Post to the gateway over connections that stay open; in a demo into a folder."""
    if settings.KNOOPPUNT.demo:
        yield lambda parcel, address: into_folder(channel, parcel, address, said(parcel))
        return
    seconds = float(settings.KNOOPPUNT.gateway_seconds)
    limits = httpx.Limits(max_connections=connections(), max_keepalive_connections=connections())
    # No proxies or passwords of the environment: where it goes stands in the settings.
    with httpx.Client(timeout=seconds, limits=limits, trust_env=False, headers=_headers(token)) as client:
        yield lambda parcel, address: _post(client, url, _body(channel, parcel, address, said(parcel)))


def _headers(token: str) -> dict[str, str]:
    own = {"User-Agent": f"Knooppunt/{__version__}", "Content-Type": "application/json"}
    return own | ({"Authorization": f"Bearer {token}"} if token else {})


def _body(channel: str, parcel: Parcel, address: str, text: str) -> dict[str, object]:
    return {
        "to": address,
        "text": text,
        "reference": str(parcel.id),
        "callback": f"{web_address()}/gateway/{channel}/",
        "language": parcel.language,
        "exercise": parcel.exercise,
    }


def _post(client: httpx.Client, url: str, body: dict[str, object]) -> Receipt:
    content = json.dumps(body, ensure_ascii=False).encode()
    try:
        answer = client.post(url, content=content, headers={"Idempotency-Key": str(body["reference"])})
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as fault:
        return Receipt(Outcome.POSTPONED, UNREACHABLE, answer=type(fault).__name__, closed=True)
    except httpx.HTTPError as fault:
        return Receipt(Outcome.UNCERTAIN, UNANSWERED, answer=type(fault).__name__, closed=True)
    return judged(answer.status_code)


def judged(status: int) -> Receipt:
    """What an answer means. Beside its status nothing of it is kept: it may hold the number and the text."""
    if 200 <= status < 300:
        return Receipt(Outcome.SENT, code=status)
    if status in THIS_ONE:
        return Receipt(Outcome.REFUSED, REFUSED, code=status)
    return Receipt(Outcome.POSTPONED, NOT_TAKEN, code=status, closed=True)


def into_folder(channel: str, parcel: Parcel, address: str, text: str) -> Receipt:
    """What a demo does instead of sending."""
    place = Path(settings.KNOOPPUNT.home) / channel / f"{parcel.id}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    part.write_text(json.dumps(_body(channel, parcel, address, text), ensure_ascii=False, indent=1))
    part.replace(place)
    return Receipt(Outcome.SENT, IN_A_FOLDER)
