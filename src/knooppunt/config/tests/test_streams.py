"""One stream: quick where it can be, in order always, bounded, and silent before it is known who reads."""

from __future__ import annotations

import asyncio
import ctypes
import errno
import socket
import struct
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.config.live.connections import let_dead_peers_go
from knooppunt.config.live.hub import Hub
from knooppunt.config.live.streams import HEARTBEAT, LIFE, PATIENCE, ROOM_FOR, Announcement, Stream
from knooppunt.config.tests.ears import ANNA, Ear, flowing
from knooppunt.kit.audience import NOBODY_HEARS
from knooppunt.kit.authority import NOBODY

EVENT = "figures.FiguresImported"


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(test())


def hear(stream: Stream, *numbers: int) -> None:
    for number in numbers:
        stream.hear(Announcement(number, EVENT), now())


def now() -> float:
    return asyncio.get_running_loop().time()


async def calm() -> None:
    """Let everything happen that can."""
    for _ in range(ROOM_FOR * 2):
        await asyncio.sleep(0)


def test_what_is_announced_is_told_within_the_call() -> None:
    async def tell() -> None:
        ear = Ear()
        hear(flowing(ear), 1, 2)
        assert ear.heard == [1, 2]

    run(tell)


def test_a_reader_that_is_too_slow_is_ended_and_the_others_are_not() -> None:
    async def tell() -> None:
        hub, slow, quick = Hub(""), Ear(deaf=asyncio.Event()), Ear()
        ending, other = flowing(slow), flowing(quick)
        hub.streams |= {ending, other}
        for number in range(ROOM_FOR + 2):  # one is under way
            assert not ending.over.done()
            hub.announce(Announcement(number, EVENT))
        assert (ending.over.done(), len(ending.waiting), other.over.done()) == (True, 0, False)
        assert quick.heard == list(range(ROOM_FOR + 2))

    run(tell)


def test_a_reader_that_takes_nothing_is_ended_when_patience_is() -> None:
    async def tell() -> None:
        stream = flowing(Ear(deaf=asyncio.Event()))
        stream.look(now() + PATIENCE)
        assert not stream.over.done()
        hear(stream, 1)
        await calm()
        stream.look(now() + PATIENCE - 1)
        assert not stream.over.done()
        stream.look(now() + PATIENCE)
        assert stream.over.done()

    run(tell)


@given(st.lists(st.sampled_from(["announce", "deaf", "hears", "wait"]), max_size=ROOM_FOR))
def test_a_reader_hears_everything_in_order_however_slow_it_was(steps: list[str]) -> None:
    async def tell() -> None:
        ear, announced = Ear(), 0
        stream = flowing(ear)
        for step in steps:
            if step == "announce":
                announced += 1
                hear(stream, announced)
            elif step == "deaf" and ear.deaf is None:
                ear.deaf = asyncio.Event()
            elif step == "hears" and ear.deaf is not None:
                ear.deaf.set()
                ear.deaf = None
            elif step == "wait":
                await calm()
        if ear.deaf is not None:
            ear.deaf.set()
        await calm()
        assert ear.heard == list(range(1, announced + 1))
        assert not stream.over.done()

    run(tell)


def test_silence_is_broken_by_a_sign_of_life() -> None:
    async def tell() -> None:
        ear = Ear()
        stream = flowing(ear)
        stream.look(now() + HEARTBEAT - 1)
        assert ear.heard == []
        stream.look(now() + HEARTBEAT)
        assert ear.heard == [-1]

    run(tell)


def test_a_stream_ends_when_its_time_is_up() -> None:
    async def tell() -> None:
        stream = flowing(Ear())
        stream.look(now() + LIFE * 1.2)
        assert stream.over.done()

    run(tell)


def test_after_a_change_of_mandates_nothing_is_told_before_it_is_known_who_reads() -> None:
    async def tell() -> None:
        ear, changes = Ear(), [0]
        stream = flowing(ear, changes=lambda: changes[0])
        changes[0] = 1
        hear(stream, 1, 2)
        assert ear.heard == []
        await calm()
        assert ear.heard == [1, 2]
        hear(stream, 3)
        assert ear.heard == [1, 2, 3]

    run(tell)


