"""Someone at the other end of a stream, who takes what comes at once, late or never."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from knooppunt.config.live.streams import Announcement, Authority, Message, Stream
from knooppunt.kit.authority import NOBODY, Actor

ANNA = Actor("a", "Anna", "org-a")


@dataclass
class Ear:
    """Hears numbers of entries, and ``-1`` for a sign of life. Takes nothing while ``deaf``."""

    heard: list[int] = field(default_factory=list)
    deaf: asyncio.Event | None = None
    gone: bool = False

    async def send(self, message: Message) -> None:
        if self.gone:
            raise OSError
        if self.deaf is not None:
            await self.deaf.wait()
        for line in message["body"].decode().splitlines():
            if told := re.fullmatch(r"id: (\d+)|(: )", line):
                self.heard.append(int(told[1] or -1))


def flowing(
    ear: Ear,
    *,
    changes: Callable[[], int] = lambda: 0,
    now_is: Callable[[], Actor] = lambda: ANNA,
    may_know: Callable[[Actor, Announcement], bool] = lambda actor, _: actor != NOBODY,
) -> Stream:
    """A stream that told all there was to tell."""

    async def ask() -> Actor:
        await asyncio.sleep(0)
        return now_is()

    return Stream(ear.send, Authority(ask, may_know, changes), actor=now_is(), known=changes(), flows=True)
