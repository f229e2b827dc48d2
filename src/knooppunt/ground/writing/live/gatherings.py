"""All gatherings of this process: one for a text, whoever comes first; and what other processes say about them."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

import psycopg

from knooppunt.ground.writing.appending import CHANGED, RIGHTS
from knooppunt.ground.writing.live.gathering import LOST, Gathering
from knooppunt.ground.writing.live.keeping import Keeping
from knooppunt.ground.writing.live.presence import folded, unfolded
from knooppunt.ground.writing.live.window import Shut, Window
from knooppunt.ground.writing.rules.wire import Garbled, awareness_message

log = logging.getLogger("knooppunt.writing")

PRESENCE = "knooppunt_presence"
GOSSIP = 0.1  # seconds between two times that it is told who is where
NOTE = 10.0  # seconds between two times that the journal hears what was written
IDLE = 30.0  # seconds that a text stays in memory after the last window has left
CHECK = 30.0
LONGEST_PAUSE = 15.0


class Gatherings:
    """``note`` tells the journal that a text was written in; ``authority`` grows when mandates may have changed."""

    def __init__(self, url: str, note: Callable[[UUID], Awaitable[object]], authority: Callable[[], int]) -> None:
        self._url = url
        self._note = note
        self._authority = authority
        self._known_authority = 0
        self._keeping = Keeping(url)
        self._open: dict[UUID, asyncio.Task[Gathering]] = {}
        self._empty_since: dict[UUID, float] = {}
        self._me = secrets.token_hex(8)
        self._errands: set[asyncio.Task[None]] = set()
        self.listening = False

    async def run(self) -> None:
        """Serve until cancelled."""
        await self._keeping.open()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen())
                tasks.create_task(self._gossip())
                tasks.create_task(self._look_after())
        finally:
            await self._keeping.close()

    def end_all(self) -> None:
        """Shut all windows; they come back."""
        for gathering in self._present():
            gathering.end(Shut.RESTARTING)

    @property
    def windows(self) -> int:
        """How many are open."""
        return sum(len(gathering.windows) for gathering in self._present())

    async def at(self, document: UUID) -> Gathering:
        """The gathering at a text. Of many who come at once the first begins it, before anything is awaited."""
        task = self._open.get(document)
        if task is None or (task.done() and (task.cancelled() or task.exception() or task.result().ended)):
            task = self._open[document] = asyncio.create_task(self._begin(document))
        self._empty_since.pop(document, None)
        return await asyncio.shield(task)

    @contextmanager
    def joined(self, gathering: Gathering, window: Window) -> Iterator[None]:
        """Be there with a window."""
        gathering.enter(window)
        try:
            yield
        finally:
            gathering.windows.discard(window)
            gathering.presence.leave(window.present, _clock())

    async def _begin(self, document: UUID) -> Gathering:
        gathering = Gathering(document, self._keeping)
        await gathering.begin()
        self._errand(self._keeping.whisper(PRESENCE, f"{document} {self._me} ?"))
        return gathering

    def _present(self) -> Iterator[Gathering]:
        for task in list(self._open.values()):
            if task.done() and not task.cancelled() and not task.exception() and not task.result().ended:
                yield task.result()

    def _found(self, document: str) -> Gathering | None:
        return next((one for one in self._present() if str(one.document) == document), None)

    async def _listen(self) -> None:
        """Hear the other processes, for ever; after a lost connection fetch what was missed."""
        pause = 0.25
        while True:
            with suppress(psycopg.Error, OSError):
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANGED}")
                    await connection.execute(f"LISTEN {PRESENCE}")
                    self.listening, pause = True, 0.25
                    for gathering in self._present():
                        self._errand(gathering.catch_up())
                        self._rights_changed(gathering)
                    await self._hear(connection)
            self.listening = False
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    async def _hear(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        while True:
            async for notice in connection.notifies(timeout=CHECK):
                document, _space, told = notice.payload.partition(" ")
                gathering = self._found(document)
                if gathering is None:
                    continue
                if notice.channel == CHANGED:
                    self._changed(gathering, int(told))
                else:
                    self._heard_of(gathering, *told.split(" ", 1))
            await connection.execute("SELECT 1")

    def _changed(self, gathering: Gathering, version: int) -> None:
        if version == RIGHTS:
            self._rights_changed(gathering)
        elif version > gathering.seq:
            self._errand(gathering.catch_up(version))

    def _rights_changed(self, gathering: Gathering) -> None:
        gathering.rights_changed += 1
        for window in gathering.windows:
            window.wake()

    def _heard_of(self, gathering: Gathering, whose: str, said: str) -> None:
        if whose == self._me:
            return
        if said == "?":
            for text in folded(gathering.presence.ours()):
                self._errand(self._keeping.whisper(PRESENCE, f"{gathering.document} {self._me} {text}"))
            return
        with suppress(Garbled, ValueError):
            gathering.presence.hear(unfolded(said), _clock())

    async def _gossip(self) -> None:
        """Show who is where, all news of a moment together; and let everyone be asked anew when mandates changed."""
        while True:
            await asyncio.sleep(GOSSIP)
            if self._known_authority != self._authority():
                self._known_authority = self._authority()
                for gathering in self._present():
                    for window in gathering.windows:
                        window.wake()
            for gathering in self._present():
                self._tell_presence(gathering)

    def _tell_presence(self, gathering: Gathering) -> None:
        news, ours = gathering.presence.news()
        if news:
            frame = awareness_message(news)
            for window in gathering.windows:
                window.send(frame)
        for text in folded(ours):
            self._errand(self._keeping.whisper(PRESENCE, f"{gathering.document} {self._me} {text}"))

    async def _look_after(self) -> None:
        """Tell the journal what was written, and let go of texts that nobody has open."""
        while True:
            await asyncio.sleep(NOTE)
            for gathering in list(self._present()):
                gathering.presence.forget(_clock())
                await self._tell_journal(gathering)
                if not gathering.windows and self._empty_for(gathering) > IDLE:
                    gathering.end(Shut.RESTARTING)
            for document, task in list(self._open.items()):
                if task.done() and (task.cancelled() or task.exception() or task.result().ended):
                    self._open.pop(document)
                    self._empty_since.pop(document, None)

    def _empty_for(self, gathering: Gathering) -> float:
        return _clock() - self._empty_since.setdefault(gathering.document, _clock())

    async def _tell_journal(self, gathering: Gathering) -> None:
        version = gathering.seq
        if version == gathering.noted:
            return
        try:
            await self._note(gathering.document)
            gathering.noted = version
        except Exception:  # whatever it is: people write on, and it is tried again
            log.exception("the journal could not be told that a text was written in")

    def _errand(self, work: Awaitable[None]) -> None:
        """Something that others need not wait for."""
        task = asyncio.ensure_future(self._try(work))
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _try(self, work: Awaitable[None]) -> None:
        try:
            await work
        except LOST as lost:
            log.warning("news of a text did not arrive (%s)", type(lost).__name__)


def _clock() -> float:
    return asyncio.get_running_loop().time()
