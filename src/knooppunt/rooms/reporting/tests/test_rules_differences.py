"""What differs between two reports, which figures they give, and how a questionnaire is built a step at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from knooppunt.kit.problems import Invalid
from knooppunt.rooms.reporting.rules.building import apply
from knooppunt.rooms.reporting.rules.differences import counts, differences
from knooppunt.rooms.reporting.rules.questionnaire import Questionnaire, Shape
from knooppunt.rooms.reporting.tests.asked import ADMITTED, ASKED, BEDS, CAPACITY, CATALOGUE, GOOD, NEEDS


def asking(*questions: Any) -> Questionnaire:
    return Questionnaire("Vragen", questions)


def test_differences_name_question_row_and_column() -> None:
    after = GOOD | {
        "beds": 81,
        "remark": "",
        "shifts": ({"": "Nacht", "staff": 6.0}, {"": "Dag", "staff": 12.0}),
        "places": (GOOD["places"][0], {"name": "Zuid", "used": 2.0, "room": 9.0}),
    }
    found = differences(ASKED, GOOD, after)
    assert [(one.question.key, one.before, one.after, one.row) for one in found] == [
        ("beds", 80, 81, None),
        ("remark", "Rustige nacht", "", None),
        ("places", None, 2.0, 1),
    ]
    assert differences(ASKED, GOOD, GOOD) == ()


def test_the_builder_adds_moves_and_removes() -> None:
    built = apply(apply(asking(), "add question number"), "add question table")
    assert [question.key for question in built.questions] == ["q1", "q2"]
    built = apply(apply(built, "add column 1.text"), "add rule")
    assert built.questions[1].columns[0].shape is Shape.TEXT
    assert len(built.consistencies) == 1
    assert [one.key for one in apply(built, "up question 1").questions] == ["q2", "q1"]
    assert [one.key for one in apply(built, "down question 1").questions] == ["q1", "q2"]
    assert [one.key for one in apply(built, "remove question 0").questions] == ["q2"]
    assert apply(built, "remove rule 0").consistencies == ()


@pytest.mark.parametrize("step", ["", "fly question 1", "up question 9", "add question poem", "up column 0.0", "x y z"])
def test_a_step_that_is_not_one_is_refused(step: str) -> None:
    with pytest.raises(Invalid):
        apply(asking(BEDS), step)


def test_numbers_become_figures_over_the_period_or_at_its_last_day() -> None:
    asked = asking(ADMITTED, replace(CAPACITY, indicator="nursing.residents", unit="people"), BEDS, NEEDS)
    found = counts(asked, {"admitted": 7}, (date(2026, 3, 2), date(2026, 3, 9)), CATALOGUE)
    assert [(one.indicator, one.starts, one.ends, one.value) for one in found] == [
        ("hospital.admitted", date(2026, 3, 2), date(2026, 3, 9), 7.0),
        ("nursing.residents", date(2026, 3, 8), date(2026, 3, 9), None),
    ]
