"""Hears what the journal announces (``LISTEN knooppunt_journal``) and hands it to every open stream of this process.

The notification says who may hear of it: a stream decides by that, without a query.
"""

from __future__ import annotations

import asyncio
import json
import logging

import psycopg

from knooppunt.config.live.streams import Announcement, Stream
from knooppunt.ground.access.events import SignedIn, SignInFailed
from knooppunt.kit.audience import NOBODY_HEARS
from knooppunt.kit.events import audience_from

log = logging.getLogger("knooppunt.live")

CHANNEL = "knooppunt_journal"
CHECK = 30.0  # seconds of silence after which the connection is tried
LONGEST_PAUSE = 15.0
CHANGE_NOTHING = (SignedIn.event_name(), SignInFailed.event_name())
"""Events of access after which everybody may do what they could before."""
TOO_LONG = "?"
LONG_AUDIENCE = "SELECT payload ->> 'audience' FROM journal_entry WHERE id = %s"


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

    def look(self) -> None:
        """Give silent streams a sign of life, and end dead and old ones."""
        now = asyncio.get_running_loop().time()
        for stream in self.streams:
            stream.look(now)

    def announce(self, announcement: Announcement) -> None:
        """Tell every stream whose reader may know of it."""
        if announcement.topic == "access" and announcement.event not in CHANGE_NOTHING:
            self.authority_changed += 1
        if announcement.audience == NOBODY_HEARS:
            return
        now = asyncio.get_running_loop().time()
        for stream in self.streams:
            stream.hear(announcement, now)

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
