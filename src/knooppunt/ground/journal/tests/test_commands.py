"""The journal from the terminal, and what a live stream may hear of it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from django.utils.translation import override

from knooppunt.ground.journal.commands import journal
from knooppunt.ground.journal.public import announced_since
from knooppunt.ground.journal.tests.test_action import NODE, note
from knooppunt.ground.journal.tests.test_verify import behind_its_back
from knooppunt.kit.authority import NOBODY, Actor, Mandate

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str) -> Result:
    with override("en"):
        return CliRunner().invoke(journal, arguments)


def test_verify_says_the_journal_is_intact_and_prints_its_head() -> None:
    note(text="a", actor=NODE)
    assert json.loads(run("seal", "--json").output) == {"sealed": 1}
    said = run("verify")
    assert (said.exit_code, said.output[:22]) == (0, "The journal is intact.")
    assert json.loads(run("verify", "--json").output)["head"] in said.output


def test_verify_names_the_row_that_was_changed_with_exit_code_3() -> None:
    note(text="a", actor=NODE)
    run("seal")
    number = json.loads(run("list", "--json").output)[0]["id"]
    behind_its_back(f"UPDATE journal_entry SET subject = 'b' WHERE id = {number}")
    said = run("verify")
    assert said.exit_code == 3
    assert f"Entry {number} was changed" in said.output
    assert json.loads(run("verify", "--json").output)["fault"] == {"what": "changed", "row": number}


def test_list_shows_the_newest_first_and_no_more_than_asked() -> None:
    for text in "abc":
        note(text=text, actor=NODE)
    assert [line["subject"] for line in json.loads(run("list", "--limit", "2", "--json").output)] == ["c", "b"]
    assert len(run("list").output.splitlines()) == 3


def test_a_reader_hears_of_each_kind_once_and_only_of_rooms_they_may_read() -> None:
    for text in "abc":
        note(text=text, actor=NODE)
    newest = json.loads(run("list", "--json").output)[0]
    room = newest["event"].split(".")[0]
    reader = Actor(id="r", name="R", mandates=frozenset({Mandate(f"{room}.read", "VR09")}))
    assert announced_since(newest["id"] - 2, actor=reader) == [(newest["id"], newest["event"])]
    assert announced_since(newest["id"] - 2, actor=NOBODY) == []


def test_what_was_committed_late_is_told_to_whoever_saw_a_higher_number() -> None:
    note(text="a", actor=NODE)
    note(text="b", actor=NODE)
    second, first = (line["id"] for line in json.loads(run("list", "--json").output))
    assert [number for number, _event in announced_since(second, actor=NODE)] == [first]
