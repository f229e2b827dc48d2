"""A fair share looks back eight weeks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knooppunt.rooms.readiness.rules.rosters import Held, Question
from knooppunt.rooms.readiness.solving.fairness import earlier, shares
from knooppunt.rooms.readiness.solving.proposing import propose
from knooppunt.rooms.readiness.tests.crews import crew, duty, leave, shifts

ANNA, BAS = crew(1, "lawyer", name="Anna"), crew(2, "lawyer", name="Bas")
NIGHTS = shifts(4, {"lawyer": 1}, ("night",))


def before(*days: int) -> list[Held]:
    """Nights of Anna on another roster, so many days before this one."""
    return [replace(duty(ANNA, -day, "night"), shift="") for day in days]


def test_who_did_more_nights_before_gets_fewer_now() -> None:
    question = Question(NIGHTS, [ANNA, BAS], before(10, 20))
    told = shares(question)
    assert [(told["nights", one.id].least, told["nights", one.id].most) for one in (ANNA, BAS)] == [(1, 1), (3, 3)]
    assert sum(one.person == BAS.id for one in propose(question, 20).duties) == 3


@pytest.mark.parametrize(("day", "counts"), [(55, 1.0), (58, 0.0)])
def test_eight_weeks_count_and_no_more(day: int, counts: float) -> None:
    assert earlier(Question(NIGHTS, [ANNA, BAS], before(day)), "nights")[ANNA.id] == counts


def test_nobody_makes_up_for_leave() -> None:
    away = replace(BAS, away=[leave(-56, 56)])
    told = earlier(Question(NIGHTS, [ANNA, away], before(10, 20, 30)), "nights")
    assert told[BAS.id] == pytest.approx(told[ANNA.id], abs=0.2)


def test_duties_of_the_roster_itself_are_not_earlier_ones() -> None:
    assert set(earlier(Question(NIGHTS, [ANNA, BAS], [duty(ANNA, 0, "night")]), "nights").values()) == {0.0}
