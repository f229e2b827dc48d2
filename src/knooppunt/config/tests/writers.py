"""People who write in one text over its WebSocket as a browser does: type, keep, come back, forget nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from pycrdt import Doc, Text
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from knooppunt.ground.writing.rules.wire import Kind, Reader, Step, sync_message

COME_BACK = 0.1


class Writer:
    """One window. ``sure`` is what its author was told is safe: that must never be lost."""

    def __init__(self, address: str, cookies: str, origin: str | None = None) -> None:
        self.address = f"{address}?saved=1"
        self.headers = {"Cookie": cookies, **({"Origin": origin} if origin else {})}
        self.doc: Doc[Text] = Doc()
        self.text: Text = self.doc.get("text", type=Text)
        self.connection: ClientConnection | None = None
        self.synced = asyncio.Event()
        self.closed_with: list[int] = []
        self.sure: list[str] = []
        self._unsure: list[list[str]] = []
        self._fresh: list[str] = []
        self._counted = 0
        self._leaving = False

    @property
    def saved(self) -> bool:
        """Whether everything that was typed here is said to be safe."""
        return not self._unsure and not self._fresh

    def type(self, words: str, at: int | None = None) -> None:
        """Type before a character, or at the end; sent when there is a connection, kept in any case."""
        before = self.doc.get_state()
        self.text.insert(len(self.text) if at is None else len(str(self.text)[:at].encode()), words)
        self._fresh.append(words)
        if self.connection and self.synced.is_set():
            self._send_later(sync_message(Step.UPDATE, self.doc.get_update(before)))

    async def live(self) -> None:
        """Be there until :meth:`leave`, however often the connection is lost."""
        while not self._leaving:
            with suppress(OSError, WebSocketException, EOFError):
                async with connect(self.address, additional_headers=self.headers, max_size=None) as connection:
                    await self._talk(connection)
            self._lose()
            await asyncio.sleep(COME_BACK)

    async def visit(self) -> ClientConnection:
        """Only connect; for tests that talk themselves."""
        return await connect(self.address, additional_headers=self.headers, max_size=None)

    async def drop(self) -> None:
        """Lose the connection, without a word."""
        if self.connection:
            self.connection.transport.abort()

    async def leave(self) -> None:
        self._leaving = True
        if self.connection:
            await self.connection.close()

    async def _talk(self, connection: ClientConnection) -> None:
        self.connection, self._counted = connection, 0
        await connection.send(sync_message(Step.ASK, self.doc.get_state()))
        try:
            async for message in connection:
                assert isinstance(message, bytes)
                await self._hear(connection, message)
        finally:
            if connection.close_code:
                self.closed_with.append(connection.close_code)

    async def _hear(self, connection: ClientConnection, message: bytes) -> None:
        reader = Reader(message)
        while not reader.done:
            kind = reader.number()
            if kind == Kind.SAVED:
                self._count(reader.number())
            elif kind == Kind.SYNC:
                await self._sync(connection, reader.number(), reader.piece())
            else:
                reader.piece()

    async def _sync(self, connection: ClientConnection, step: int, content: bytes) -> None:
        if step == Step.ASK:
            # Everything the server lacks goes along, so all that is unsure hangs on this one message.
            unsure, self._unsure, self._fresh = [w for one in self._unsure for w in one] + self._fresh, [], []
            self._unsure.append(unsure)
            self.synced.set()
            await connection.send(sync_message(Step.ANSWER, self.doc.get_update(content)))
        elif content != b"\x00\x00":
            self.doc.apply_update(content)

    def _count(self, saved: int) -> None:
        for _ in range(saved - self._counted):
            self.sure += self._unsure.pop(0)
        self._counted = saved

    def _send_later(self, message: bytes) -> None:
        self._unsure.append(self._fresh)
        self._fresh = []
        assert self.connection
        self._sending = asyncio.ensure_future(self._send(self.connection, message))

    async def _send(self, connection: ClientConnection, message: bytes) -> None:
        with suppress(ConnectionClosed, OSError):
            await connection.send(message)

    def _lose(self) -> None:
        self.connection = None
        self.synced.clear()


async def becomes(true: Callable[[], bool], seconds: float = 30.0) -> bool:
    """Whether it becomes true in time."""
    until = asyncio.get_running_loop().time() + seconds
    while not true():
        if asyncio.get_running_loop().time() > until:
            return False
        await asyncio.sleep(0.05)
    return True


def address(port: int, document: UUID | str) -> str:
    """Where a text is written in."""
    return f"ws://127.0.0.1:{port}/writing/{document}/live/"
