"""Who has a text open, and where they are in it. Not kept: it is told again every few seconds."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from knooppunt.ground.writing.rules.wire import Garbled, Present, awareness_message, read_message, read_present
from knooppunt.kit.authority import Actor

FORGOTTEN = 35.0
"""Seconds without a word after which someone counts as gone; windows tell every 15."""
LONGEST_STATE = 2_000
MOST_TOLD = 5_500  # bytes in one notification of PostgreSQL, which holds 8,000 of base64
GONE = "null"


@dataclass(slots=True)
class Here:
    """A window, here or at another process: what it last said, when (seconds, monotonic), and whether it is ours."""

    said: Present
    at: float
    ours: bool


class Presence:
    """Everyone who has one text open, by client number."""

    def __init__(self) -> None:
        self._here: dict[int, Here] = {}
        self._told: set[int] = set()

    def say(self, said: Present, actor: Actor, at: float) -> None:
        """A window of ours says something of itself; its name is ours to give."""
        found = self._here.get(said.client)
        if found and said.clock <= found.said.clock and not (said.state == GONE and said.clock == found.said.clock):
            return
        state = said.state if said.state == GONE else _with_name(said.state, actor)
        self._put(Present(said.client, said.clock, state), at, ours=True)

    def hear(self, said: Iterable[Present], at: float) -> None:
        """Another process says who is there."""
        for one in said:
            found = self._here.get(one.client)
            if found is None or (not found.ours and one.clock > found.said.clock):
                self._put(one, at, ours=False)
            elif not found.ours:
                found.at = at

    def leave(self, clients: Iterable[int], at: float) -> None:
        """Windows are gone."""
        for client in clients:
            if found := self._here.get(client):
                self._put(Present(client, found.said.clock + 1, GONE), at, ours=found.ours)

    def forget(self, at: float) -> None:
        """Take away who is gone, and those of whom nothing was heard for long."""
        silent = [c for c, one in self._here.items() if at - one.at > FORGOTTEN]
        self.leave([c for c in silent if self._here[c].said.state != GONE], at)
        for client in [c for c, one in self._here.items() if one.said.state == GONE and at - one.at > FORGOTTEN]:
            del self._here[client]

    def everyone(self) -> bytes:
        """A message with all who are here; empty when nobody is."""
        present = [one.said for one in self._here.values() if one.said.state != GONE]
        return awareness_message(present) if present else b""

    def news(self) -> tuple[list[Present], list[Present]]:
        """What was said since the last time: all of it, and the part that other processes do not know."""
        changed = [self._here[client] for client in self._told if client in self._here]
        self._told.clear()
        return [one.said for one in changed], [one.said for one in changed if one.ours]

    def ours(self) -> list[Present]:
        """All windows of this process, to tell another process that just began."""
        return [one.said for one in self._here.values() if one.ours and one.said.state != GONE]

    def _put(self, said: Present, at: float, *, ours: bool) -> None:
        self._here[said.client] = Here(said, at, ours)
        self._told.add(said.client)


def folded(present: Iterable[Present]) -> Iterator[str]:
    """Text for notifications, each short enough."""
    lot: list[Present] = []
    for one in present:
        if lot and len(awareness_message([*lot, one])) > MOST_TOLD:
            yield b64encode(awareness_message(lot)).decode()
            lot = []
        lot.append(one)
    if lot:
        yield b64encode(awareness_message(lot)).decode()


def unfolded(text: str) -> list[Present]:
    """What :func:`folded` gave."""
    _kind, _step, content = read_message(b64decode(text))
    return read_present(content)


def _with_name(state: str, actor: Actor) -> str:
    """Where the window says its cursor is, under the name of who is signed in there."""
    if len(state) > LONGEST_STATE:
        raise Garbled("it says too much of itself")
    try:
        said: Any = json.loads(state)
    except ValueError as wrong:
        raise Garbled("what it says of itself is not JSON") from wrong
    cursor = said.get("cursor") if isinstance(said, dict) else None
    told = {"user": {"name": actor.name, "id": actor.id}, "cursor": cursor if isinstance(cursor, dict) else None}
    return json.dumps(told)
