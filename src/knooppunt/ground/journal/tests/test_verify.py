"""``verify`` names the first row that was changed, removed or inserted behind the journal's back."""

from __future__ import annotations

import pytest
from django.db import connection

from knooppunt.ground.journal.models import Entry
from knooppunt.ground.journal.public import Fault, seal, verify
from knooppunt.ground.journal.tests.test_action import NODE, note

pytestmark = pytest.mark.django_db(transaction=True)


def behind_its_back(*statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture
def five_entries() -> list[int]:
    for text in "abc":
        note(text=text, actor=NODE)
    assert seal() == 3
    for text in "de":
        note(text=text, actor=NODE)
    assert seal() == 2
    return list(Entry.objects.order_by("id").values_list("id", flat=True))


def test_an_untouched_journal_is_whole(five_entries: list[int]) -> None:
    checked = verify()
    assert (checked.entries, checked.sealed, checked.seals, checked.fault) == (5, 5, 2, None)


def test_one_changed_byte_names_the_row(five_entries: list[int]) -> None:
    behind_its_back(f"UPDATE journal_entry SET actor_name = 'tesu' WHERE id = {five_entries[3]}")
    assert verify().fault == Fault("changed", five_entries[3])


def test_a_changed_digest_that_fits_its_changed_row_is_still_found(five_entries: list[int]) -> None:
    behind_its_back(
        f"UPDATE journal_entry SET subject = 'z' WHERE id = {five_entries[1]}",
        f"UPDATE journal_entry e SET digest = journal_digest(e) WHERE id = {five_entries[1]}",
    )
    assert verify().fault == Fault("changed", five_entries[1])


def test_a_removed_row_is_named(five_entries: list[int]) -> None:
    behind_its_back(f"DELETE FROM journal_entry WHERE id = {five_entries[2]}")
    assert verify().fault == Fault("removed", five_entries[2])


def test_a_row_put_between_the_others_is_named(five_entries: list[int]) -> None:
    behind_its_back(
        "INSERT INTO journal_entry (id, key, at, event, action, actor_id, actor_name, organisation, subject, payload)"
        " SELECT 0, gen_random_uuid(), at, event, action, actor_id, actor_name, organisation, subject, payload"
        f" FROM journal_entry WHERE id = {five_entries[0]}"
    )
    assert verify().fault == Fault("inserted", 0)


def test_a_removed_seal_is_named(five_entries: list[int]) -> None:
    behind_its_back("DELETE FROM journal_seal WHERE number = 1")
    assert verify().fault == Fault("seal removed", 1)


def test_a_change_before_the_sealing_is_named_too(five_entries: list[int]) -> None:
    note(text="f", actor=NODE)
    last = Entry.objects.latest("id").id
    behind_its_back(f"UPDATE journal_entry SET subject = 'g' WHERE id = {last}")
    assert verify().fault == Fault("changed", last)
