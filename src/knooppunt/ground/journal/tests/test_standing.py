"""What is kept as long as nothing was committed: it is asked once, and never shown when it could be otherwise."""

from __future__ import annotations

import pytest
from django.db import transaction

from knooppunt.ground.journal.public import Kept, Standing, entries, standing
from knooppunt.ground.journal.tests.test_action import NODE, note, write_a_row

together = pytest.mark.django_db(transaction=True)


@together
def test_the_database_stands_the_same_until_something_is_committed() -> None:
    before = standing()
    assert before.name
    assert standing() == before
    note(text="news", actor=NODE)
    after = standing()
    assert after.name != before.name
    assert after.newest_entry == entries(limit=1, actor=NODE)[0].id


@together
def test_a_transaction_that_has_written_sees_what_has_no_name() -> None:
    with transaction.atomic():
        before = standing()
        write_a_row()
        assert before.name
        assert standing().name == ""


@pytest.mark.django_db
def test_no_entry_at_all_is_number_nought() -> None:
    assert standing().newest_entry == 0


def test_an_answer_is_kept_for_its_own_key_and_name_only() -> None:
    kept: Kept[int] = Kept(2)
    asked: list[int] = []

    def count() -> int:
        asked.append(1)
        return len(asked)

    one, two = Standing("one", 1), Standing("two", 2)
    assert [kept.get("a", one, count), kept.get("a", one, count)] == [1, 1]
    assert [kept.get("b", one, count), kept.get("a", two, count), kept.get("a", one, count)] == [2, 3, 4]


def test_an_answer_without_a_name_is_not_kept() -> None:
    kept: Kept[object] = Kept(2)
    nameless = Standing("", 1)
    assert kept.get("a", nameless, object) is not kept.get("a", nameless, object)


def test_what_was_not_asked_for_longest_is_forgotten_first() -> None:
    kept: Kept[object] = Kept(2)
    one = Standing("one", 1)
    first, second = kept.get("a", one, object), kept.get("b", one, object)
    assert kept.get("a", one, object) is first
    kept.get("c", one, object)
    assert kept.get("a", one, object) is first
    assert kept.get("b", one, object) is not second
