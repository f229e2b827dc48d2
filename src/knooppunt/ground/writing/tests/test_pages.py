"""The page of a text, as someone without script uses it."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client
from tests.cast import account_of, browser

from knooppunt.ground.access.public import Account, actor_for
from knooppunt.ground.network.public import organisations
from knooppunt.ground.writing.public import begin_text, close_text, comments, suggestions, text_of
from knooppunt.kit.authority import system_actor

pytestmark = pytest.mark.django_db
NODE = system_actor("test")


@pytest.fixture
def anna() -> Account:
    return account_of("Anna Analist", bundle="node_officer")


def begun(anna: Account, text: str = "Het aantal bedden daalt.", section: str = "") -> UUID:
    actor = actor_for(anna)
    return begin_text(about="editie", key="Zorg", section=section, text=text, held_by=actor.organisation,
                      marking="AMBER+STRICT", shared_with=[], readers=[], actor=NODE)  # fmt: skip


def page(client: Client, document: UUID, more: str = "") -> str:
    answer = client.get(f"/writing/{document}/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_the_text_in_a_form_with_the_version_that_was_seen(anna: Account) -> None:
    document = begun(anna)
    shown = page(browser(anna), document)
    assert "Het aantal bedden daalt." in shown
    assert 'name="seen_version" value="1"' in shown


def test_a_saved_text_stands_there_and_one_goes_back_to_where_one_came_from(anna: Account) -> None:
    document, client = begun(anna), browser(anna)
    sent = {"text": "Het aantal bedden stijgt.", "seen_version": "1", "next": "/account/"}
    answer = client.post(f"/writing/{document}/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert text_of(document, actor=NODE).text == "Het aantal bedden stijgt."


def test_one_is_never_sent_to_elsewhere(anna: Account) -> None:
    document, client = begun(anna), browser(anna)
    sent = {"text": "x", "seen_version": "1", "next": "https://elsewhere.example/"}
    assert client.post(f"/writing/{document}/", sent)["Location"] == f"/writing/{document}/"


def test_a_stale_save_shows_both_versions_marked_and_keeps_what_was_written(anna: Account) -> None:
    document, client = begun(anna), browser(anna)
    client.post(f"/writing/{document}/", {"text": "Het aantal bedden stijgt.", "seen_version": "1"})
    answer = client.post(f"/writing/{document}/", {"text": "Het aantal bedden blijft gelijk.", "seen_version": "1"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "<del>stijgt</del>" in shown
    assert "<ins>blijft gelijk</ins>" in shown
    assert re.search(r"<textarea[^>]*data-writing-words>Het aantal bedden blijft gelijk\.</textarea>", shown)
    assert 'name="seen_version" value="2"' in shown
    assert text_of(document, actor=NODE).text == "Het aantal bedden stijgt."


def test_whoever_saves_again_after_comparing_is_heard(anna: Account) -> None:
    document, client = begun(anna), browser(anna)
    client.post(f"/writing/{document}/", {"text": "een", "seen_version": "1"})
    client.post(f"/writing/{document}/", {"text": "twee", "seen_version": "1"})
    client.post(f"/writing/{document}/", {"text": "twee", "seen_version": "2"})
    assert text_of(document, actor=NODE).text == "twee"


def test_a_text_that_is_too_long_is_refused_on_the_form_and_not_lost(anna: Account) -> None:
    document, client = begun(anna), browser(anna)
    answer = client.post(f"/writing/{document}/", {"text": "lang " * 25_000, "seen_version": "1"})
    assert answer.status_code == 400
    assert "lang lang" in answer.content.decode()


def test_whoever_is_of_another_section_suggests_and_the_section_decides(anna: Account) -> None:
    document, client = begun(anna, section="health"), browser(anna)
    assert "suggest/" in page(client, document)
    sent = {"text": "Het aantal bedden stijgt.", "seen_version": "1", "reason": "Zie de cijfers"}
    assert client.post(f"/writing/{document}/", sent).status_code == 404
    assert client.post(f"/writing/{document}/suggest/", {**sent, "next": ""}).status_code == 302
    (made,) = suggestions(document, actor=NODE)
    assert (made.quote, made.text, made.by) == ("daalt", "stijgt", "Anna Analist")
    head = browser(account_of("Hedwig Hoofd", bundle="head_of_node"))
    assert "Zie de cijfers" in page(head, document)
    head.post(f"/writing/{document}/suggestions/{made.id}/decide/", {"decision": "accept"})
    assert text_of(document, actor=NODE).text == "Het aantal bedden stijgt."


def test_a_comment_stands_beside_its_words_until_it_is_resolved(anna: Account) -> None:
    document, client = begun(anna), browser(anna)
    client.post(f"/writing/{document}/comments/", {"quote": "bedden", "text": "Welke?", "near": ""})
    assert "Welke?" in page(client, document)
    (left,) = comments(document, actor=NODE)
    client.post(f"/writing/{document}/comments/{left.id}/resolve/")
    (left,) = comments(document, actor=NODE)
    assert left.resolved_by == "Anna Analist"


def test_a_comment_on_words_that_are_not_there_comes_back_with_the_reason(anna: Account) -> None:
    document, client = begun(anna), browser(anna)
    answer = client.post(f"/writing/{document}/comments/", {"quote": "stoelen", "text": "Welke?", "near": ""})
    assert answer.status_code == 400
    assert "Welke?" in answer.content.decode()


def test_a_page_tells_who_wrote_what_without_script(anna: Account) -> None:
    document, client = begun(anna), browser(anna)
    client.post(f"/writing/{document}/", {"text": "Het aantal bedden daalt snel.", "seen_version": "1"})
    assert re.findall(r"<dt>([^<]+)</dt><dd>([^<]*)</dd>", page(client, document, "authors/")) == [
        ("test", "Het aantal bedden daalt"),
        ("Anna Analist", " snel"),
        ("test", "."),
    ]


def test_the_page_of_a_closed_text_has_no_form(anna: Account) -> None:
    document, client = begun(anna), browser(anna)
    close_text(document=document, actor=NODE)
    assert "<textarea" not in page(client, document)


def test_the_page_asks_the_database_a_bounded_number_of_questions(
    anna: Account, django_assert_max_num_queries: object
) -> None:
    document, client = begun(anna), browser(anna)
    for number in range(5):
        client.post(f"/writing/{document}/comments/", {"quote": "bedden", "text": f"Nr {number}", "near": ""})
    page(client, document)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        page(client, document)


def test_whoever_works_elsewhere_is_told_nothing(anna: Account) -> None:
    document = begun(anna)
    other = organisations(actor=NODE)[0]
    stranger = browser(account_of("Sven Streek", organisation=other.abbreviation, bundle="node_officer"))
    for path in ("", "authors/"):
        assert stranger.get(f"/writing/{document}/{path}").status_code == 404
