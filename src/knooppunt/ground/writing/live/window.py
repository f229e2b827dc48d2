"""One open window: what waits to be sent to it, who is behind it, and what they may."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import IntEnum

from knooppunt.ground.writing.rules.rights import Right
from knooppunt.ground.writing.rules.wire import saved_message
from knooppunt.kit.authority import NOBODY, Actor

ROOM_FOR = 512  # frames that wait for one slow window; then it must come back and ask what it missed
MOST_WAITING = 4_000_000  # bytes


class Shut(IntEnum):
    """Why a window is shut (codes of the WebSocket protocol; from 4000 they are ours)."""

    RESTARTING = 1012
    TOO_SLOW = 1013
    GARBLED = 4400
    READ_ONLY = 4403
    GONE = 4404
    OUT_OF_STEP = 4409
    TOO_MUCH = 4413


class Refused(Exception):
    """What a window sent is not taken; it is shut with this code."""

    def __init__(self, code: Shut) -> None:
        super().__init__(code.name)
        self.code = code


@dataclass(eq=False, slots=True)
class Window:
    """``received`` and ``saved`` count the updates that came over this connection, and of these the safe ones."""

    counts: bool
    """Whether it wants to hear how many are safe; a provider that does not know that message does not."""
    actor: Actor = NOBODY
    right: Right = Right.READ
    known: tuple[int, ...] = ()
    clients: set[int] = field(default_factory=set)
    present: set[int] = field(default_factory=set)
    saved: int = 0
    told: int = 0
    code: Shut | None = None
    _frames: deque[bytes] = field(default_factory=deque)
    _size: int = 0
    _awake: asyncio.Event = field(default_factory=asyncio.Event)
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def idle(self) -> bool:
        """Whether everything was sent."""
        return not self._frames

    def send(self, frame: bytes) -> None:
        """Let it be sent. A window that does not keep up is shut."""
        self._frames.append(frame)
        self._size += len(frame)
        if len(self._frames) > ROOM_FOR or self._size > MOST_WAITING:
            self.shut(Shut.TOO_SLOW)
        self._awake.set()

    def wake(self) -> None:
        """Let it find out whether its reader may still read, also when nothing waits."""
        self._awake.set()

    def counted(self) -> bytes:
        """How many updates are safe, when that is news to a window that wants to hear it."""
        if not self.counts or self.told == self.saved:
            return b""
        self.told = self.saved
        return saved_message(self.saved)

    def shut(self, code: Shut) -> None:
        """End it; nothing more is sent."""
        self.code = self.code or code
        self._frames.clear()
        self._awake.set()
        self._over.set()

    async def over(self) -> None:
        """Wait until it is shut, also when what is sent to it arrives nowhere."""
        await self._over.wait()

    async def deliver(self, send: Callable[[bytes], Awaitable[None]], ask: Callable[[], Awaitable[bool]]) -> None:
        """Send what waits until it is shut; before each frame ``ask`` whether the reader still may read."""
        while self.code is None:
            await self._awake.wait()
            self._awake.clear()
            while self.code is None:
                if not await ask():
                    self.shut(Shut.GONE)
                if not self._frames:
                    break
                await self._first(send)

    async def _first(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        frame = self._frames[0]
        await send(frame)
        if self._frames:  # it may have been shut meanwhile
            self._frames.popleft()
            self._size -= len(frame)
