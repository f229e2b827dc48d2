"""The hub of the live stream: it hears what is announced and for whom, and who may listen."""

from __future__ import annotations

import asyncio

import pytest
from django.conf import settings
from django.db import connection, connections
from psycopg.conninfo import make_conninfo

from knooppunt.config.live.hub import Hub
from knooppunt.config.live.readers import allowed_origin, may_know
from knooppunt.config.live.streams import Announcement
from knooppunt.config.tests.ears import Ear, flowing
from knooppunt.ground.files.events import OriginalKept
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import NOBODY, Actor, Mandate, system_actor
from knooppunt.kit.ids import new_id


def test_when_the_database_is_lost_every_stream_ends() -> None:
    async def lose() -> None:
        hub, reader = Hub(""), Ear()
        stream = flowing(reader)
        hub.streams.add(stream)
        hub.announce(Announcement(1, "picture.EditionPublished"))
        hub.end_all()
        hub.announce(Announcement(2, "picture.EditionPublished"))
        await asyncio.sleep(0)
        assert (reader.heard, stream.over.done(), hub.listening) == ([1], True, False)

    asyncio.run(lose())


def test_whenever_mandates_change_readers_are_asked_anew_who_they_are() -> None:
    async def change() -> None:
        hub = Hub("")
        for event in ("figures.FiguresImported", "access.SignedIn", "access.SignInFailed"):
            hub.announce(Announcement(1, event))
            assert hub.authority_changed == 0, "that someone signs in changes nobody's mandates"
        hub.announce(Announcement(2, "access.MandateWithdrawn"))
        assert hub.authority_changed == 1

    asyncio.run(change())


def test_that_something_happened_is_told_to_whoever_may_read_there() -> None:
    reader = Actor(id="r", name="R", mandates=frozenset({Mandate("figures.read", "VR09")}))
    assert may_know(reader, Announcement(1, "figures.CatalogueSynced"))
    assert not may_know(reader, Announcement(1, "access.AccountCreated"))
    assert not may_know(NOBODY, Announcement(1, "figures.CatalogueSynced"))


def test_an_event_with_an_audience_is_told_to_that_audience_only() -> None:
    reads = frozenset({Mandate("figures.read")})
    within, outside = Actor("a", "A", "org-a", mandates=reads), Actor("b", "B", "org-b", mandates=reads)
    strict = Announcement(1, "figures.FiguresImported", Audience("org-a", "AMBER+STRICT"))
    assert (may_know(within, strict), may_know(outside, strict)) == (True, False)
    assert not may_know(Actor("c", "C", "org-a"), strict), "who may not read in the room hears of nothing there"
    silent = Announcement(1, "figures.FiguresImported")
    assert not may_know(within, silent), "written before it said for whom it is"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shared", [2, 400])
def test_the_hub_hears_for_whom_an_entry_is_also_when_that_is_long(shared: int) -> None:
    audience = Audience("org-a", "AMBER", tuple(str(new_id()) for _ in range(shared)))
    assert asyncio.run(heard(audience)).audience == audience


async def heard(audience: Audience) -> Announcement:
    """What a stream is asked about when an original is kept for this audience."""
    hub, asked = Hub(connection_url()), asyncio.get_running_loop().create_future()

    def may_know(actor: Actor, announcement: Announcement) -> bool:
        asked.set_result(announcement)
        return False

    hub.streams.add(flowing(Ear(), may_know=may_know))
    listening = asyncio.create_task(hub.run())
    while not hub.listening:
        await asyncio.sleep(0.01)
    await asyncio.to_thread(in_own_connection, audience)
    found: Announcement = await asyncio.wait_for(asked, 30)
    listening.cancel()
    return found


@action
def announce(*, audience: Audience, actor: Actor) -> None:
    actor.require("files.keep")
    record(OriginalKept(sha256="0" * 64, name="a.csv", size=1, audience=audience))


def in_own_connection(audience: Audience) -> None:
    try:
        announce(audience=audience, actor=system_actor("test"))
    finally:
        connections.close_all()


def connection_url() -> str:
    """The address of the database of the test."""
    known = connection.settings_dict
    return make_conninfo(dbname=known["NAME"], user=known["USER"], password=known["PASSWORD"], host=known["HOST"],
                         port=known["PORT"] or None)  # fmt: skip


@pytest.mark.parametrize(
    ("host", "origin", "allowed"),
    [
        ("node.example:8001", "http://node.example:8000", "http://node.example:8000"),
        ("node.example", "", ""),
        ("node.example", "https://elsewhere.example", None),
        ("node.example", "null", None),
        ("elsewhere.example", "https://elsewhere.example", None),
        ("", "", None),
    ],
)
def test_only_pages_of_the_same_host_may_listen(
    host: str, origin: str, allowed: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["node.example"])
    assert allowed_origin({"host": host, "origin": origin}) == allowed
