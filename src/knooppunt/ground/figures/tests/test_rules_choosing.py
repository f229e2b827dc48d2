"""Which decision counts on which day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.figures.rules.choosing import Choice, spans
from knooppunt.kit.ids import new_id

FIRST = date(2020, 9, 1)
DAYS = st.integers(0, 12)


@st.composite
def choices(draw: st.DrawFn) -> list[Choice]:
    made = []
    for number in range(draw(st.integers(0, 6))):
        starts = FIRST + timedelta(days=draw(DAYS))
        length = draw(st.none() | st.integers(1, 6))
        ends = None if length is None else starts + timedelta(days=length)
        moment = datetime(2020, 10, 1, number, tzinfo=UTC)
        made.append(Choice(new_id(), "VR09", starts, ends, f"source{number}", "because", (), moment, "Rosa"))
    return made


@given(choices())
def test_on_each_day_the_last_decision_about_it_counts(made: list[Choice]) -> None:
    found = spans(made)
    for number in range(20):
        day = FIRST + timedelta(days=number)
        counting = [span.choice for span in found if span.starts <= day < span.ends]
        assert counting == [choice for choice in made if choice.covers(day)][-1:]


@given(choices())
def test_spans_are_in_order_and_do_not_overlap(made: list[Choice]) -> None:
    found = spans(made)
    assert all(span.starts < span.ends for span in found)
    assert all(one.ends <= other.starts for one, other in pairwise(found))
