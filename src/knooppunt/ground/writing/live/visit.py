"""What one window says and hears, from when it is let in until it is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from knooppunt.ground.writing.live.gathering import LOST, Gathering
from knooppunt.ground.writing.live.window import Refused, Shut, Window
from knooppunt.ground.writing.rules.paces import Pace
from knooppunt.ground.writing.rules.updates import MOST_BYTES
from knooppunt.ground.writing.rules.wire import Garbled, Kind, Step, read_clocks, read_message, read_present

MESSAGES, BURST = 80.0, 400.0
"""Messages a second that one window may send, and at once; a fast typist sends ten."""
BYTES_PER_MESSAGE = 8_192
"""A longer message counts for more."""
MOST_CLIENTS = 4
"""Client numbers under which one window says where it is."""

Ask = Callable[[], Awaitable[bool]]
"""Whether the reader still may read; asks anew when rights may have changed."""


async def listen(
    gathering: Gathering, window: Window, receive: Callable[[], Awaitable[bytes | None]], ask: Ask
) -> None:
    """Take in what the window sends until it is gone, or shut because of it."""
    clock = asyncio.get_running_loop().time
    pace = Pace.at_rest(MESSAGES, BURST, clock())
    try:
        while (message := await receive()) is not None and window.code is None:
            if len(message) > MOST_BYTES:
                raise Refused(Shut.TOO_MUCH)
            if not await ask():
                raise Refused(Shut.GONE)
            await _take(gathering, window, message, clock())
            if wait := pace.wait(1 + len(message) / BYTES_PER_MESSAGE, clock()):
                await asyncio.sleep(wait)
    except Garbled:
        window.shut(Shut.GARBLED)
    except Refused as refused:
        window.shut(refused.code)
    except LOST:
        window.shut(Shut.RESTARTING)


async def _take(gathering: Gathering, window: Window, message: bytes, at: float) -> None:
    kind, step, content = read_message(message)
    if step is Step.ASK:
        read_clocks(content)
        gathering.answer(window, content)
    elif step is not None:
        await gathering.take(window, content)
    elif kind is Kind.AWARENESS:
        _hear(gathering, window, content, at)
    elif kind is Kind.QUERY_AWARENESS and (everyone := gathering.presence.everyone()):
        window.send(everyone)


def _hear(gathering: Gathering, window: Window, content: bytes, at: float) -> None:
    """Where the window says it is. What it repeats of others is theirs to say."""
    others = {client for other in gathering.windows if other is not window for client in other.present}
    for said in read_present(content):
        if said.client in others or (said.client not in window.present and len(window.present) >= MOST_CLIENTS):
            continue
        window.present.add(said.client)
        gathering.presence.say(said, window.actor, at)
