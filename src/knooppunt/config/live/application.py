"""What is live, as an ASGI application: the stream ``/live/`` for people who are signed in, writing together over
WebSockets, and ``/health`` for whoever watches."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from knooppunt.config.embedded import server_url
from knooppunt.config.live.connections import let_dead_peers_go
from knooppunt.config.live.hub import Hub
from knooppunt.config.live.readers import allowed_origin, may_know, missed, who_reads
from knooppunt.config.live.streams import GONE, PATIENCE, Authority, Receive, Send, Stream
from knooppunt.config.live.together import Together
from knooppunt.config.metrics import live_streams

Scope = MutableMapping[str, Any]

PLACES = ("/live/", "/live")
MOST_STREAMS = 6_000
LOOK = 1.0  # seconds between two looks at all streams
FAREWELL = 5.0  # seconds for the last bytes of a stream that ends


hub = Hub(settings.KNOOPPUNT.database_url or server_url(settings.KNOOPPUNT.home))
together = Together(hub)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """See the module."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        await together.serve(scope, receive, send)
    elif scope["type"] != "http" or scope["method"] != "GET":
        await _answer(send, 404)
    elif scope["path"] == "/health":
        await _answer(send, 200 if hub.listening else 503)
    elif scope["path"] in PLACES:
        await _serve(scope, receive, send)
    else:
        await _answer(send, 404)


async def _lifespan(receive: Receive, send: Send) -> None:
    listening: list[asyncio.Task[None]] = []
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            listening = [
                asyncio.create_task(hub.run()),
                asyncio.create_task(_look()),
                asyncio.create_task(together.gatherings.run()),
            ]
            _end_with_server(asyncio.get_running_loop())
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            for task in listening:
                task.cancel()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _look() -> None:
    """Look after connections and streams for ever."""
    told = False
    while True:
        await asyncio.sleep(LOOK)
        told = told or let_dead_peers_go(settings.KNOOPPUNT.live_port, PATIENCE)
        hub.look()


def _end_with_server(loop: asyncio.AbstractEventLoop) -> None:
    """End the streams as soon as the server is told to stop: it waits for them, and tells us only afterwards.

    The loop hears of a signal through its wake-up descriptor, so this handler comes beside that of the server.
    """
    signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(_end_all))


def _end_all() -> None:
    hub.end_all()
    together.gatherings.end_all()


async def _serve(scope: Scope, receive: Receive, send: Send) -> None:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    origin, heard, cookies = allowed_origin(headers), _heard(scope, headers), headers.get("cookie", "")
    stream = Stream(send, Authority(lambda: who_reads(cookies), may_know, lambda: hub.authority_changed))
    if origin is None or not await stream.ask():
        await _answer(send, 404)
        return
    if len(hub.streams) >= MOST_STREAMS or not hub.listening:
        await _answer(send, 503, [(b"retry-after", b"10")])
        return
    await send({"type": "http.response.start", "status": 200, "headers": _headers(origin)})
    del headers
    scope.clear()  # five minutes is long for thousands to keep what they asked
    await _live(stream, heard, receive)
    with suppress(*GONE, TimeoutError):  # one who takes nothing does not take this either
        await asyncio.wait_for(send({"type": "http.response.body", "body": b"", "more_body": False}), FAREWELL)


async def _live(stream: Stream, heard: int | None, receive: Receive) -> None:
    """Until the stream is over or its reader is gone."""
    hub.streams.add(stream)  # before the past is read: in between nothing is missed
    live_streams.set(len(hub.streams))
    leaving = asyncio.create_task(_gone(receive))
    try:
        stream.begin(lambda actor: missed(heard, actor))
        await asyncio.wait((leaving, stream.over), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stream.end()
        hub.streams.discard(stream)
        live_streams.set(len(hub.streams))
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _heard(scope: Scope, headers: dict[str, str]) -> int | None:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("after", [""])[0]
    number = headers.get("last-event-id") or asked
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None


def _headers(origin: str) -> list[tuple[bytes, bytes]]:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),  # when the stream is over, so is the connection
        (b"x-accel-buffering", b"no"),  # nginx passes each message on at once
        (b"vary", b"Origin, Cookie"),
    ]
    if origin:
        headers += [(b"access-control-allow-origin", origin.encode("latin-1")),
                    (b"access-control-allow-credentials", b"true")]  # fmt: skip
    return headers


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    shown = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": shown})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
