"""Hears what the journal announces (``LISTEN knooppunt_journal``) and hands it to every open stream of this process.

The notification says who may hear of it: a stream decides by that, without a query.
"""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg

from knooppunt.kit.audience import Audience
from knooppunt.kit.events import audience_from

log = logging.getLogger("knooppunt.live")

CHANNEL = "knooppunt_journal"
ROOM_FOR = 64  # announcements that wait for one slow reader; then it must resume with Last-Event-ID
CHECK = 30.0  # seconds of silence after which the connection is tried
LONGEST_PAUSE = 15.0
TOO_LONG = "?"
LONG_AUDIENCE = "SELECT payload ->> 'audience' FROM journal_entry WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Announcement:
    """An entry of the journal: its number, the name of its event, and who may hear of it when the event says so."""

    id: int
    event: str
    audience: Audience | None = None

    @property
    def topic(self) -> str:
        """The room that announced it."""
        return self.event.split(".")[0]


@dataclass(eq=False, slots=True)
class Stream:
    """What waits for one reader. ``None`` in the queue ends the stream; the reader then resumes by itself."""

    waiting: asyncio.Queue[Announcement | None] = field(default_factory=lambda: asyncio.Queue(ROOM_FOR))

    def put(self, announcement: Announcement | None) -> bool:
        """Whether there was room for it."""
        with suppress(asyncio.QueueFull):
            self.waiting.put_nowait(announcement)
            return True
        return False

    def end(self) -> None:
        """Forget what waits and end."""
        while not self.waiting.empty():
            self.waiting.get_nowait()
        self.waiting.put_nowait(None)


class Hub:
    """One listening connection for all streams of a process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.streams: set[Stream] = set()
        self.listening = False
        self.authority_changed = 0
        """Grows whenever someone's mandates may have changed: a stream that saw a lower number asks anew who reads."""

    async def run(self) -> None:
        """Listen for ever; connect anew when the database went away."""
        pause = 0.25
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self.url, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.listening, pause = True, 0.25
                    await self._hear(connection)
            except (psycopg.Error, OSError) as lost:
                log.warning("the live stream lost the database (%s)", type(lost).__name__)
            finally:
                self.end_all()
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    def end_all(self) -> None:
        """End every stream; readers resume from what they saw last, so that nothing is missed."""
        self.listening = False
        for stream in self.streams:
            stream.end()

    def announce(self, announcement: Announcement) -> None:
        """Hand it to every stream; one whose reader is too slow ends."""
        if announcement.topic == "access":
            self.authority_changed += 1
        for stream in self.streams:
            if not stream.put(announcement):
                stream.end()

    async def _hear(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        while True:
            async for notice in connection.notifies(timeout=CHECK):
                self.announce(await self._announced(notice.payload))
            await connection.execute("SELECT 1")

    async def _announced(self, payload: str) -> Announcement:
        number, event, *audience = payload.split(" ", 2)
        told = audience[0] if audience else "null"
        if told == TOO_LONG:
            told = await self._ask(number)
        return Announcement(int(number), event, audience_from(json.loads(told)))

    async def _ask(self, number: str) -> str:
        """The audience that was too long for the notification: asked once, not by every stream."""
        async with await psycopg.AsyncConnection.connect(self.url, autocommit=True) as connection:
            found = await connection.execute(LONG_AUDIENCE, [int(number)])
            (audience,) = await found.fetchone() or ("null",)
            return str(audience)
