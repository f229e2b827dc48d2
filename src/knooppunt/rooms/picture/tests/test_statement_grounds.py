"""The figures that a statement rests on stand under it in an edition, on the page and in every document."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.cast import account_of, browser, someone
from tests.reading import pdf_words

from knooppunt.ground.figures.public import deliveries
from knooppunt.kit.authority import Actor
from knooppunt.rooms.picture.exchange.showing import show
from knooppunt.rooms.picture.public import content, document, publish, replay
from knooppunt.rooms.picture.queries import rows, stating
from knooppunt.rooms.picture.rules.register import moment
from knooppunt.rooms.picture.rules.wording import written
from knooppunt.rooms.picture.tests.outbreak import ON, WRITER, value_on
from knooppunt.rooms.picture.tests.test_statements import correct_the_figure, drafted, said, stated

BRIEF = "15 september 2020"
VALUE = written(value_on("cases.reported", "VR09", ON), 0, "nl")


@pytest.fixture
def head(outbreak: Path) -> Actor:
    return someone("Hedwig Hoofd", bundle="head_of_node")


def under(which: UUID, head: Actor) -> dict[str, Any]:
    """The one figure under the one statement, as it is shown."""
    found = show(content(which, actor=head), "nl")
    (figure,) = next(one for block in found["blocks"] for part in block.get("paragraphs", ())
                     for one in part["statements"])["figures"]  # fmt: skip
    assert isinstance(figure, dict)
    return figure


def page_of(which: UUID) -> str:
    client = browser(account_of("Lex Lezer", organisation="NRK", bundle="press_reader"))
    return str(client.get(f"/editions/{which}/").content.decode())


def html_of(which: UUID, head: Actor) -> str:
    return document(which, "html", actor=head).path.read_text(encoding="utf-8")


def pdf_of(which: UUID, head: Actor) -> str:
    return pdf_words(document(which, "pdf", actor=head).path.read_bytes())


def test_the_content_says_since_when_the_version_under_it_is_known(head: Actor) -> None:
    (delivery,) = deliveries(actor=head)
    (figure,) = stated(drafted(said(head), head), head)["figures"]
    assert figure["known_since"] == moment(delivery.known_at)


def test_under_a_statement_stand_its_figures_with_day_value_and_provenance(head: Actor) -> None:
    figure = under(drafted(said(head), head), head)
    assert (figure["period"], figure["as_of"]) == (BRIEF, BRIEF)
    assert figure["value"] == VALUE
    assert all(figure[name] for name in ("indicator", "area", "known_since", "source", "method"))


def test_page_file_and_pdf_list_them(head: Actor) -> None:
    which = drafted(said(head), head)
    publish(edition=which, actor=WRITER)
    figure = under(which, head)
    asked = f"{figure['indicator']}, {figure['area']}, {figure['period']}: "
    page, file, pdf = page_of(which), html_of(which, head), pdf_of(which, head)
    assert f"<summary><span>{asked}<strong>{VALUE}</strong></span></summary>" in page
    assert f"{asked}<strong>{VALUE}</strong>" in file
    assert f"{asked}{VALUE}".replace("-", "") in pdf
    assert f"bekend sinds {figure['known_since']}; bron: {figure['source']})".replace("-", "") in pdf
    for medium in (page, file, pdf):
        assert figure["known_since"].replace("-", "") in medium
        assert figure["source"].replace("-", "") in medium.replace("-", "")
        assert "STALE" not in medium
        assert "gecorrigeerd op" not in medium


def test_one_that_is_stale_says_so_there(head: Actor, outbreak: Path) -> None:
    which = said(head)
    correct_the_figure(outbreak)
    draft = drafted(which, head)
    publish(edition=draft, actor=WRITER)
    assert under(draft, head)["value"] == VALUE
    for medium in (page_of(draft), html_of(draft, head), pdf_of(draft, head)):
        assert "gecorrigeerd op" in medium


def test_an_edition_from_before_stays_as_it_was_and_tells_what_it_holds(
    head: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def earlier(*given: Any) -> dict[str, Any]:
        return {name: value for name, value in now(*given).items() if name != "known_since"}

    now = stating._ground
    draft = drafted(said(head), head)
    with monkeypatch.context() as before:
        before.setattr(rows, "PRESENT", 2)
        before.setattr(stating, "_ground", earlier)
        publish(edition=draft, actor=WRITER)
    assert content(draft, actor=head)["schema"] == "knooppunt.picture/2"
    assert replay(draft, actor=head).same
    assert under(draft, head)["known_since"] == ""
    assert VALUE in page_of(draft)
