"""What is written into a sheet comes back as it was, whatever the answers are."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knooppunt.rooms.reporting.rules.answering import check_answers
from knooppunt.rooms.reporting.rules.differences import differences
from knooppunt.rooms.reporting.rules.questionnaire import Choice, Question, Questionnaire, Shape
from knooppunt.rooms.reporting.tests.sheets import read, sheet

SIGNS = st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn"))
LINES = st.text(st.one_of(SIGNS, st.sampled_from("\n\t=+-@';_x")), max_size=60)
TEXTS = LINES.filter(lambda text: bool(text.strip()))
TITLES = st.text(SIGNS, min_size=1, max_size=40).filter(lambda text: bool(text.strip()))
NUMBERS = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1).map(float), st.decimals(-99999, 99999, places=9, allow_nan=False).map(float)
)
"""At most fifteen digits: a spreadsheet keeps no more."""
CHOICES = st.lists(TITLES, min_size=2, max_size=5).map(
    lambda labels: tuple(Choice(f"c{number}", label) for number, label in enumerate(labels))
)


@st.composite
def columns(draw: st.DrawFn, prefix: str) -> tuple[Question, ...]:
    shapes = draw(st.lists(st.sampled_from([one for one in Shape if one is not Shape.TABLE]), min_size=1, max_size=4))
    return tuple(
        Question(
            f"{prefix}{number}",
            draw(TITLES),
            shape,
            choices=draw(CHOICES) if shape in (Shape.CHOICE, Shape.CHOICES) else (),
        )
        for number, shape in enumerate(shapes)
    )


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    names = draw(st.lists(TITLES, min_size=1, max_size=3, unique_by=str.strip))
    tables = (
        Question("free", draw(TITLES), Shape.TABLE, columns=draw(columns("f")), most_rows=30),
        Question(
            "fixed", draw(TITLES), Shape.TABLE, columns=draw(columns("x")), rows=tuple(name.strip() for name in names)
        ),
    )
    return Questionnaire("Vragen", (*draw(columns("q")), *tables))


def cells(question: Question) -> st.SearchStrategy[Any]:
    keys = [choice.key for choice in question.choices]
    known = {
        Shape.NUMBER: NUMBERS,
        Shape.TEXT: TEXTS,
        Shape.CHOICE: st.sampled_from(keys or [""]),
        Shape.CHOICES: st.lists(st.sampled_from(keys or [""]), min_size=1, unique=True).map(tuple),
    }
    return st.one_of(st.none(), known[question.shape])


@st.composite
def reports(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, Any]]:
    asked = draw(questionnaires())
    (free, fixed) = asked.questions[-2:]
    row = st.fixed_dictionaries({one.key: cells(one) for one in free.columns})
    rows = draw(st.lists(row.filter(lambda told: any(one is not None for one in told.values())), max_size=6))
    named = [{"": name, **{one.key: draw(cells(one)) for one in fixed.columns}} for name in fixed.rows]
    answers = {one.key: draw(cells(one)) for one in asked.questions[:-2]}
    return asked, {**answers, "free": tuple(rows), "fixed": tuple(named)}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(reports())
def test_right_answers_that_are_written_and_read_are_the_same(report: tuple[Questionnaire, dict[str, Any]]) -> None:
    asked, answers = report
    assert check_answers(asked, answers) == ()
    found = read(sheet(answers, asked), asked)
    assert found.wrongs == ()
    assert differences(asked, answers, found.answers) == ()
    assert check_answers(asked, found.answers) == ()
