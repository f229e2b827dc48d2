"""One open stream: what is announced goes to its reader at once, and waits where that cannot be."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Coroutine, Generator, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import NOBODY, Actor

log = logging.getLogger("knooppunt.live")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

ROOM_FOR = 64  # announcements that wait for one slow reader; then it must resume with Last-Event-ID
HEARTBEAT = 20.0  # seconds of silence
PATIENCE = 30.0  # seconds in which a reader must take what was sent; the kernel is told the same, see connections
LIFE = 300.0  # seconds, give or take a fifth: then the reader comes back, and is asked again who it is
GONE = (OSError, RuntimeError)
"""What sending to a reader who is gone may raise."""


@dataclass(frozen=True)
class Announcement:
    """An entry of the journal: its number, the name of its event, and who may hear of it when the event says so."""

    id: int
    event: str
    audience: Audience | None = None

    @cached_property
    def topic(self) -> str:
        """The room that announced it."""
        return self.event.split(".")[0]

    @cached_property
    def message(self) -> Message:
        """What every reader gets of it, made once for all of them."""
        told = json.dumps({"topic": self.topic, "event": self.event})
        return body(f"id: {self.id}\ndata: {told}\n\n")


def body(text: str) -> Message:
    """A piece of the answer."""
    return {"type": "http.response.body", "body": text.encode(), "more_body": True}


BEAT = body(": \n\n")


Past = Callable[[Actor], Awaitable[Collection[Announcement]]]
"""What was announced before, as far as someone may know of it."""


@dataclass(frozen=True, slots=True)
class Authority:
    """How a stream finds out who reads, and what they may know of."""

    ask: Callable[[], Awaitable[Actor]]
    may_know: Callable[[Actor, Announcement], bool]
    changes: Callable[[], int]
    """Grows whenever someone's mandates may have changed: then nothing is told before it was asked anew who reads."""


@dataclass(eq=False, slots=True)
class Stream:
    """What is told to one reader. Moments are those of the loop.

    It *flows* when the server took everything so far and it is known who reads. Otherwise what is announced waits, up
    to ``ROOM_FOR``, and a task tells it in order. A stream that is over says so in ``over``; the reader resumes.
    """

    send: Send
    authority: Authority
    actor: Actor = NOBODY
    known: int = -1
    flows: bool = False
    waiting: deque[Announcement] = field(default_factory=deque)
    told: Collection[int] = ()
    over: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    spoke: float = field(default_factory=lambda: _now())
    stuck: float | None = None
    """Since when the server waits for the reader to take something."""
    ends: float = field(default_factory=lambda: _now() + LIFE * random.uniform(0.8, 1.2))  # noqa: S311  not all at once
    telling: asyncio.Task[None] | None = None

    async def ask(self) -> bool:
        """Find out anew who this is; whether it is anyone."""
        self.known = self.authority.changes()
        self.actor = await self.authority.ask()
        return bool(self.actor.id)

    def begin(self, past: Past) -> None:
        """Tell what was announced before, and from then on what is."""
        self._tell(self._begin(past))

    def hear(self, announcement: Announcement, now: float) -> None:
        """Tell it now, or let it wait; end when there is no room for it."""
        if not self.flows:
            self._wait_with(announcement)
        elif self.known != self.authority.changes():
            self._wait_with(announcement)
            self._tell(self._catch_up())
        elif self._concerns(announcement):
            self._write(announcement.message, now)

    def look(self, now: float) -> None:
        """Give a sign of life after a silence; end when the reader takes nothing, the time is up, or it is nobody."""
        if now >= self.ends or (self.stuck is not None and now - self.stuck >= PATIENCE):
            self.end()
        elif self.flows and self.known != self.authority.changes():
            self._tell(self._catch_up())
        elif self.flows and now - self.spoke >= HEARTBEAT:
            self._write(BEAT, now)

    def end(self) -> None:
        """Forget what waits and end."""
        self.flows = False
        self.waiting.clear()
        if self.telling is not None:
            self.telling.cancel()
        if not self.over.done():
            self.over.set_result(None)

    def _wait_with(self, announcement: Announcement) -> None:
        if self.over.done():
            return
        if len(self.waiting) >= ROOM_FOR:
            self.end()
        else:
            self.waiting.append(announcement)

    def _concerns(self, announcement: Announcement) -> bool:
        return self.authority.may_know(self.actor, announcement) and announcement.id not in self.told

    def _write(self, message: Message, now: float) -> None:
        """Hand it to the server without waiting; where the server wants us to, the reader is slow."""
        sending = self.send(message).__await__()
        try:
            waits_for = next(sending)
        except StopIteration:
            self.spoke = now
        except GONE:
            self.end()
        else:
            self._tell(self._finish(_Begun(waits_for, sending)))

    def _tell(self, how: Coroutine[Any, Any, None]) -> None:
        self.flows = False
        self.telling = asyncio.create_task(how)
        self.telling.add_done_callback(self._told)

    def _told(self, telling: asyncio.Task[None]) -> None:
        failure = None if telling.cancelled() else telling.exception()
        if failure is not None:
            if not isinstance(failure, GONE):
                log.warning("a live stream broke off (%s)", type(failure).__name__)
            self.end()

    async def _begin(self, past: Past) -> None:
        await self._take(self.send(body("retry: 2000\n\n")))
        earlier = await past(self.actor)
        for announcement in earlier:
            await self._take(self.send(announcement.message))
        self.told = frozenset(announcement.id for announcement in earlier)
        await self._catch_up()

    async def _finish(self, sending: Awaitable[None]) -> None:
        await self._take(sending)
        await self._catch_up()

    async def _catch_up(self) -> None:
        """Tell what waits, and then flow."""
        while not self.over.done():
            if self.known != self.authority.changes():
                if not await self.ask():
                    self.end()
            elif not self.waiting:
                self.flows, self.telling = True, None
                return
            elif self._concerns(announcement := self.waiting.popleft()):
                await self._take(self.send(announcement.message))

    async def _take(self, sending: Awaitable[None]) -> None:
        self.stuck = _now()
        await sending
        self.stuck, self.spoke = None, _now()


@dataclass(slots=True)
class _Begun:
    """Something that was awaited up to its first pause, as something to await."""

    waits_for: Any
    rest: Generator[Any, Any, None]

    def __await__(self) -> Generator[Any, Any, None]:
        yield self.waits_for
        yield from self.rest


def _now() -> float:
    return asyncio.get_running_loop().time()
