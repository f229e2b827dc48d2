"""Following the journal in order: what is committed late is not passed over."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import connection, transaction

from knooppunt.ground.journal.models import Entry
from knooppunt.ground.journal.public import action, announced_after, announced_between, final_entry, record
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.events import Event

NODE = system_actor("test")
EVENT = "tests.Heard"
READER = system_actor("reader", ("tests.read",))
DEAF = system_actor("deaf", ("elsewhere.read",))


@dataclass(frozen=True, slots=True)
class Heard(Event):
    about: ClassVar[str] = "text"

    text: str


@action
def tell(*, text: str, actor: Actor) -> None:
    actor.require("tests.tell")
    record(Heard(text))


@pytest.mark.django_db
def test_what_was_announced_comes_in_order_and_without_its_content() -> None:
    begun = now()
    for text in ("one", "two"):
        tell(text=text, actor=NODE)
    told = announced_after(0, final_entry(), events=[EVENT], actor=READER)
    assert [one.subject for one in told] == ["one", "two"]
    assert announced_after(told[0].entry, final_entry(), events=[EVENT], actor=READER) == told[1:]
    assert announced_between(begun, now(), events=[EVENT], most=1, actor=READER) == told[:1]


@pytest.mark.django_db
def test_whoever_may_not_read_the_room_hears_nothing() -> None:
    tell(text="one", actor=NODE)
    assert announced_after(0, final_entry(), events=[EVENT], actor=DEAF) == []


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_is_committed_late_is_waited_for() -> None:
    written, may_commit = threading.Event(), threading.Event()

    def dawdle() -> None:
        with transaction.atomic():
            tell(text="early number, late commit", actor=NODE)
            written.set()
            may_commit.wait(30)
        connection.close()

    slow = threading.Thread(target=dawdle)
    slow.start()
    assert written.wait(30)
    tell(text="late number, early commit", actor=NODE)
    assert Entry.objects.count() == 1
    threading.Timer(0.5, may_commit.set).start()
    told = announced_after(0, final_entry(), events=[EVENT], actor=READER)
    slow.join()
    assert [one.subject for one in told] == ["early number, late commit", "late number, early commit"]
