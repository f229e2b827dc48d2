"""Everyone who has one text open in this process: takes in what they type, keeps it, then shows it to the others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg_pool import PoolTimeout
from pycrdt import merge_updates

from knooppunt.ground.writing.crdt import Shared
from knooppunt.ground.writing.live.keeping import Keeping, Typed
from knooppunt.ground.writing.live.presence import Presence
from knooppunt.ground.writing.live.window import Refused, Shut, Window
from knooppunt.ground.writing.rules.rights import Right
from knooppunt.ground.writing.rules.spans import Spans
from knooppunt.ground.writing.rules.updates import MOST_LENGTH, Contents, Misplaced, length_of, read_update
from knooppunt.ground.writing.rules.wire import Step, sync_message

log = logging.getLogger("knooppunt.writing")

AT_ONCE = 256  # updates in one transaction
MOST_WAITING = 2_000  # updates that wait for the database; then whoever types waits
MOST_CLAIMS = 8  # client numbers that are new in one update; a window has one
DRAIN = 0.025  # seconds that a round of showing waits for slow windows
LOST = (psycopg.Error, PoolTimeout, OSError)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that is to be kept; ``typed`` is empty when it says nothing new and only counts."""

    window: Window
    typed: Typed | None


class Gathering:
    """What is in memory of a text is what is committed: a newcomer never sees what can still be lost."""

    def __init__(self, document: UUID, keeping: Keeping) -> None:
        self.document = document
        self.keeping = keeping
        self.windows: set[Window] = set()
        self.presence = Presence()
        self.rights_changed = 0
        self.seq = self.noted = 0
        self.ended = False
        self._shared = Shared()
        self._clocks: dict[int, int] = {}
        """What is known of each client, with what still waits to be kept."""
        self._removed = Spans()
        self._length = self._growing = 0
        self._waiting: list[Waiting] = []
        self._kept: list[tuple[bytes, Window | None]] = []
        self._wanted, self._fresh, self._roomy = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._catching = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        """Read the text and begin to serve it."""
        await self.catch_up()
        self._roomy.set()
        self._tasks = [asyncio.create_task(self._keep_on()), asyncio.create_task(self._show_on())]
        for task in self._tasks:
            task.add_done_callback(self._stopped)

    def end(self, code: Shut) -> None:
        """Shut every window; they come back and find out what was kept."""
        self.ended = True
        for window in self.windows:
            window.shut(code)
        for task in self._tasks:
            task.cancel()

    def _stopped(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (failure := task.exception()):
            log.error("a text cannot be served; its windows come back", exc_info=failure)
            self.end(Shut.RESTARTING)

    def enter(self, window: Window) -> None:
        """Let a window in: it hears what is known, is asked what it knows, and who is here."""
        self.windows.add(window)
        if self.ended:
            window.shut(Shut.RESTARTING)
        window.send(sync_message(Step.ASK, self._shared.vector()))
        if everyone := self.presence.everyone():
            window.send(everyone)

    def answer(self, window: Window, state_vector: bytes) -> None:
        """Tell a window what it misses."""
        window.send(sync_message(Step.ANSWER, self._shared.since(state_vector)))

    async def take(self, window: Window, update: bytes) -> None:
        """Take in what was typed; :class:`Refused` when it may not be, or cannot be placed."""
        contents = read_update(update)
        if not self._placed(contents):
            await self.catch_up()  # perhaps it was shown by another process a moment ago
        if window.right is Right.WRITE:
            claimed = contents.clients(self._clocks) - window.clients
            if len(claimed) > MOST_CLAIMS:
                raise Refused(Shut.TOO_MUCH)
            for client in claimed:
                await self._claim(window, client)
        await self._roomy.wait()
        self._wait_for(window, update, contents)

    async def catch_up(self, until: int | None = None) -> None:
        """Fetch what other processes have kept, up to number ``until`` or all there is."""
        async with self._catching:
            if until is not None and until <= self.seq:
                return
            rows = await self.keeping.since(self.document, self.seq)
            for number, content in rows:
                self._shared.add(content)
                self._note(read_update(content))
                self._kept.append((content, None))
                self.seq = max(self.seq, number)
            if rows:
                self._length = length_of(str(self._shared))
                self._fresh.set()

    def _placed(self, contents: Contents) -> bool:
        try:
            contents.after(self._clocks)
        except Misplaced:
            return False
        return True

    async def _claim(self, window: Window, client: int) -> None:
        whose = await self.keeping.claim(self.document, client, window.actor.id, window.actor.name)
        if whose != window.actor.id:
            raise Refused(Shut.OUT_OF_STEP)
        window.clients.add(client)

    def _wait_for(self, window: Window, update: bytes, contents: Contents) -> None:
        new = contents.clients(self._clocks)
        if not new and all(span in self._removed for span in contents.removed):
            self._put(Waiting(window, None))
            return
        if window.right is not Right.WRITE:
            raise Refused(Shut.READ_ONLY)
        try:
            clocks = contents.after(self._clocks)
        except Misplaced:
            raise Refused(Shut.OUT_OF_STEP) from None
        if not new <= window.clients:
            raise Refused(Shut.OUT_OF_STEP)
        grows = contents.length(self._clocks)
        if grows and self._length + self._growing + grows > MOST_LENGTH:
            raise Refused(Shut.TOO_MUCH)
        self._growing += grows
        self._clocks = clocks
        self._note(contents)
        self._put(Waiting(window, Typed(update, window.actor.id, min(new, default=None))))

    def _put(self, waiting: Waiting) -> None:
        self._waiting.append(waiting)
        self._wanted.set()
        if len(self._waiting) >= MOST_WAITING:
            self._roomy.clear()

    async def _keep_on(self) -> None:
        """Commit what waits, all of it in one transaction, over and over: what comes meanwhile goes along next time."""
        try:
            while True:
                await self._wanted.wait()
                batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                if not self._waiting:
                    self._wanted.clear()
                self._roomy.set()
                await self._keep(batch)
        except LOST as lost:
            log.warning("a text could not be kept (%s); its windows come back", type(lost).__name__)
            self.end(Shut.RESTARTING)

    async def _keep(self, batch: Sequence[Waiting]) -> None:
        typed = [one.typed for one in batch if one.typed]
        if typed:
            numbers = await self.keeping.append(self.document, typed)
            if numbers is None:
                self._undo(batch)
                return
            if numbers[0] == self.seq + 1:
                self.seq = numbers[1]  # otherwise the notification of this one makes us fetch what is in between
        for one in batch:
            one.window.saved += 1
            if one.typed:
                self._shared.add(one.typed.content)
                self._kept.append((one.typed.content, one.window))
        self._length = length_of(str(self._shared))
        if not self._waiting:
            self._growing = 0
        self._fresh.set()

    def _note(self, contents: Contents) -> None:
        for span in contents.added:
            self._clocks[span.client] = max(self._clocks.get(span.client, 0), span.end)
        for span in contents.removed:
            self._removed.add(span)

    def _undo(self, batch: Sequence[Waiting]) -> None:
        """The text was closed: what waits is not kept, whoever typed it hears so, and the others read on."""
        for one in (*batch, *self._waiting):
            one.window.shut(Shut.READ_ONLY)
        self._waiting, self._growing, self._clocks, self._removed = [], 0, {}, Spans()
        self._note(read_update(self._shared.since()))

    async def _show_on(self) -> None:
        """Show what was kept to everyone, all of it as one update; the next round begins when this one is sent."""
        while True:
            await self._fresh.wait()
            self._fresh.clear()
            kept, self._kept = self._kept, []
            self._show(kept)
            await self._sent()

    def _show(self, kept: Sequence[tuple[bytes, Window | None]]) -> None:
        authors = {window for _content, window in kept}
        only = next(iter(authors)) if len(authors) == 1 else None
        contents = [content for content, _window in kept]
        frame = b""
        if contents:
            frame = sync_message(Step.UPDATE, contents[0] if len(contents) == 1 else merge_updates(*contents))
        for window in self.windows:
            # A provider reads one message of a frame; ours reads on.
            told = (b"" if window is only else frame) + window.counted()
            if told:
                window.send(told)

    async def _sent(self) -> None:
        clock = asyncio.get_running_loop().time
        until = clock() + DRAIN
        while clock() < until and not all(window.idle for window in self.windows):
            await asyncio.sleep(0.001)
