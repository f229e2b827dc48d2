"""Writing together over real processes: two serve one text, what is acknowledged is kept, strangers hear nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from knooppunt.config.tests.running import Installation, Node
from knooppunt.config.tests.texts import NIELS, begin, live_process, program, signed_in, text_in
from knooppunt.config.tests.writers import Writer, address, becomes
from knooppunt.ground.writing.rules.wire import Present, Reader, Step, awareness_message, read_message, sync_message


@pytest.fixture(scope="module")
def installation(made: Path) -> Iterator[Installation]:
    """One for all tests here: each writes in a text of its own."""
    with tempfile.TemporaryDirectory(prefix="knooppunt-together-") as folder:
        subprocess.run(["cp", "-a", made, f"{folder}/home"], check=True)  # keeps the owner of the database
        yield Installation(Path(folder) / "home")


@pytest.fixture(scope="module")
def node(installation: Installation) -> Iterator[Node]:
    with installation.node("--web") as running:
        yield running


def test_two_processes_serve_one_text(installation: Installation, node: Node) -> None:
    document = begin(installation, "Beeld: ")
    with installation.node("--web") as other:
        cookies = signed_in(node)

        async def write() -> None:
            here, there = Writer(address(node.live, document), cookies), Writer(address(other.live, document), cookies)
            lives = [asyncio.create_task(one.live()) for one in (here, there)]
            assert await becomes(lambda: here.synced.is_set() and there.synced.is_set())
            for number in range(20):
                here.type(f"h{number} ")
                there.type(f"t{number} ", at=0)
                await asyncio.sleep(0.01)
            assert await becomes(lambda: here.saved and there.saved)
            assert await becomes(lambda: str(here.text) == str(there.text) and len(here.sure) == 20)
            assert "Beeld: " in str(here.text)
            assert all(f"h{number} " in str(there.text) for number in range(20))
            await asyncio.gather(here.leave(), there.leave())
            await asyncio.gather(*lives)
            assert text_in(installation, document) == str(here.text)

        asyncio.run(write())


def test_a_save_by_form_stands_in_the_open_windows(installation: Installation, node: Node) -> None:
    document, cookies = begin(installation, "een twee"), signed_in(node)

    async def write() -> None:
        writer = Writer(address(node.live, document), cookies)
        life = asyncio.create_task(writer.live())
        assert await becomes(lambda: str(writer.text) == "een twee")
        await asyncio.to_thread(
            program,
            installation,
            f"from uuid import UUID\nreplace_text(document=UUID('{document}'), seen_version=1, text='een drie twee', "
            "actor=operator())",
        )
        assert await becomes(lambda: str(writer.text) == "een drie twee")
        await writer.leave()
        await life

    asyncio.run(write())


def test_what_was_acknowledged_survives_a_killed_server_and_the_rest_is_sent_again(
    installation: Installation, node: Node
) -> None:
    document, cookies = begin(installation), signed_in(node)

    async def write() -> None:
        writers = [Writer(address(node.live, document), cookies) for _ in range(5)]
        lives = [asyncio.create_task(one.live()) for one in writers]
        assert await becomes(lambda: all(one.synced.is_set() for one in writers))
        for number in range(30):
            for place, one in enumerate(writers):
                one.type(f"<{place}.{number}>")
            if number == 15:
                os.kill(live_process(node), signal.SIGKILL)
            await asyncio.sleep(0.02)
        assert await becomes(lambda: all(one.saved for one in writers), seconds=60)
        assert await becomes(lambda: len({str(one.text) for one in writers}) == 1)
        for one in writers:
            await one.leave()
        await asyncio.gather(*lives)
        kept = text_in(installation, document)
        assert kept == str(writers[0].text)
        for place, one in enumerate(writers):
            assert len(one.sure) == 30
            assert all(kept.count(f"<{place}.{number}>") == 1 for number in range(30))

    asyncio.run(write())


def test_many_who_open_a_text_at_the_same_moment_all_get_in(installation: Installation, node: Node) -> None:
    document, cookies = begin(installation, "samen"), signed_in(node)

    async def write() -> None:
        writers = [Writer(address(node.live, document), cookies) for _ in range(40)]
        lives = [asyncio.create_task(one.live()) for one in writers]
        assert await becomes(lambda: all(str(one.text) == "samen" for one in writers))
        for one in writers:
            await one.leave()
        await asyncio.gather(*lives)

    asyncio.run(write())


async def refusal(node: Node, document: str, cookies: str, origin: str | None = None) -> int:
    """The status with which a window is refused; 101 when it is let in."""
    try:
        connection = await Writer(address(node.live, document), cookies, origin).visit()
    except InvalidStatus as refused:
        return refused.response.status_code
    await connection.close()
    return 101


def test_whoever_may_not_read_it_hears_the_same_as_of_a_text_that_is_not_there(
    installation: Installation, node: Node
) -> None:
    document, secret = begin(installation), str(uuid4())
    anna, niels = signed_in(node), signed_in(node, NIELS)
    ours = f"http://127.0.0.1:{node.pages}"

    async def ask() -> None:
        assert await refusal(node, document, anna) == await refusal(node, document, anna, ours) == 101
        refused = {
            await refusal(node, document, niels),
            await refusal(node, document, ""),
            await refusal(node, document, anna, "http://elsewhere.example"),
            await refusal(node, secret, anna),
            await refusal(node, secret, niels),
            await refusal(node, "no-such-thing", anna),
        }
        assert refused == {403}

    asyncio.run(ask())


def test_a_window_is_shut_as_soon_as_its_reader_may_read_no_longer(installation: Installation, node: Node) -> None:
    document, cookies = begin(installation, "voorlopig"), signed_in(node)

    async def read() -> None:
        writer = Writer(address(node.live, document), cookies)
        life = asyncio.create_task(writer.live())
        assert await becomes(lambda: str(writer.text) == "voorlopig")
        share = f"share_text(document=UUID('{document}'), marking='RED', shared_with=[], readers=[], actor=operator())"
        await asyncio.to_thread(program, installation, f"from uuid import UUID\n{share}")
        assert await becomes(lambda: 4404 in writer.closed_with)
        await writer.leave()
        await life

    asyncio.run(read())


def test_who_does_not_belong_to_the_section_sees_the_text_and_cannot_write_in_it(
    installation: Installation, node: Node
) -> None:
    document, cookies = begin(installation, "van zorg", section="health"), signed_in(node)

    async def write() -> None:
        writer = Writer(address(node.live, document), cookies)
        life = asyncio.create_task(writer.live())
        assert await becomes(lambda: str(writer.text) == "van zorg")
        writer.type("van mij")
        assert await becomes(lambda: 4403 in writer.closed_with)
        await writer.leave()
        await life
        assert text_in(installation, document) == "van zorg"
        assert writer.sure == []

    asyncio.run(write())


def test_nobody_types_in_the_name_of_another(installation: Installation, node: Node) -> None:
    document, cookies = begin(installation, "van het knooppunt"), signed_in(node)

    async def forge() -> int | None:
        writer = Writer(address(node.live, document), cookies)
        connection = await writer.visit()
        writer.doc.apply_update(await answer(connection))
        (client,) = set(clients(writer.doc.get_state()))
        forged: Writer = Writer(address(node.live, document), cookies)
        forged.doc = type(forged.doc)(client_id=client)
        forged.doc.apply_update(writer.doc.get_update())
        before = forged.doc.get_state()
        text = forged.doc.get("text", type=type(forged.text))
        text += ", maar niet heus"
        await connection.send(sync_message(Step.UPDATE, forged.doc.get_update(before)))
        with suppress(ConnectionClosed):
            while True:
                await connection.recv()
        return connection.close_code

    assert asyncio.run(forge()) == 4409
    assert text_in(installation, document) == "van het knooppunt"


@pytest.mark.parametrize(
    "message", [b"", b"\x00", b"\x00\x02\x05\x01\x01", b"\x63\x01\x00", b"\x00\x02\x03\xff\xff\xff"]
)
def test_what_is_garbled_shuts_the_window_and_harms_nobody(
    message: bytes, installation: Installation, node: Node
) -> None:
    document, cookies = begin(installation, "heel"), signed_in(node)

    async def send() -> int | None:
        connection = await Writer(address(node.live, document), cookies).visit()
        await connection.send(message)
        with suppress(ConnectionClosed):
            while True:
                await connection.recv()
        return connection.close_code

    assert asyncio.run(send()) == 4400
    assert text_in(installation, document) == "heel"


def test_a_window_stands_in_the_presence_of_others_under_the_name_of_who_is_signed_in(
    installation: Installation, node: Node
) -> None:
    document, cookies = begin(installation), signed_in(node)

    async def look() -> bytes:
        first = await Writer(address(node.live, document), cookies).visit()
        second = await Writer(address(node.live, document), cookies).visit()
        await second.send(awareness_message([Present(77, 1, '{"user": {"name": "Iemand Anders"}}')]))
        while True:
            message = await asyncio.wait_for(first.recv(), 20)
            assert isinstance(message, bytes)
            if message[0] == 1:
                await first.close()
                await second.close()
                return message

    said = asyncio.run(look())
    assert b"Anna Analist" in said
    assert b"Iemand Anders" not in said


async def answer(connection: object) -> bytes:
    """The first answer to what one knows: nothing."""
    await connection.send(sync_message(Step.ASK, b"\x00"))  # type: ignore[attr-defined]
    while True:
        _kind, step, content = read_message(await connection.recv())  # type: ignore[attr-defined]
        if step is Step.ANSWER:
            return content


def clients(state_vector: bytes) -> list[int]:
    reader = Reader(state_vector)
    return [(reader.number(), reader.number())[0] for _ in range(reader.number())]