def test_whoever_is_nobody_any_more_hears_nothing_and_is_ended() -> None:
    async def tell() -> None:
        ear, changes, who = Ear(), [0], [ANNA]
        stream = flowing(ear, changes=lambda: changes[0], now_is=lambda: who[0])
        changes[0], who[0] = 1, NOBODY
        hear(stream, 1)
        await calm()
        assert (ear.heard, stream.over.done()) == ([], True)

    run(tell)


def test_whoever_is_nobody_any_more_is_ended_also_when_nothing_is_announced() -> None:
    async def tell() -> None:
        changes, who = [0], [ANNA]
        stream = flowing(Ear(), changes=lambda: changes[0], now_is=lambda: who[0])
        changes[0], who[0] = 1, NOBODY
        stream.look(now())
        await calm()
        assert stream.over.done()

    run(tell)


def test_who_may_not_know_of_it_is_not_told() -> None:
    async def tell() -> None:
        ear = Ear()
        hear(flowing(ear, may_know=lambda _, announcement: announcement.id != 2), 1, 2, 3)
        assert ear.heard == [1, 3]

    run(tell)


def test_what_is_for_nobody_is_told_to_nobody() -> None:
    async def tell() -> None:
        hub, ear = Hub(""), Ear()
        hub.streams.add(flowing(ear))
        hub.announce(Announcement(1, EVENT, NOBODY_HEARS))
        assert ear.heard == []

    run(tell)


def test_the_past_comes_first_and_nothing_twice() -> None:
    async def tell() -> None:
        ear = Ear()
        stream = flowing(ear)

        async def past(_: object) -> list[Announcement]:
            await asyncio.sleep(0)
            return [Announcement(number, EVENT) for number in (1, 2)]

        stream.begin(past)
        hear(stream, 2, 3)
        await calm()
        hear(stream, 2, 4)
        assert ear.heard == [1, 2, 3, 4]

    run(tell)


def test_a_reader_who_is_gone_ends_its_stream() -> None:
    async def tell() -> None:
        stream = flowing(Ear(gone=True))
        hear(stream, 1)
        assert stream.over.done()

    run(tell)


def test_a_stream_that_cannot_find_out_who_reads_ends() -> None:
    async def tell() -> None:
        changes = [0]

        def broken() -> Any:
            if changes[0]:
                raise LookupError
            return ANNA

        stream = flowing(Ear(), changes=lambda: changes[0], now_is=broken)
        changes[0] = 1
        hear(stream, 1)
        await calm()
        assert stream.over.done()

    run(tell)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system keeps its own patience")
def test_a_connection_whose_other_side_vanished_is_ended() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert not let_dead_peers_go(1, 0.5)
        assert let_dead_peers_go(listening.getsockname()[1], 0.5)
        with socket.create_connection(listening.getsockname()) as peer, listening.accept()[0] as ours:
            cut(peer)
            ours.settimeout(60)
            ours.send(b"hello?")
            assert why_it_ended(lambda: len(ours.recv(1))) == errno.ETIMEDOUT


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system keeps its own patience")
def test_a_connection_whose_other_side_reads_no_more_is_ended() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket() as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        peer.connect(listening.getsockname())
        with listening.accept()[0] as ours:
            assert let_dead_peers_go(listening.getsockname()[1], 0.5), "also those that were there already"
            ours.settimeout(60)
            assert why_it_ended(lambda: ours.send(bytes(1 << 16))) == errno.ETIMEDOUT


def why_it_ended(use: Callable[[], int]) -> int | None:
    """The number of the error with which using a connection over and over ends."""
    try:
        while use():
            pass
    except OSError as ended:
        return ended.errno
    return None


def cut(which: socket.socket) -> None:
    """Let nothing that is sent to it arrive, as if the cable was cut."""
    deaf = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))  # a filter that keeps no byte
    which.setsockopt(socket.SOL_SOCKET, 26, struct.pack("HP", 1, ctypes.addressof(deaf)))
