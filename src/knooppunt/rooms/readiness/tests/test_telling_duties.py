"""Who hears by mail of what was done with their duties and leave."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from knooppunt.ground.delivery.public import dispatches
from knooppunt.ground.journal.public import react
from knooppunt.rooms.readiness.actions.telling_duties import tell_of_swap
from knooppunt.rooms.readiness.public import (
    accept_swap,
    ask_leave,
    assign,
    decide_leave,
    decline_swap,
    offer_swap,
    withdraw_swap,
)
from knooppunt.rooms.readiness.tests.rostered import NODE, Made

pytestmark = pytest.mark.django_db
DAY, NEXT = "2026-03-09 dag", "2026-03-10 dag"


def offered(made: Made) -> UUID:
    """Anna offers her first day for Bas's second one."""
    mine, theirs = (
        assign(roster=made.roster, person=made.person(name), role="lawyer", shift=shift, actor=made.officer)
        for name, shift in (("Anna", DAY), ("Bas", NEXT))
    )
    return offer_swap(offered=mine, wanted=theirs, actor=made.people["Anna"])


def told(about: str) -> list[tuple[str, str]]:
    """After the reactions that wait as jobs: who was sent what about a thing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'journal.react' ORDER BY id")
        waiting = [json.loads(args) for (args,) in cursor.fetchall()]
    for job in waiting:
        react(**job)
    return sorted((one.to, one.subject) for one in dispatches(actor=NODE) if one.about == about)


OFFER = ("Bas Jansen", "Een collega biedt u een ruil van diensten aan")
ANSWER = ("Anna Jansen", "Uw aanbod van een ruil is beantwoord")


def test_who_is_asked_for_a_swap_is_mailed_once(made: Made) -> None:
    swap = offered(made)
    assert told(f"swap:{swap}:offered") == [OFFER]
    tell_of_swap(swap=swap, actor=NODE)
    assert told(f"swap:{swap}:offered") == [OFFER]


@pytest.mark.parametrize("answer", [accept_swap, decline_swap])
def test_who_offered_a_swap_is_mailed_when_it_is_answered(made: Made, answer: object) -> None:
    swap = offered(made)
    answer(swap=swap, actor=made.people["Bas"])  # type: ignore[operator]  # one of the two verbs
    assert told(f"swap:{swap}:answered") == [ANSWER]


def test_nobody_is_mailed_of_a_swap_that_was_taken_back_before_the_mail_was_made(made: Made) -> None:
    swap = offered(made)
    withdraw_swap(swap=swap, actor=made.people["Anna"])
    assert told(f"swap:{swap}:offered") == []


def test_who_asked_for_leave_is_mailed_when_it_is_decided_on(made: Made) -> None:
    leave = ask_leave(starts=date(2026, 3, 12), ends=date(2026, 3, 14), actor=made.people["Anna"])
    assert told(f"leave:{leave}:decided") == []
    decide_leave(leave=leave, granted=True, actor=made.officer)
    assert told(f"leave:{leave}:decided") == [("Anna Jansen", "Er is over uw verlof beslist")]
