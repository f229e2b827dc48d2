"""References in texts: what they stand for, where they show, and that one that leads nowhere stops the approval."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import account_of, browser

from knooppunt.kit.problems import Conflict
from knooppunt.rooms.picture.public import ask_approval, compile_edition, content, document, publish, replay, set_text
from knooppunt.rooms.picture.rules.references import pieces, reference_of
from knooppunt.rooms.picture.tests import commissioned as by
from knooppunt.rooms.picture.tests.outbreak import ON, SANNE, WRITER, bring, value_on

CASES = "{{cases.reported sum7 NL}}"
OUTSIDE = "{{deaths.reported value VR09}}"
WRONG = ["{{cases.reported sum8 NL}}", "{{cases.reported sum7 XX99}}", "{{no.such sum7 NL}}", "{{duiding nergens}}",
         "{{}}", "{{cases.reported}}", "{{duiding 01941f29-0000-7000-8000-000000000000}}", "{{cases.reported share:no.such NL}}"]  # fmt: skip


@given(st.text(alphabet="ab {}\n", max_size=60))
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(words for _token, words in pieces(text)) == text


def test_a_token_is_a_figure_a_statement_or_neither() -> None:
    which = uuid4()
    assert reference_of(CASES).area == "NL"
    assert reference_of(f"{{{{duiding {which}}}}}").statement == which
    assert not reference_of("{{a b}}").well_formed
    assert not reference_of("{{duiding x}}").well_formed


def test_a_reference_is_a_figure_of_the_edition_with_its_provenance_in_every_document(outbreak: Path) -> None:
    text = f"Er zijn {CASES} meldingen.\n\n- In Utrecht {OUTSIDE} overleden"
    which = compile_edition(product="landelijk_beeld", on=ON, texts={"zorg": text}, actor=SANNE)
    publish(edition=which, actor=WRITER)
    found = content(which, actor=SANNE)
    (block,) = (each for each in found["blocks"] if each["key"] == "zorg")
    indexes = [each["figure"] for each in block["references"]]
    second = found["figures"][indexes[1]]
    assert second["value"] == value_on("deaths.reported", "VR09", ON)
    assert found["notes"][second["note"] - 1]["source"] == "generic"
    assert found["indicators"]["deaths.reported"]["name"]["nl"]
    page = document(which, "html", actor=SANNE).path.read_text(encoding="utf-8")
    assert "{{" not in page
    assert f'{second["value"]}<sup><a href="#note-{second["note"]}"' in page
    book = openpyxl.load_workbook(io.BytesIO(document(which, "xlsx", actor=SANNE).path.read_bytes()))
    assert any(f"In Utrecht {second['value']} overleden" in str(row[2].value) for row in book.worksheets[3].rows)
    bring(outbreak, [f"deaths.reported,VR09,{ON},{ON},77"], "later.csv")
    assert replay(which, actor=SANNE).same


@pytest.mark.parametrize("token", WRONG)
def test_a_reference_that_leads_nowhere_stops_the_approval_and_is_named(outbreak: Path, token: str) -> None:
    who = by.staff()
    which = by.begun(who)
    set_text(edition=which, key="zorg", text=f"Zie {token}.", actor=who.head)
    by.reviewed(which, who.head)
    with pytest.raises(Conflict, match="The text zorg refers to") as refused:
        ask_approval(edition=which, actor=who.head)
    assert refused.value.values["token"] == token
    with pytest.raises(Conflict, match="The text zorg refers to"):
        publish(edition=which, actor=WRITER)


def test_the_page_names_it_at_its_place_and_the_editor_asks_what_tokens_stand_for(outbreak: Path) -> None:
    account = account_of("Hilde Hoofd", bundle="section_head")
    client: Client = browser(account)
    which = compile_edition(product="landelijk_beeld", on=ON, texts={"zorg": f"Zie {WRONG[2]}."}, actor=SANNE)
    page = client.get(f"/editions/{which}/").content.decode()
    assert "Verwijzingen die nergens heen leiden" in page
    assert page.count(WRONG[2]) >= 2
    told = client.get(f"/editions/{which}/references/", {"reference": [CASES, WRONG[0]]}).json()
    assert [(each["token"], bool(each["text"])) for each in told["references"]] == [(CASES, True)]
    assert "Nederland" in told["references"][0]["label"]
    assert [each["token"] for each in told["wrong"]] == [WRONG[0]]
    offered = client.get(f"/editions/{which}/references/").json()["references"]
    assert CASES in {each["token"] for each in offered}
    assert all(each["label"] for each in offered)
    reader = browser(account_of("Lex Lezer", organisation="NRK", bundle="press_reader"))
    assert reader.get(f"/editions/{which}/references/").status_code == 404
