"""Statements in editions: their text, version and figures are frozen; what turned stale shows, and approvals fall."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.cast import account_of, browser, someone

from knooppunt.ground.access.public import TLP, actor_for
from knooppunt.ground.interpretation.public import (
    FigureAsked,
    confirm_statement,
    rewrite_statement,
    withdraw_statement,
    write_statement,
)
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict
from knooppunt.rooms.picture.public import (
    ask_approval,
    compile_edition,
    content,
    document,
    edition,
    editions_with,
    missing,
    publish,
    replay,
    resolve,
    standing,
    statement_news,
    watch,
)
from knooppunt.rooms.picture.tests import commissioned as by
from knooppunt.rooms.picture.tests.outbreak import ON, WRITER, bring, value_on

FIGURES = [FigureAsked("cases.reported", "VR09", ON)]
TEXT = "De druk blijft hoog."


@pytest.fixture
def head(outbreak: Path) -> Actor:
    return someone("Hedwig Hoofd", bundle="head_of_node")


def said(head: Actor, marking: TLP = TLP.GREEN) -> UUID:
    return write_statement(
        section="health", text=TEXT, figures=FIGURES, confidence="moderate", likelihood="likely",
        valid_from=ON, marking=marking, actor=head,
    )  # fmt: skip


def rewritten(which: UUID, head: Actor, text: str = "De druk neemt af.") -> None:
    rewrite_statement(
        statement=which, seen_version=1, text=text, figures=FIGURES, confidence="high", likelihood="",
        valid_from=ON, note="Nieuw inzicht", actor=head,
    )  # fmt: skip


def correct_the_figure(folder: Path) -> None:
    bring(folder, [f"cases.reported,VR09,{ON},{ON},4321"], "correction.csv")


def drafted(which: UUID, actor: Actor, product: str = "landelijk_beeld") -> UUID:
    return compile_edition(product=product, on=ON, texts={"zorg": f"Zie: {token(which)}"}, actor=actor)


def token(which: UUID) -> str:
    return f"{{{{duiding {which}}}}}"


def stated(which: UUID, actor: Actor) -> dict[str, Any]:
    (found,) = (
        each["statement"] for block in content(which, actor=actor)["blocks"] for each in block.get("references", ())
    )
    assert isinstance(found, dict)
    return found


def kinds(which: UUID, actor: Actor) -> list[str]:
    return [each["kind"] for each in missing(which, actor=actor)[0]]


def test_a_reference_is_the_statement_with_its_version_author_section_and_figures(head: Actor) -> None:
    which = said(head)
    found = stated(drafted(which, head), head)
    assert (found["id"], found["version"], found["text"]) == (str(which), 1, TEXT)
    assert (found["author"], found["section"]) == (head.name, "health")
    assert (found["confidence"], found["likelihood"]) == ("moderate", "likely")
    (figure,) = found["figures"]
    assert (figure["area"], figure["value"]) == ("VR09", value_on("cases.reported", "VR09", ON))
    assert figure["version"]


def test_every_document_says_it_with_how_likely_and_how_sure(head: Actor) -> None:
    which = drafted(said(head), head)
    publish(edition=which, actor=WRITER)
    page = document(which, "html", actor=head).path.read_text(encoding="utf-8")
    assert f"Zie: {TEXT} (waarschijnlijk (55–80%); zekerheid: matig; Gezondheid en zorg)" in page


def test_the_editor_is_told_what_it_stands_for(head: Actor) -> None:
    which = said(head)
    found = resolve(drafted(which, head), [token(which)], actor=head)
    assert found["blocks"]
    client = browser(account_of("Hilde Hoofd", bundle="section_head"))
    told = client.get(f"/editions/{drafted(which, head)}/references/", {"reference": [token(which)]}).json()
    assert told["references"][0]["text"].startswith(TEXT)
    assert told["wrong"] == []


def test_an_edition_is_as_closed_as_a_statement_in_it(head: Actor) -> None:
    assert edition(drafted(said(head, TLP.AMBER), head), actor=head).marking == "AMBER"


def test_one_that_does_not_exist_or_was_withdrawn_leads_nowhere(head: Actor) -> None:
    which = said(head)
    assert standing(drafted(uuid4(), head), actor=head).wrong
    draft = drafted(which, head)
    withdraw_statement(statement=which, seen_version=1, note="Onjuist", actor=head)
    assert standing(draft, actor=head).wrong == (("zorg", token(which)),)
    by.reviewed(draft, head)
    with pytest.raises(Conflict, match="The text zorg refers to"):
        ask_approval(edition=draft, actor=head)


def test_what_turns_stale_shows_in_the_draft_at_once_and_is_in_the_list(head: Actor, outbreak: Path) -> None:
    draft = drafted(said(head), head)
    assert "stale" not in kinds(draft, head)
    correct_the_figure(outbreak)
    assert "stale" in kinds(draft, head)
    page = browser(account_of("Hilde Hoofd", bundle="section_head")).get(f"/editions/{draft}/").content.decode()
    assert "VEROUDERD sinds" in page
    assert "een cijfer onder de duiding" in page


def test_it_is_no_longer_missing_when_somebody_confirmed_it(head: Actor, outbreak: Path) -> None:
    which = said(head)
    draft = drafted(which, head)
    correct_the_figure(outbreak)
    confirm_statement(statement=which, seen_version=1, note="Klopt nog", actor=head)
    assert "stale" not in kinds(draft, head)


@pytest.mark.parametrize("how", ["rewritten", "stale"])
def test_an_approval_falls_when_the_statement_is_another_one(head: Actor, outbreak: Path, how: str) -> None:
    who = by.staff()
    which = said(head)
    draft = drafted(which, who.head)
    by.reviewed(draft, who.head)
    ask_approval(edition=draft, actor=who.head)
    by.yes(draft, who.dg)
    assert watch(edition=draft, actor=WRITER) == 0
    if how == "stale":
        correct_the_figure(outbreak)
    else:
        rewritten(which, head)
    assert watch(edition=draft, actor=WRITER) == 1


def test_a_published_edition_keeps_the_version_and_is_made_again_byte_for_byte(head: Actor, outbreak: Path) -> None:
    which = said(head)
    draft = drafted(which, head)
    publish(edition=draft, actor=WRITER)
    rewritten(which, head)
    correct_the_figure(outbreak)
    assert stated(draft, head)["version"] == 1
    assert replay(draft, actor=head).same


def test_it_is_made_again_with_what_was_missing_then(head: Actor, outbreak: Path) -> None:
    which = said(head)
    draft = drafted(which, head)
    correct_the_figure(outbreak)
    publish(edition=draft, actor=WRITER)
    confirm_statement(statement=which, seen_version=1, note="Klopt nog", actor=head)
    assert "stale" in kinds(draft, head)
    assert replay(draft, actor=head).same


def test_its_page_says_that_a_statement_turned_stale_since_also_to_who_reads_no_statements(
    head: Actor, outbreak: Path
) -> None:
    draft = drafted(said(head), head)
    publish(edition=draft, actor=WRITER)
    account = account_of("Lex Lezer", organisation="NRK", bundle="press_reader")
    reader = browser(account)
    assert 'id="news-title"' not in reader.get(f"/editions/{draft}/").content.decode()
    correct_the_figure(outbreak)
    (news,) = statement_news(draft, actor=actor_for(account))
    assert (news.what, news.text) == ("stale", TEXT)
    assert "Verouderd: een cijfer eronder is gecorrigeerd" in reader.get(f"/editions/{draft}/").content.decode()


def test_it_says_that_one_was_rewritten_but_not_what_it_says_now(head: Actor) -> None:
    which = said(head)
    draft = drafted(which, head)
    publish(edition=draft, actor=WRITER)
    rewritten(which, head, "Iets heel anders.")
    (news,) = statement_news(draft, actor=head)
    assert news.what == "rewritten"
    page = browser(account_of("Lex Lezer", organisation="NRK", bundle="press_reader")).get(f"/editions/{draft}/")
    assert "Iets heel anders." not in page.content.decode()


def test_the_editions_with_a_statement_are_found_drafts_for_who_compiles(head: Actor) -> None:
    which, other = said(head), said(head)
    out, draft = drafted(which, head), drafted(which, head)
    publish(edition=out, actor=WRITER)
    found = editions_with([which, other], actor=head)
    assert [each.id for each in found[which]] == [draft, out]
    assert found[other] == []
    assert [each.id for each in editions_with([which], actor=by.staff().reader)[which]] == [out]


def test_the_list_of_editions_can_be_of_one_statement(head: Actor) -> None:
    which = said(head)
    draft = drafted(which, head)
    apart = compile_edition(product="landelijk_beeld", on=ON, actor=head)
    client = browser(account_of("Hilde Hoofd", bundle="section_head"))
    page = client.get(f"/editions/?statement={which}").content.decode()
    assert str(draft) in page
    assert str(apart) not in page
    assert client.get("/editions/?statement=geen").status_code == 404
