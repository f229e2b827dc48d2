"""The list of what wants attention: contradictions, gaps, stale statements and who is late, and asking about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import account_of, browser, someone

from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import NotAllowed
from knooppunt.rooms.picture.public import wanting
from knooppunt.rooms.picture.tests.outbreak import JORIS, ON, WRITER, bring
from knooppunt.rooms.picture.tests.test_outside import DAY, HOUR, NOON, opened, reported
from knooppunt.rooms.picture.tests.test_statements import correct_the_figure, drafted, said
from knooppunt.rooms.reporting.public import open_questions, round_state

PAGE = "/attention/"


@pytest.fixture
def head(outbreak: Path) -> Actor:
    return someone("Hedwig Hoofd", bundle="head_of_node")


@pytest.fixture
def officer(head: Actor) -> Client:
    return browser(account_of("Olga Officier", bundle="node_officer"))


def test_everything_stands_in_one_list(head: Actor, officer: Client, outbreak: Path) -> None:
    draft = drafted(said(head), head)
    correct_the_figure(outbreak)
    reported(7)
    bring(outbreak, [f"cases.reported,NL,{ON},{ON},1"], "nation.csv")
    with clock_at(NOON):
        opened(head)
    with clock_at(NOON + 2 * HOUR):
        page = officer.get(PAGE).content.decode()
    for kind in ("Tegenspraak", "Verouderd", "Te laat", "Gat"):
        assert kind in page
    assert f"/editions/{draft}/" in page
    assert "bronnen zeggen 4.321 / 7" in page


def test_a_question_goes_to_the_region_that_is_late(head: Actor, officer: Client) -> None:
    with clock_at(NOON):
        round_ = opened(head)
    with clock_at(NOON + 2 * HOUR):
        which = round_state(round_, actor=WRITER).organisations[0].expectation
        answer = officer.post(PAGE, {"expectation": str(which), "text": "Wanneer komt het?"})
        assert answer.status_code == 302
        (asked,) = open_questions(actor=WRITER)
    assert (asked.expectation, asked.text) == (which, "Wanneer komt het?")


def test_an_empty_question_is_refused_on_the_page(head: Actor, officer: Client) -> None:
    with clock_at(NOON):
        which = round_state(opened(head), actor=WRITER).organisations[0].expectation
        answer = officer.post(PAGE, {"expectation": str(which), "text": ""})
    assert answer.status_code == 400
    assert "De vraag is niet gesteld." in answer.content.decode()
    assert open_questions(actor=WRITER) == []


def test_a_contradiction_in_a_region_that_reports_now_can_be_asked_about(head: Actor, officer: Client) -> None:
    reported(7)
    assert "Vraag het aan" not in officer.get(PAGE).content.decode()
    with clock_at(NOON):
        opened(head)
        assert "Vraag het aan Veiligheidsregio Utrecht" in officer.get(PAGE).content.decode()


def test_it_is_for_those_who_compile_and_in_their_navigation(head: Actor, officer: Client) -> None:
    reader = browser(account_of("Lex Lezer", organisation="NRK", bundle="press_reader"))
    assert reader.get(PAGE).status_code == 404
    assert f'href="{PAGE}"' not in reader.get("/editions/").content.decode()
    assert f'href="{PAGE}"' in officer.get("/editions/").content.decode()
    with pytest.raises(NotAllowed):
        wanting(actor=JORIS)


def test_it_costs_the_same_however_much_there_is(head: Actor, outbreak: Path) -> None:
    said(head)
    correct_the_figure(outbreak)
    reported(7)
    with clock_at(NOON):
        opened(head)
        wanting(actor=head)
        with CaptureQueriesContext(connection) as few:
            wanting(actor=head)
        said(head)
        bring(outbreak, [f"cases.reported,VR09,{ON},{ON},4322"], "again.csv")
        reported(9, ON - DAY)
        opened(head)
        wanting(actor=head)
        with CaptureQueriesContext(connection) as many:
            wanting(actor=head)
    assert len(many) == len(few) <= 32
