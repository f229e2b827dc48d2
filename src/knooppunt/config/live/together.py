"""Writing together over a WebSocket: ``/writing/<document>/live/``. Who may not read hears the same as of nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from knooppunt.config.live.hub import Hub
from knooppunt.config.live.readers import Gatherings, Shut, Window, allowed_origin, listen, note, who_writes
from knooppunt.config.metrics import writing_windows

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MOST_WINDOWS = 4_000
MOST_AT_ONE = 250
AGAIN = 300.0  # seconds after which it is asked anew who someone is, also when nothing is known to have changed
FORGOTTEN = (OSError, RuntimeError)
"""What sending to a window that is gone may raise."""


@dataclass(slots=True)
class Visitor:
    """Who opened a window, as known when rights last changed; asked anew whenever they may have."""

    headers: dict[str, str]
    document: UUID
    window: Window
    changes: Callable[[], tuple[int, ...]]

    async def ask(self) -> bool:
        """Whether this is someone who may read the text."""
        changes = self.changes()
        if self.window.known == changes:
            return True
        actor, right = await who_writes(self.headers, self.document)
        if right is None:
            return False
        self.window.actor, self.window.right, self.window.known = actor, right, changes
        return True


class Together:
    """The writing of one process."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.gatherings = Gatherings(hub.url, note, lambda: hub.authority_changed)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One window, from the request until it is closed."""
        await receive()
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        document = document_in(scope["path"])
        if document is None or allowed_origin(headers) is None or not self._room():
            await send({"type": "websocket.close"})
            return
        window = Window(counts=_asked(scope, "saved"))
        visitor = Visitor(headers, document, window, lambda: self._changes(-1))
        if not await visitor.ask():
            await send({"type": "websocket.close"})
            return
        await self._visit(visitor, receive, send)

    async def _visit(self, visitor: Visitor, receive: Receive, send: Send) -> None:
        gathering = await self.gatherings.at(visitor.document)
        visitor.changes = lambda: self._changes(gathering.rights_changed)
        if len(gathering.windows) >= MOST_AT_ONE:
            await send({"type": "websocket.close"})
            return
        await send({"type": "websocket.accept"})
        window = visitor.window
        with self.gatherings.joined(gathering, window):
            writing_windows.set(self.gatherings.windows)
            hearing = asyncio.create_task(listen(gathering, window, lambda: _message(receive), visitor.ask))
            telling = asyncio.create_task(window.deliver(lambda frame: _frame(send, frame), visitor.ask))
            tasks = (hearing, telling, asyncio.create_task(window.over()))
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        writing_windows.set(self.gatherings.windows)
        with suppress(*FORGOTTEN):
            await send({"type": "websocket.close", "code": int(window.code or Shut.RESTARTING)})

    def _changes(self, rights: int) -> tuple[int, ...]:
        """Others whenever rights may have changed; also now and then, because sessions and mandates end."""
        return self.hub.authority_changed, rights, int(asyncio.get_running_loop().time() / AGAIN)

    def _room(self) -> bool:
        return self.hub.listening and self.gatherings.listening and self.gatherings.windows < MOST_WINDOWS


def document_in(path: str) -> UUID | None:
    """The text of which this is the address; ``None`` when it is no such address."""
    parts = path.strip("/").split("/")
    if len(parts) != 3 or (parts[0], parts[2]) != ("writing", "live"):
        return None
    try:
        return UUID(parts[1])
    except ValueError:
        return None


def _asked(scope: Scope, name: str) -> bool:
    return parse_qs(scope.get("query_string", b"").decode("latin-1")).get(name) == ["1"]


async def _message(receive: Receive) -> bytes | None:
    """The next message; text is none that we know. ``None`` when the window is gone."""
    message = await receive()
    if message["type"] != "websocket.receive":
        return None
    return message.get("bytes") or b""


async def _frame(send: Send, frame: bytes) -> None:
    await send({"type": "websocket.send", "bytes": frame})
