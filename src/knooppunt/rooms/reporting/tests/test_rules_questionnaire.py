"""What a questionnaire may be, and what answers are right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.problems import Invalid
from knooppunt.rooms.reporting.rules.answering import check_answers, is_empty
from knooppunt.rooms.reporting.rules.checking import check_questionnaire, flaws
from knooppunt.rooms.reporting.rules.entries import number_text, read_entries, rows_shown, write_entries
from knooppunt.rooms.reporting.rules.questionnaire import Choice, Consistency, Questionnaire, Sign
from knooppunt.rooms.reporting.rules.wire import (
    answers_from_json,
    answers_to_json,
    questionnaire_from_json,
    questionnaire_to_json,
)
from knooppunt.rooms.reporting.tests.asked import (
    ADMITTED,
    ASKED,
    BEDS,
    CAPACITY,
    CATALOGUE,
    GOOD,
    MOOD,
    PLACES,
    REMARK,
    SHIFTS,
)


def asking(*questions: Any, rules: tuple[Consistency, ...] = ()) -> Questionnaire:
    return Questionnaire("Vragen", questions, rules)


def wrong_in(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    return [(flaw.place, flaw.template.format(**flaw.values)) for flaw in flaws(questionnaire, CATALOGUE)]


def test_a_good_questionnaire_has_no_flaws() -> None:
    assert wrong_in(ASKED) == []
    check_questionnaire(ASKED, CATALOGUE)


BOTH = asking(BEDS, CAPACITY)
FAULTY = {
    "no title": (replace(ASKED, title=" "), "title"),
    "nothing asked": (asking(), "questions"),
    "a key twice": (asking(BEDS, BEDS), "beds"),
    "a key with a capital": (asking(replace(BEDS, key="Beds")), "Beds"),
    "no text": (asking(replace(BEDS, title="")), "beds"),
    "bounds the wrong way round": (asking(replace(BEDS, low=5, high=1)), "beds"),
    "bounds of a choice": (asking(replace(MOOD, low=1)), "mood"),
    "a text of negative length": (asking(replace(REMARK, low=-1)), "remark"),
    "a whole text": (asking(replace(REMARK, whole=True)), "remark"),
    "one choice": (asking(replace(MOOD, choices=MOOD.choices[:1])), "mood"),
    "a choice twice": (asking(replace(MOOD, choices=(MOOD.choices[0],) * 2)), "mood"),
    "a choice without text": (asking(replace(MOOD, choices=(*MOOD.choices, Choice("x", " ")))), "mood"),
    "choices of a number": (asking(replace(BEDS, choices=MOOD.choices)), "beds"),
    "a stratum of nothing": (asking(replace(BEDS, stratum="75+")), "beds"),
    "a text as figure": (asking(replace(REMARK, indicator="hospital.admitted")), "remark"),
    "an unknown indicator": (asking(replace(ADMITTED, indicator="no.such")), "admitted"),
    "an estimate": (asking(replace(ADMITTED, indicator="behaviour.rate", unit="%")), "admitted"),
    "a unit of another kind": (asking(replace(ADMITTED, unit="%")), "admitted"),
    "an indicator twice": (asking(ADMITTED, replace(ADMITTED, key="again")), "again"),
    "a table without columns": (asking(replace(PLACES, columns=())), "places"),
    "a table without rows": (asking(replace(PLACES, most_rows=0)), "places"),
    "fixed and free rows": (asking(replace(SHIFTS, most_rows=4)), "shifts"),
    "a row twice": (asking(replace(SHIFTS, rows=("Dag", "Dag"))), "shifts"),
    "a table in a table": (asking(replace(PLACES, columns=(SHIFTS,))), "places.shifts"),
    "a figure in a table": (asking(replace(PLACES, columns=(ADMITTED,))), "places.admitted"),
    "columns of a number": (asking(replace(BEDS, columns=(REMARK,))), "beds"),
    "a rule about nothing": (
        replace(BOTH, consistencies=(Consistency("beds", Sign.LESS, "rooms", "x"),)),
        "rule 1",
    ),
    "a rule about itself": (replace(BOTH, consistencies=(Consistency("beds", Sign.LESS, "beds", "x"),)), "rule 1"),
    "a rule that says nothing": (
        replace(BOTH, consistencies=(Consistency("beds", Sign.LESS, "capacity", ""),)),
        "rule 1",
    ),
    "a rule over two tables": (
        asking(BEDS, PLACES, rules=(Consistency("beds", Sign.LESS, "places.used", "x"),)),
        "rule 1",
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_flaw_is_named_with_its_place(fault: str) -> None:
    questionnaire, place = FAULTY[fault]
    assert [where for where, _ in wrong_in(questionnaire)] == [place]
    with pytest.raises(Invalid) as refused:
        check_questionnaire(questionnaire, CATALOGUE)
    assert refused.value.place == place


def test_a_figure_with_a_unit_of_another_kind_is_refused_with_both_units() -> None:
    ((_, says),) = wrong_in(asking(replace(ADMITTED, unit="%")))
    assert says == "hospital.admitted is counted in personen / people, not in %: a figure of another kind."


def test_good_answers_are_right_and_no_answer_is_empty() -> None:
    assert check_answers(ASKED, GOOD) == ()
    assert not is_empty(GOOD)
    assert is_empty({"beds": None, "remark": "  ", "needs": (), "shifts": ({"": "Dag", "staff": None},)})


WRONG_ANSWERS: dict[str, tuple[dict[str, Any], tuple[str, int | None, str]]] = {
    "needed": ({"beds": None}, ("beds", None, "")),
    "too low": ({"beds": -1}, ("beds", None, "")),
    "too high": ({"capacity": 5001}, ("capacity", None, "")),
    "not whole": ({"capacity": 99.5}, ("capacity", None, "")),
    "no number": ({"capacity": "veel"}, ("capacity", None, "")),
    "not finite": ({"capacity": float("nan")}, ("capacity", None, "")),
    "yes for a number": ({"capacity": True}, ("capacity", None, "")),
    "no choice": ({"mood": "angry"}, ("mood", None, "")),
    "no list": ({"needs": "staff"}, ("needs", None, "")),
    "a choice twice": ({"needs": ("staff", "staff")}, ("needs", None, "")),
    "an unknown choice": ({"needs": ("food",)}, ("needs", None, "")),
    "too long": ({"remark": "x" * 201}, ("remark", None, "")),
    "a number for a text": ({"remark": 3}, ("remark", None, "")),
    "signs": ({"remark": "a\x07b"}, ("remark", None, "")),
    "a strange key": ({"rooms": 3}, ("rooms", None, "")),
    "inconsistent": ({"beds": 101}, ("beds", None, "")),
    "no table": ({"places": "twee"}, ("places", None, "")),
    "a table for a number": ({"beds": ({"x": 1},)}, ("beds", None, "")),
    "too many rows": ({"places": tuple({"name": f"{n}"} for n in range(6))}, ("places", None, "")),
    "a cell that is needed": ({"places": ({"name": "", "used": 1},)}, ("places", 0, "name")),
    "a cell too low": ({"places": ({"name": "N"}, {"name": "Z", "used": -1})}, ("places", 1, "used")),
    "a row that does not fit": ({"places": ({"name": "N", "used": 5, "room": 4},)}, ("places", 0, "used")),
    "a strange column": ({"places": ({"name": "N", "smell": 1},)}, ("places", 0, "smell")),
    "a strange row": ({"shifts": ({"": "Avond", "staff": 1},)}, ("shifts", 0, "")),
    "a row twice": ({"shifts": ({"": "Dag", "staff": 1}, {"": "Dag", "staff": 2})}, ("shifts", 1, "")),
    "a name of a free row": ({"places": ({"": "Dag", "name": "N"},)}, ("places", 0, "")),
}


@pytest.mark.parametrize("fault", WRONG_ANSWERS)
def test_a_wrong_answer_is_named_with_its_place(fault: str) -> None:
    change, place = WRONG_ANSWERS[fault]
    (wrong,) = check_answers(ASKED, GOOD | change)
    assert (wrong.key, wrong.row, wrong.column) == place
    assert wrong.template.format(**wrong.values)


def test_a_rule_says_nothing_while_a_number_is_unknown_and_its_sentence_is_no_template() -> None:
    assert check_answers(ASKED, GOOD | {"capacity": None, "beds": 4000}) == ()
    (wrong,) = check_answers(ASKED, GOOD | {"beds": 4000})
    assert wrong.template.format(**wrong.values) == "Er zijn niet meer bedden bezet dan er {zijn}."


def test_a_fixed_row_with_a_needed_column_must_be_there() -> None:
    needed = replace(SHIFTS, columns=(replace(SHIFTS.columns[0], required=True),))
    told: dict[str, Any] = {"shifts": ({"": "Dag", "staff": 1},)}
    (wrong,) = check_answers(asking(needed), told)
    assert wrong.values == {"name": "Nacht"}
    assert check_answers(asking(needed), {}) == ()


def test_a_questionnaire_and_answers_come_through_json_unchanged() -> None:
    assert questionnaire_from_json(questionnaire_to_json(ASKED)) == ASKED
    assert answers_from_json(answers_to_json(GOOD)) == GOOD


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ([], "questionnaire"),
        ({"questions": []}, "title"),
        ({"title": 3, "questions": []}, "title"),
        ({"title": "x", "questions": {}}, "questions"),
        ({"title": "x", "questions": [{"key": "a", "title": "A"}]}, "questions[0].shape"),
        ({"title": "x", "questions": [{"key": "a", "title": "A", "shape": "poem"}]}, "questions[0].shape"),
        ({"title": "x", "questions": [{"key": "a", "title": "A", "shape": "text", "low": "1"}]}, "questions[0].low"),
        ({"title": "x", "questions": [{"key": "a", "title": "A", "shape": "text", "smell": 1}]}, "questions[0].smell"),
        (
            {"title": "x", "questions": [{"key": "a", "title": "A", "shape": "table", "rows": [1]}]},
            "questions[0].rows[0]",
        ),
    ],
)
def test_json_that_is_no_questionnaire_is_refused_with_its_place(told: object, place: str) -> None:
    with pytest.raises(Invalid) as refused:
        questionnaire_from_json(told)
    assert refused.value.place == place


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ([], "answers"),
        ({"a": {}}, "answers.a"),
        ({"a": True}, "answers.a"),
        ({"a": [1]}, "answers.a"),
        ({"a": [{"b": {}}]}, "answers.a[0].b"),
        ({"a": [{}, "x"]}, "answers.a"),
    ],
)
def test_json_that_holds_no_answers_is_refused_with_its_place(told: object, place: str) -> None:
    with pytest.raises(Invalid) as refused:
        answers_from_json(told)
    assert refused.value.place == place


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "Dag", "staff", "a\x07"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["", "beds", "name", "x"]), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["beds", "places", "needs", "remark", "mood", "shifts", "x"]), json_values))
def test_whatever_json_comes_it_is_refused_or_judged(told: dict[str, Any]) -> None:
    try:
        answers = answers_from_json(told)
    except Invalid:
        return
    for wrong in check_answers(ASKED, answers):
        assert wrong.template.format(**wrong.values)


def test_the_fields_of_a_form_give_the_same_answers_again() -> None:
    answers, wrongs = read_entries(ASKED, write_entries(ASKED, GOOD))
    assert wrongs == ()
    assert answers == GOOD


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14).map(lambda n: round(n, 6)))
def test_a_number_is_read_as_it_was_written(value: float) -> None:
    answers, wrongs = read_entries(asking(CAPACITY), {"q.capacity": [number_text(value)]})
    assert wrongs == ()
    assert answers["capacity"] == value


@pytest.mark.parametrize("text", ["1.234", "1,2,3", "12a", "1e3", "--1", "٣"])
def test_a_number_that_can_be_misread_is_refused_and_not_guessed(text: str) -> None:
    answers, (wrong,) = read_entries(asking(CAPACITY), {"q.capacity": [text]})
    assert (answers["capacity"], wrong.key) == (None, "capacity")


def test_a_table_shows_its_fixed_rows_or_the_filled_ones_and_some_to_spare() -> None:
    assert rows_shown(SHIFTS, {}) == 2
    assert rows_shown(PLACES, {}) == 3
    assert rows_shown(PLACES, {"q.places.1.name": ["Zuid"], "q.places.4.name": [" "]}) == 5


def test_a_row_beyond_the_largest_number_is_told_and_not_dropped() -> None:
    answers, _ = read_entries(asking(PLACES), {f"q.places.{n}.name": ["x"] for n in range(7)})
    (wrong,) = check_answers(asking(PLACES), answers)
    assert wrong.key == "places"
