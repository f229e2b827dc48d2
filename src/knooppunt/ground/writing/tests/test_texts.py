"""Texts are begun, replaced, closed and shared; a stale save is refused."""

from __future__ import annotations

import threading
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from knooppunt.ground.access.public import TLP
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import Section
from knooppunt.ground.writing.models import Document, Update
from knooppunt.ground.writing.public import (
    Right,
    Stale,
    authors_of,
    begin_text,
    close_text,
    reopen_text,
    replace_text,
    share_text,
    text_of,
    texts_about,
)
from knooppunt.ground.writing.tests.people import KCR2, actor, begun
from knooppunt.kit.authority import NOBODY, Actor, system_actor
from knooppunt.kit.problems import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db

NODE = system_actor("test")
ANNA = actor("Anna", sections={"health"})
BRAM = actor("Bram", sections={"health"})
SOFIE = actor("Sofie", sections={"scenarios"})
HEDWIG = actor("Hedwig", "writing.everywhere", sections={"scenarios"})
RITA = actor("Rita", write=False, sections={"health"})


def test_a_text_begins_with_its_words_and_the_journal_knows_that_but_not_the_words() -> None:
    document = begun(ANNA, "Beeld van de zorg")
    found = text_of(document, actor=ANNA)
    assert (found.text, found.version, found.right) == ("Beeld van de zorg", 1, Right.WRITE)
    (line,) = entries(event="writing.TextBegun", actor=NODE)
    assert line.payload == {"document": str(document)}


def test_the_second_to_begin_a_text_finds_the_first() -> None:
    assert begun(ANNA, "eerst", key="zorg") == begun(BRAM, "later", key="zorg")
    (found,) = texts_about("editie", actor=BRAM)
    assert found.text == "eerst"


def test_a_place_that_is_taken_by_what_one_may_not_see_looks_like_nothing() -> None:
    begun(ANNA, "geheim", key="zorg", marking=TLP.RED, readers=[ANNA.id])
    with pytest.raises(NotFound):
        begun(BRAM, "later", key="zorg")


def test_a_replaced_text_keeps_what_both_versions_share_in_the_name_of_who_wrote_it() -> None:
    document = begun(ANNA, "Het aantal bedden daalt.")
    replace_text(document=document, seen_version=1, text="Het aantal bedden stijgt snel.", actor=BRAM)
    written = [(one.name, one.text) for one in authors_of(document, actor=ANNA)]
    assert written == [("Anna", "Het aantal bedden "), ("Bram", "stijgt snel"), ("Anna", ".")]


def test_a_stale_save_is_refused_and_leaves_no_trace() -> None:
    document = begun(ANNA, "een")
    replace_text(document=document, seen_version=1, text="een twee", actor=ANNA)
    with pytest.raises(Stale):
        replace_text(document=document, seen_version=1, text="een drie", actor=BRAM)
    assert text_of(document, actor=BRAM).text == "een twee"
    assert len(entries(event="writing.TextChanged", actor=NODE)) == 1


def test_a_change_that_was_undone_makes_nothing_stale() -> None:
    document = begun(ANNA, "een")
    replace_text(document=document, seen_version=1, text="een twee", actor=ANNA)
    replace_text(document=document, seen_version=2, text="een", actor=ANNA)
    assert replace_text(document=document, seen_version=1, text="een drie", actor=BRAM) == 4


def test_saving_the_same_text_is_no_new_version() -> None:
    document = begun(ANNA, "een\ntwee")
    assert replace_text(document=document, seen_version=1, text="een\r\ntwee", actor=BRAM) == 1


def test_a_text_can_be_read_as_it_was() -> None:
    document = begun(ANNA, "een")
    replace_text(document=document, seen_version=1, text="twee", actor=ANNA)
    assert [text_of(document, version=version, actor=ANNA).text for version in (0, 1, 2)] == ["", "een", "twee"]
    with pytest.raises(NotFound):
        text_of(document, version=3, actor=ANNA)


@pytest.mark.parametrize(
    ("who", "right"), [(ANNA, Right.WRITE), (HEDWIG, Right.WRITE), (SOFIE, Right.SUGGEST), (RITA, Right.READ)]
)
def test_a_text_is_written_by_its_section_and_by_who_may_write_everywhere(who: Actor, right: Right) -> None:
    document = begun(ANNA, "van zorg")
    assert text_of(document, actor=who).right is right


@pytest.mark.parametrize("who", [SOFIE, RITA])
def test_others_cannot_replace_it(who: Actor) -> None:
    document = begun(ANNA, "van zorg")
    with pytest.raises(NotAllowed):
        replace_text(document=document, seen_version=1, text="van mij", actor=who)
    assert text_of(document, actor=ANNA).text == "van zorg"


@pytest.mark.parametrize("stranger", [NOBODY, actor("Vreemd", organisation=str(uuid4()))])
def test_what_is_not_there_and_what_may_not_be_seen_are_refused_alike(stranger: Actor) -> None:
    document = begun(ANNA, "van ons")
    for which in (document, uuid4()):
        for read in (text_of, authors_of):
            with pytest.raises((NotFound, NotAllowed)) as refused:
                read(which, actor=stranger)
            assert (refused.value.status, str(refused.value)) == (404, "There is nothing here.")


def test_nobody_writes_in_a_closed_text_until_it_is_opened_again() -> None:
    document = begun(ANNA, "af")
    assert close_text(document=document, actor=ANNA) == close_text(document=document, actor=ANNA) == 1
    assert text_of(document, actor=ANNA).right is Right.READ
    with pytest.raises(NotAllowed):
        replace_text(document=document, seen_version=1, text="toch niet", actor=ANNA)
    reopen_text(document=document, actor=ANNA)
    assert replace_text(document=document, seen_version=1, text="toch niet", actor=ANNA) == 2
    told = [line.payload["reopened"] for line in entries(event="writing.TextClosed", actor=NODE)]
    assert sorted(told) == [False, True]


def test_sharing_decides_who_sees_it() -> None:
    document, outside = begun(ANNA, "voor ons"), actor("Ruud", organisation=str(uuid4()))
    assert texts_about("editie", actor=outside) == []
    share_text(document=document, marking=TLP.AMBER, shared_with=[outside.organisation], readers=[], actor=ANNA)
    assert [one.text for one in texts_about("editie", actor=outside)] == ["voor ons"]


@pytest.mark.parametrize("text", ["nul\x00", "bel\x07", "x" * 100_001])
def test_a_text_that_cannot_be_kept_is_refused_with_a_reason(text: str) -> None:
    document = begun(ANNA, "een")
    with pytest.raises(Invalid):
        replace_text(document=document, seen_version=1, text=text, actor=ANNA)


def test_what_was_typed_is_never_changed_or_removed() -> None:
    begun(ANNA, "een")
    for spoil in (Update.objects.all().delete, lambda: Update.objects.update(person="iemand anders")):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_begin_a_text_at_once_one_is_first_and_all_find_it() -> None:
    found, together = list[UUID](), threading.Barrier(8)

    def begin(number: int) -> None:
        together.wait()
        found.append(begun(NODE, f"tekst {number}"))
        connection.close()

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert {*found} == {Document.objects.get().pk}


def test_a_text_belongs_to_a_section_that_exists() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        begin_text(about="editie", key="x", section="tuin", text="", held_by=KCR2, marking=TLP.GREEN,
                   shared_with=[], readers=[], actor=NODE)  # fmt: skip
    assert Section.HEALTH in {section.value for section in Section}
