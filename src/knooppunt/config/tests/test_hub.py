"""The hub of the live stream: bounded, and never silent about what it cannot deliver."""

from __future__ import annotations

import pytest
from django.conf import settings

from knooppunt.config.live.hub import ROOM_FOR, Announcement, Hub, Stream
from knooppunt.config.live.readers import allowed_origin, may_know
from knooppunt.kit.authority import NOBODY, Actor, Mandate


def waiting(stream: Stream) -> list[Announcement | None]:
    return [stream.waiting.get_nowait() for _ in range(stream.waiting.qsize())]


def test_a_reader_that_is_too_slow_is_ended_and_the_others_are_not() -> None:
    hub, slow, quick = Hub(""), Stream(), Stream()
    hub.streams |= {slow, quick}
    for number in range(ROOM_FOR + 1):
        hub.announce(Announcement(number, "figures.FiguresImported"))
        assert quick.waiting.get_nowait() == Announcement(number, "figures.FiguresImported")
    assert waiting(slow) == [None]


def test_when_the_database_is_lost_every_stream_ends() -> None:
    hub, stream = Hub(""), Stream()
    hub.streams.add(stream)
    hub.announce(Announcement(1, "picture.EditionPublished"))
    hub.end_all()
    assert (waiting(stream), hub.listening) == ([None], False)


def test_whenever_mandates_change_readers_are_asked_anew_who_they_are() -> None:
    hub = Hub("")
    hub.announce(Announcement(1, "figures.FiguresImported"))
    assert hub.authority_changed == 0
    hub.announce(Announcement(2, "access.MandateWithdrawn"))
    assert hub.authority_changed == 1


def test_that_something_happened_is_told_to_whoever_may_read_there() -> None:
    reader = Actor(id="r", name="R", mandates=frozenset({Mandate("figures.read", "VR09")}))
    assert may_know(reader, Announcement(1, "figures.FiguresImported"))
    assert not may_know(reader, Announcement(1, "access.AccountCreated"))
    assert not may_know(NOBODY, Announcement(1, "figures.FiguresImported"))


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
