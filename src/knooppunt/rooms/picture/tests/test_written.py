"""The texts of a draft are documents: written live, closed for approval, opened again when it comes back."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from knooppunt.ground.writing.public import Right, replace_text, texts_about
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import NotAllowed
from knooppunt.rooms.picture.public import content, publish, send_back, set_text, standing
from knooppunt.rooms.picture.tests import commissioned as by
from knooppunt.rooms.picture.tests.outbreak import WRITER


@pytest.fixture
def who(outbreak: Path) -> by.Staff:
    return by.staff()


def typed(which: UUID, key: str, text: str, actor: Actor) -> None:
    """What somebody types in the editor, as the room of writing keeps it."""
    found = next(each for each in texts_about(str(which), actor=WRITER) if each.key == key)
    replace_text(document=found.id, seen_version=found.version, text=text, actor=actor)


def test_what_is_written_in_the_document_stands_in_the_draft_and_takes_its_review_away(who: by.Staff) -> None:
    which = by.begun(who)
    by.reviewed(which, who.head)
    typed(which, "zorg", "Rustig op de ic.", WRITER)
    block = next(each for each in content(which, actor=who.head)["blocks"] if each["key"] == "zorg")
    assert block["text"] == "Rustig op de ic."
    assert [each.key for each in standing(which, actor=who.head).reviews if each.at is None] == ["zorg"]


def test_for_approval_nobody_writes_and_returned_everybody_does_again(who: by.Staff) -> None:
    which = by.for_approval(who)
    assert {each.right for each in texts_about(str(which), actor=WRITER)} == {Right.READ}
    with pytest.raises(NotAllowed):
        typed(which, "zorg", "Toch anders.", WRITER)
    send_back(edition=which, reason="Zorg moet korter.", actor=who.dg)
    typed(which, "zorg", "Druk.", WRITER)
    assert {each.right for each in texts_about(str(which), actor=WRITER)} == {Right.WRITE}


def test_a_text_that_is_saved_by_the_form_carries_the_name_of_who_saved_it(who: by.Staff) -> None:
    which = by.for_approval(who)
    set_text(edition=which, key="zorg", text="Anders.", actor=who.head)
    assert {each.key: each.text for each in texts_about(str(which), actor=WRITER)}["zorg"] == "Anders."
    assert standing(which, actor=who.head).step == "review"


def test_a_published_edition_keeps_its_texts_whatever_happens_to_the_documents(who: by.Staff) -> None:
    which = by.begun(who)
    publish(edition=which, actor=WRITER)
    assert {each.closed_at is None for each in texts_about(str(which), actor=WRITER)} == {False}
    assert "Drukte op de ic." in str(content(which, actor=who.reader)["blocks"])
