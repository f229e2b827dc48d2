"""Reviewing, approving, falling and publishing of exactly what was approved."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from knooppunt.ground.journal.public import entries
from knooppunt.kit.problems import Conflict, Invalid, NotFound
from knooppunt.rooms.picture.models import Approval, Fall
from knooppunt.rooms.picture.public import (
    approve,
    ask_approval,
    document,
    edition,
    missing,
    publish,
    refreeze,
    replay,
    review,
    send_back,
    set_text,
    standing,
    submit,
    waiting_drafts,
    waiting_for,
    watch,
)
from knooppunt.rooms.picture.queries import lacking
from knooppunt.rooms.picture.rules.canonical import text_digest
from knooppunt.rooms.picture.tests import commissioned as by
from knooppunt.rooms.picture.tests.outbreak import ON, WRITER, bring, person

COLUMNS = "at, person, name, organisation, acting_for_id, acting_for, sha256, content_id, edition_id"
AGAIN = f"INSERT INTO picture_approval (id, function, {COLUMNS}) SELECT gen_random_uuid(), {{function}}, {COLUMNS} "
AGAIN += "FROM picture_approval"


@pytest.fixture
def who(outbreak: Path) -> by.Staff:
    return by.staff()


def test_what_both_approved_is_what_goes_out_byte_for_byte_and_it_replays(who: by.Staff) -> None:
    which = by.approved(who)
    asked = standing(which, actor=who.head)
    assert asked.step == "approved"
    line = publish(edition=which, acknowledged=by.seen(which, who.head), actor=who.head)
    data = document(which, "json", actor=who.reader).path.read_bytes()
    assert line.sha256 == asked.sha256 == hashlib.sha256(data).hexdigest()
    assert not any(name in data.decode() for name in ("Dirk Generaal", "Vera Voorzitter", "Hilde Hoofd"))
    assert not line.unapproved
    assert replay(which, actor=who.head).same
    seats = standing(which, actor=who.reader).seats
    assert [(each.commissioner.function, each.approval and each.approval.name) for each in seats] == [
        ("Programma-DG", "Dirk Generaal"), ("Voorzitter", "Vera Voorzitter")]  # fmt: skip


def test_nothing_goes_out_before_each_commissioner_approved(who: by.Staff) -> None:
    which = by.for_approval(who)
    by.yes(which, who.dg)
    with pytest.raises(Conflict, match=r"must first be approved by: Programma-DG \(VWS\); Voorzitter"):
        publish(edition=which, acknowledged=by.seen(which, who.head), actor=who.head)
    draft = by.begun(who)
    with pytest.raises(Conflict, match="must first be approved"):
        publish(edition=draft, acknowledged=by.seen(draft, who.head), actor=who.head)
    assert edition(draft, actor=who.head).state == "draft"


def test_the_operator_publishes_without_approval_and_the_edition_says_so_everywhere(who: by.Staff) -> None:
    which = by.begun(who)
    line = publish(edition=which, actor=WRITER)
    assert line.unapproved
    page = document(which, "html", actor=who.reader).path.read_text(encoding="utf-8")
    assert "Door de beheerder van het systeem gepubliceerd zonder goedkeuring" in page
    assert b'"unapproved":true' in document(which, "json", actor=who.reader).path.read_bytes()
    assert replay(which, actor=who.head).same


def test_each_section_says_of_exactly_its_text_that_it_is_right(who: by.Staff) -> None:
    which = by.begun(who)
    with pytest.raises(Conflict, match="is a draft"):
        review(edition=which, key="zorg", sha256=text_digest(by.TEXTS["zorg"]), actor=who.head)
    submit(edition=which, actor=who.head)
    with pytest.raises(Conflict, match="has changed since you read it"):
        review(edition=which, key="zorg", sha256=text_digest("iets anders"), actor=who.head)
    with pytest.raises(NotFound):
        review(edition=which, key="zorgen", sha256="", actor=who.head)
    with pytest.raises(Conflict, match="Not reviewed yet: kernboodschap, zorg, continuiteit, samenleving"):
        ask_approval(edition=which, actor=who.head)
    by.review_all(which, who.head)
    set_text(edition=which, key="zorg", text="Toch anders.", actor=who.head)
    with pytest.raises(Conflict, match="Not reviewed yet: zorg"):
        ask_approval(edition=which, actor=who.head)


def test_a_section_reviews_its_own_text_and_who_publishes_on_behalf_of_one(who: by.Staff) -> None:
    which = by.begun(who)
    submit(edition=which, actor=who.head)
    outsider = person("Wim", "picture.read", "picture.compile", "figures.read")
    with pytest.raises(Conflict, match="Only someone of that section"):
        review(edition=which, key="zorg", sha256=text_digest(by.TEXTS["zorg"]), actor=outsider)
    review(edition=which, key="zorg", sha256=text_digest(by.TEXTS["zorg"]), actor=who.head)
    found = {each.key: each.by for each in standing(which, actor=who.head).reviews}
    assert (found["zorg"], found["continuiteit"]) == ("Hilde Hoofd", "")


def test_an_approval_falls_once_when_a_text_changes_and_the_section_looks_again(who: by.Staff) -> None:
    which = by.approved(who)
    set_text(edition=which, key="zorg", text="Rustig op de ic.", actor=who.head)
    stands = standing(which, actor=who.head)
    assert stands.step == "review"
    assert [(each.approval, each.fallen is not None) for each in stands.seats] == [(None, True)] * 2
    assert [each.kind for each in stands.since_approval] == ["text"]
    assert len(entries(event="picture.ApprovalFallen", actor=WRITER)) == 2
    by.review_all(which, who.head)
    ask_approval(edition=which, actor=who.head)
    for commissioner in (who.dg, who.chair):
        by.yes(which, commissioner)
    assert publish(edition=which, acknowledged=by.seen(which, who.head), actor=who.head).state == "published"
    assert len(entries(event="picture.ApprovalFallen", actor=WRITER)) == 2


def test_what_fell_does_not_rise_when_the_old_text_comes_back(who: by.Staff) -> None:
    which = by.approved(who)
    for text in ("Rustig op de ic.", by.TEXTS["zorg"]):
        set_text(edition=which, key="zorg", text=text, actor=who.head)
    ask_approval(edition=which, actor=who.head)
    stands = standing(which, actor=who.head)
    assert (stands.step, [each.approval for each in stands.seats]) == ("approval", [None, None])
    by.yes(which, who.dg)
    assert standing(which, actor=who.head).seats[0].approval is not None


def test_newer_figures_let_approvals_fall_and_the_same_figures_do_not(who: by.Staff, outbreak: Path) -> None:
    which = by.approved(who)
    bring(outbreak, [f"cases.reported,VR09,{ON},{ON},5000"], "correction.csv")
    assert standing(which, actor=who.head).step == "approved"
    refreeze(edition=which, actor=who.head)
    stands = standing(which, actor=who.dg)
    assert stands.step == "approval"
    assert {each.area for each in stands.since_approval} == {"NL", "VR09"}
    assert [each.id for each in waiting_for(actor=who.dg)] == [which]
    by.yes(which, who.dg)
    by.yes(which, who.chair)
    assert publish(edition=which, acknowledged=by.seen(which, who.head), actor=who.head).state == "published"


def test_an_approval_is_of_what_was_read(who: by.Staff) -> None:
    which = by.for_approval(who)
    read = standing(which, actor=who.dg).sha256
    set_text(edition=which, key="zorg", text="Rustig op de ic.", actor=who.head)
    by.review_all(which, who.head)
    ask_approval(edition=which, actor=who.head)
    with pytest.raises(Conflict, match="changed since you read it"):
        approve(edition=which, sha256=read, actor=who.dg)
    assert not Approval.objects.exists()


def test_returning_takes_a_reason_and_all_that_was_approved_falls(who: by.Staff) -> None:
    which = by.for_approval(who)
    by.yes(which, who.dg)
    with pytest.raises(Invalid, match="Give a reason"):
        send_back(edition=which, reason="  ", actor=who.chair)
    send_back(edition=which, reason="De cijfers van Utrecht kloppen niet.", actor=who.chair)
    stands = standing(which, actor=who.head)
    last = stands.turns[-1]
    assert (stands.step, last.name, last.reason) == (
        "draft", "Vera Voorzitter", "De cijfers van Utrecht kloppen niet.")  # fmt: skip
    assert edition(which, actor=who.head).number is None
    with pytest.raises(NotFound):
        edition(which, actor=who.dg)
    assert [each.payload["edition"] for each in entries(event="picture.ApprovalFallen", actor=WRITER)] == [str(which)]


def test_what_is_missing_must_have_been_seen_as_it_is(who: by.Staff) -> None:
    which = by.approved(who)
    with pytest.raises(Invalid, match="Say that you have seen"):
        publish(edition=which, actor=who.head)
    with pytest.raises(Conflict, match="has changed since you saw it"):
        publish(edition=which, acknowledged="0" * 64, actor=who.head)
    facts, digest = missing(which, actor=who.head)
    kinds = {fact["kind"] for fact in facts}
    assert {"text", "unknown", "gap"} <= kinds
    assert publish(edition=which, acknowledged=digest, actor=who.head).state == "published"
    assert missing(which, actor=who.reader) == (facts, digest)


def test_numbers_are_fixed_when_asked_and_editions_come_out_in_their_order(who: by.Staff) -> None:
    first, second = by.approved(who), by.approved(who)
    assert [edition(each, actor=who.head).number for each in (first, second)] == [1, 2]
    publish(edition=second, acknowledged=by.seen(second, who.head), actor=who.head)
    with pytest.raises(Conflict, match="Edition 2 is already out"):
        publish(edition=first, acknowledged=by.seen(first, who.head), actor=who.head)
    send_back(edition=first, reason="Haalt nummer 2 in.", actor=who.head)
    submit(edition=first, actor=who.head)
    ask_approval(edition=first, actor=who.head)
    assert edition(first, actor=who.head).number == 3


def test_commissioners_see_what_they_are_asked_about_and_no_draft(who: by.Staff) -> None:
    draft = by.begun(who)
    assert waiting_drafts(actor=who.dg) == []
    with pytest.raises(NotFound):
        standing(draft, actor=who.dg)
    which = by.for_approval(who)
    assert [each.id for each in waiting_drafts(actor=who.dg)] == [which]
    assert waiting_drafts(actor=who.reader) == []


def test_an_approval_falls_by_the_clock_when_the_content_changed_by_itself(
    who: by.Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    which = by.approved(who)
    assert watch(edition=which, actor=WRITER) == 0
    stale = {"kind": "stale", "about": "x", "words": {"nl": "Een duiding is verouderd.", "en": "A statement is stale."}}
    monkeypatch.setattr(lacking, "PROVIDERS", (lambda *_: [stale],))
    assert standing(which, actor=who.head).step == "approval"
    assert [watch(edition=which, actor=WRITER) for _ in range(2)] == [2, 0]
    assert Fall.objects.count() == 2
    with pytest.raises(Conflict, match="must first be approved"):
        publish(edition=which, acknowledged=by.seen(which, who.head), actor=who.head)


def test_the_database_guards_the_steps_and_what_was_said(who: by.Staff) -> None:
    which = by.for_approval(who)
    by.yes(which, who.dg)
    for statement in (
        "UPDATE picture_edition SET state = 'draft', number = NULL WHERE state = 'review'",
        "UPDATE picture_edition SET state = 'withdrawn', withdrawn_at = now(), withdrawn_why = 'x'",
        "UPDATE picture_edition SET state = 'published'",
        "UPDATE picture_approval SET name = 'x'",
        "DELETE FROM picture_approval",
        "DELETE FROM picture_review",
        "UPDATE picture_turn SET reason = 'x'",
        AGAIN.format(function="function"),
        AGAIN.format(function="'Iemand anders'"),
    ):
        changed = 0
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
                changed = cursor.rowcount
        except IntegrityError:
            continue
        assert changed == 0, statement
    assert Approval.objects.count() == 1
    assert edition(which, actor=who.head).state == "approval"
