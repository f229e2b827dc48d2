"""What is live, as an ASGI application: the stream ``/live/`` for people who are signed in, writing together over
WebSockets, and ``/health`` for whoever watches."""

from __future__ import annotations

import asyncio
import json
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from knooppunt.config.embedded import server_url
from knooppunt.config.live.hub import Announcement, Hub, Stream
from knooppunt.config.live.readers import allowed_origin, may_know, missed, who_reads
from knooppunt.config.live.together import Together
from knooppunt.config.metrics import live_streams
from knooppunt.kit.authority import NOBODY, Actor

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PLACES = ("/live/", "/live")
MOST_STREAMS = 6_000
HEARTBEAT = 20.0
LIFE = 300.0  # seconds, give or take a fifth: then the reader comes back, and is asked again who it is


@dataclass(slots=True)
class Reader:
    """Who reads a stream, as known when authority last changed, and the entry up to which they have heard."""

    headers: dict[str, str]
    known: int
    actor: Actor = NOBODY
    heard: int | None = None

    async def ask(self) -> bool:
        """Find out anew who this is; whether it is anyone."""
        self.known = hub.authority_changed
        self.actor = await who_reads(self.headers)
        return bool(self.actor.id)


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
            listening = [asyncio.create_task(hub.run()), asyncio.create_task(together.gatherings.run())]
            _end_with_server(asyncio.get_running_loop())
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            for task in listening:
                task.cancel()
            await send({"type": "lifespan.shutdown.complete"})
            return


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
    origin, reader = allowed_origin(headers), Reader(headers, hub.authority_changed, heard=_heard(scope, headers))
    if origin is None or not await reader.ask():
        await _answer(send, 404)
        return
    if len(hub.streams) >= MOST_STREAMS or not hub.listening:
        await _answer(send, 503, [(b"retry-after", b"10")])
        return
    await send({"type": "http.response.start", "status": 200, "headers": _headers(origin)})
    writing = asyncio.create_task(_write(send, reader))
    leaving = asyncio.create_task(_gone(receive))
    try:
        await asyncio.wait((writing, leaving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (writing, leaving):
            task.cancel()
        await asyncio.gather(writing, leaving, return_exceptions=True)
    with suppress(OSError, RuntimeError):
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _write(send: Send, reader: Reader) -> None:
    stream = Stream()
    hub.streams.add(stream)  # before the past is read: in between nothing is missed
    live_streams.set(len(hub.streams))
    try:
        async for text in _told(stream, reader):
            await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
    finally:
        hub.streams.discard(stream)
        live_streams.set(len(hub.streams))


async def _told(stream: Stream, reader: Reader) -> AsyncIterator[str]:
    yield "retry: 2000\n\n"
    past = await missed(reader.heard, reader.actor) if reader.heard is not None else []
    for earlier in past:
        yield _message(earlier)
    told, clock = {announcement.id for announcement in past}, asyncio.get_running_loop().time
    ends = clock() + LIFE * random.uniform(0.8, 1.2)  # noqa: S311  so that not all come back at once
    while clock() < ends:
        announcement = await _next(stream)
        if announcement is None or (reader.known != hub.authority_changed and not await reader.ask()):
            return
        if announcement.id == 0:
            yield ": \n\n"
        elif announcement.id not in told and may_know(reader.actor, announcement):
            yield _message(announcement)


async def _next(stream: Stream) -> Announcement | None:
    """What is announced next; entry 0 when it stays silent."""
    try:
        return await asyncio.wait_for(stream.waiting.get(), HEARTBEAT)
    except TimeoutError:
        return Announcement(0, "")


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _heard(scope: Scope, headers: dict[str, str]) -> int | None:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("after", [""])[0]
    number = headers.get("last-event-id") or asked
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None


def _message(announcement: Announcement) -> str:
    told = json.dumps({"topic": announcement.topic, "event": announcement.event})
    return f"id: {announcement.id}\ndata: {told}\n\n"


def _headers(origin: str) -> list[tuple[bytes, bytes]]:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
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
