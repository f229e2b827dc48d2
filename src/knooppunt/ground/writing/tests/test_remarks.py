"""Comments and suggestions: they move along with the text, and are dealt with once."""

from __future__ import annotations

import pytest

from knooppunt.ground.journal.public import entries
from knooppunt.ground.writing.public import (
    Stale,
    authors_of,
    comments,
    decide_suggestion,
    leave_comment,
    replace_text,
    resolve_comment,
    suggest_text,
    suggestions,
    text_of,
)
from knooppunt.ground.writing.tests.people import actor, begun
from knooppunt.kit.authority import system_actor
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db

NODE = system_actor("test")
ANNA = actor("Anna", sections={"health"})
SOFIE = actor("Sofie", sections={"scenarios"})
RITA = actor("Rita", write=False)


def test_a_comment_stays_with_its_words_when_the_text_around_them_changes() -> None:
    document = begun(ANNA, "de bedden en de bedden")
    leave_comment(document=document, quote="bedden", near=16, text="Welke?", actor=SOFIE)
    replace_text(document=document, seen_version=1, text="Zie: de bedden en ook de bedden", actor=ANNA)
    (left,) = comments(document, actor=ANNA)
    assert left.start == len("Zie: de bedden en ook de ")
    assert not left.gone


def test_a_comment_says_so_when_its_words_are_gone() -> None:
    document = begun(ANNA, "de bedden daar")
    leave_comment(document=document, quote="bedden", near=None, text="Welke?", actor=SOFIE)
    replace_text(document=document, seen_version=1, text="de daar", actor=ANNA)
    (left,) = comments(document, actor=ANNA)
    assert left.gone
    assert left.quote == "bedden"


def test_a_comment_can_be_about_the_whole_text() -> None:
    document = begun(ANNA, "")
    leave_comment(document=document, quote="", near=None, text="Leeg", actor=SOFIE)
    (left,) = comments(document, actor=ANNA)
    assert (left.start, left.gone) == (None, False)


def test_a_comment_is_resolved_once_by_who_left_it_or_who_writes() -> None:
    document = begun(ANNA, "tekst")
    mine = leave_comment(document=document, quote="", near=None, text="Mooi", actor=SOFIE)
    hers = leave_comment(document=document, quote="", near=None, text="Dank", actor=ANNA)
    resolve_comment(document=document, comment=mine, actor=SOFIE)
    with pytest.raises(NotAllowed):
        resolve_comment(document=document, comment=hers, actor=SOFIE)
    with pytest.raises(Conflict):
        resolve_comment(document=document, comment=mine, actor=ANNA)
    assert len(entries(event="writing.CommentResolved", actor=NODE)) == 1


@pytest.mark.parametrize("words", [{"text": " "}, {"text": "x" * 4_001}, {"quote": "niet te vinden"}])
def test_a_comment_that_says_nothing_or_is_about_nothing_is_refused(words: dict[str, str]) -> None:
    document = begun(ANNA, "tekst")
    with pytest.raises(Invalid):
        leave_comment(document=document, **{"quote": "", "near": None, "text": "ja", **words}, actor=SOFIE)  # type: ignore[arg-type]
    assert comments(document, actor=ANNA) == []


def test_whoever_only_reads_says_nothing() -> None:
    document = begun(ANNA, "tekst")
    with pytest.raises(NotAllowed):
        leave_comment(document=document, quote="", near=None, text="Hoi", actor=RITA)
    with pytest.raises(NotAllowed):
        suggest_text(document=document, seen_version=1, text="anders", reason="", actor=RITA)


@pytest.mark.parametrize(
    ("old", "new"),
    [("een twee drie", "een drie"), ("een", "nul een"), ("een", "een twee"), ("", "eerste"), ("weg", "")],
)
def test_a_suggestion_that_is_taken_over_becomes_the_text(old: str, new: str) -> None:
    document = begun(ANNA, old)
    version = text_of(document, actor=SOFIE).version
    made = suggest_text(document=document, seen_version=version, text=new, reason="", actor=SOFIE)
    assert text_of(document, actor=ANNA).text == old
    decide_suggestion(document=document, suggestion=made, accept=True, actor=ANNA)
    assert text_of(document, actor=ANNA).text == new


def test_a_suggestion_still_fits_when_something_else_in_the_text_changed() -> None:
    document = begun(ANNA, "eerste zin. laatste zin.")
    made = suggest_text(document=document, seen_version=1, text="eerste zin. allerlaatste zin.", reason="", actor=SOFIE)
    replace_text(document=document, seen_version=1, text="De eerste zin. laatste zin.", actor=ANNA)
    decide_suggestion(document=document, suggestion=made, accept=True, actor=ANNA)
    assert text_of(document, actor=ANNA).text == "De eerste zin. allerlaatste zin."


def test_a_suggestion_whose_words_changed_is_not_taken_over_but_can_be_declined() -> None:
    document = begun(ANNA, "drie bedden")
    made = suggest_text(document=document, seen_version=1, text="vier bedden", reason="", actor=SOFIE)
    replace_text(document=document, seen_version=1, text="vijf bedden", actor=ANNA)
    with pytest.raises(Conflict):
        decide_suggestion(document=document, suggestion=made, accept=True, actor=ANNA)
    decide_suggestion(document=document, suggestion=made, accept=False, actor=ANNA)
    (line,) = suggestions(document, actor=ANNA)
    assert (line.accepted, line.decided_by) == (False, "Anna")


def test_a_suggestion_is_decided_once_and_not_by_who_made_it() -> None:
    document = begun(ANNA, "een")
    made = suggest_text(document=document, seen_version=1, text="twee", reason="", actor=SOFIE)
    with pytest.raises(NotAllowed):
        decide_suggestion(document=document, suggestion=made, accept=True, actor=SOFIE)
    decide_suggestion(document=document, suggestion=made, accept=True, actor=ANNA)
    with pytest.raises(Conflict):
        decide_suggestion(document=document, suggestion=made, accept=True, actor=ANNA)


def test_what_was_taken_over_stands_in_the_name_of_who_took_it_over() -> None:
    document = begun(ANNA, "een")
    made = suggest_text(document=document, seen_version=1, text="een twee", reason="", actor=SOFIE)
    decide_suggestion(document=document, suggestion=made, accept=True, actor=ANNA)
    assert {one.name for one in authors_of(document, actor=ANNA)} == {"Anna"}


def test_a_suggestion_on_an_old_version_is_stale_and_one_that_changes_nothing_is_refused() -> None:
    document = begun(ANNA, "een")
    replace_text(document=document, seen_version=1, text="twee", actor=ANNA)
    with pytest.raises(Stale):
        suggest_text(document=document, seen_version=1, text="drie", reason="", actor=SOFIE)
    with pytest.raises(Invalid):
        suggest_text(document=document, seen_version=2, text="twee", reason="", actor=SOFIE)
