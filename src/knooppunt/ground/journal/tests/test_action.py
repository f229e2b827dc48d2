"""``@action``: it does, it records, it refuses, and leaves no trace when refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import IntegrityError, connection, transaction

from knooppunt.ground.journal.models import Entry
from knooppunt.ground.journal.public import Unasked, Unrecorded, action, entries, record
from knooppunt.kit.authority import NOBODY, Actor, system_actor
from knooppunt.kit.events import Event
from knooppunt.kit.problems import NotAllowed

pytestmark = pytest.mark.django_db
NODE = system_actor("test")


@dataclass(frozen=True, slots=True)
class Noted(Event):
    about: ClassVar[str] = "text"

    text: str


def write_a_row() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('q', 'never', '{}')")


@action
def note(*, text: str, actor: Actor) -> None:
    actor.require("journal.note")
    write_a_row()
    record(Noted(text))


@action
def note_twice(*, actor: Actor) -> None:
    note(text="one", actor=actor)
    note(text="two", actor=actor)


@action
def forget_to_ask(*, actor: Actor) -> None:
    write_a_row()
    record(Noted("unasked"))


@action
def forget_to_record(*, actor: Actor) -> None:
    actor.require("journal.note")
    write_a_row()


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'never'")
        return int(cursor.fetchone()[0])


def test_an_action_leaves_one_entry_with_who_and_what() -> None:
    note(text="hello", actor=NODE)
    (line,) = entries(actor=NODE)
    assert (line.action, line.actor, line.subject, line.payload) == (
        "test_action.note",
        "test",
        "hello",
        {"text": "hello"},
    )


def test_an_action_within_an_action_writes_its_entries_in_order() -> None:
    note_twice(actor=NODE)
    assert [line.subject for line in entries(actor=NODE)] == ["two", "one"]


def test_whoever_has_no_mandate_leaves_no_trace() -> None:
    with pytest.raises(NotAllowed):
        note(text="no", actor=NOBODY)
    assert rows() == 0
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("verb", "fault"), [(forget_to_ask, Unasked), (forget_to_record, Unrecorded)])
def test_a_verb_that_forgets_its_duty_is_not_committed(verb, fault) -> None:  # type: ignore[no-untyped-def]  # any verb
    with pytest.raises(fault):
        verb(actor=NODE)
    assert rows() == 0


@pytest.mark.parametrize(
    "statement", ["UPDATE journal_entry SET event = 'x'", "DELETE FROM journal_entry", "TRUNCATE journal_entry"]
)
def test_the_database_refuses_to_change_the_journal(statement: str) -> None:
    note(text="fixed", actor=NODE)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
