"""The methods of derived figures: what they give, and what they refuse to guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.figures.rules.intervals import daily_growth, wilson
from knooppunt.ground.figures.rules.lines import CUMULATIVE, FLOW, MEASURE, STOCK, SURVEY, Line, Point
from knooppunt.ground.figures.rules.methods import METHODS, UNKNOWN, Setting, days_back, recipe
from knooppunt.ground.figures.rules.ranking import Place, places
from knooppunt.kit.problems import Invalid

FIRST = date(2020, 9, 1)
counts = st.lists(st.integers(min_value=-50, max_value=5_000), min_size=8, max_size=40)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def line(temporal: str, values: Sequence[float | None]) -> Line:
    return Line(temporal, {1: {day(number): Point(value) for number, value in enumerate(values)}})


def total_of(values: list[int]) -> list[float | None]:
    return [float(sum(values[: number + 1])) for number in range(len(values))]


def compute(method: str, of: Line, on: date, **setting: object) -> float | None:
    return METHODS[method].compute(of, on, Setting(**setting)).value  # type: ignore[arg-type]  # one helper, all fields


@given(counts)
def test_the_daily_figures_add_up_to_the_difference_of_the_totals(values: list[int]) -> None:
    total = line(CUMULATIVE, total_of(values))
    found = [compute("daily", total, day(number)) for number in range(1, len(values))]
    assert sum(value or 0 for value in found) == sum(values[1:])


@given(counts)
def test_a_total_and_its_daily_counts_give_the_same_derived_figures(values: list[int]) -> None:
    flow, total = line(FLOW, [float(value) for value in values]), line(CUMULATIVE, total_of(values))
    last = day(len(values) - 1)
    for method in ("sum7", "mean7", "sum7_per_100k"):
        of_flow, of_total = (compute(method, of, last, population=1000.0) for of in (flow, total))
        assert of_flow is not None
        assert of_total is not None
        assert isclose(of_flow, of_total, abs_tol=1e-9)


@given(counts, st.integers(min_value=1, max_value=6))
def test_seven_days_with_one_unknown_day_are_unknown(values: list[int], back: int) -> None:
    holed: list[float | None] = [float(value) for value in values]
    holed[-1 - back] = None
    for method in ("sum7", "mean7", "sum7_per_100k", "change_week", "trend"):
        assert compute(method, line(FLOW, holed), day(len(values) - 1), population=9.0) is None


def test_a_negative_day_stays_negative() -> None:
    assert compute("daily", line(CUMULATIVE, [3651.0, 3631.0]), day(1)) == -20


def test_a_total_that_lost_an_area_for_a_day_gives_no_daily_figure() -> None:
    points = {day(0): Point(100.0), day(1): Point(60.0), day(2): Point(65.0)}
    total = Line(CUMULATIVE, {1: points}, missing=lambda on, days: int(on > day(0)))
    assert compute("daily", total, day(1)) is None
    assert compute("daily", total, day(2)) == 5


def test_per_100_000_is_unknown_where_the_population_is() -> None:
    assert compute("per_100k", line(FLOW, [5.0]), day(0), population=None) is None
    assert compute("per_100k", line(FLOW, [5.0]), day(0), population=250_000.0) == 2


def test_change_on_the_week_before_compares_two_whole_weeks() -> None:
    assert compute("change_week", line(FLOW, [10.0] * 7 + [15.0] * 7), day(13)) == 50
    assert compute("change_week", line(FLOW, [0.0] * 7 + [15.0] * 7), day(13)) is None
    assert compute("change_week", line(STOCK, [40.0] + [1.0] * 6 + [30.0]), day(7)) == -25


def test_a_period_of_a_week_is_taken_whole_and_never_cut_up() -> None:
    weekly = Line(FLOW, {7: {day(0): Point(700.0)}})
    assert compute("sum7", weekly, day(6)) == 700
    assert compute("sum7", weekly, day(7)) is None
    assert weekly.counted(day(0), 1) is None
    assert [compute("daily", weekly, day(number)) for number in range(7)] == [None] * 7


def test_a_day_and_a_week_that_start_on_the_same_date_are_two_things_that_were_said() -> None:
    both = Line(FLOW, {1: {day(0): Point(90.0)}, 7: {day(0): Point(700.0)}})
    assert (compute("daily", both, day(0)), compute("sum7", both, day(6))) == (90, 700)
    assert (compute("value", both, day(0), days=7), compute("value", both, day(0), days=1)) == (700, 90)


def test_the_mean_of_a_measurement_takes_the_days_that_were_measured_and_says_how_many() -> None:
    measured = line(MEASURE, [10.0, None, None, 30.0, None, None, None])
    outcome = METHODS["mean7"].compute(measured, day(6), Setting())
    assert (outcome.value, outcome.n) == (20, 2)


@given(st.floats(min_value=0, max_value=1), st.floats(min_value=0.5, max_value=1e9))
def test_the_wilson_interval_lies_within_0_and_1_and_around_the_share(part: float, n: float) -> None:
    lower, upper = wilson(part, n)
    assert 0 <= lower <= upper <= 1
    assert lower <= part + 1e-9
    assert part <= upper + 1e-9


def test_the_wilson_interval_is_the_published_one() -> None:
    lower, upper = wilson(81 / 263, 263)  # Newcombe (1998), table I
    assert (round(lower, 4), round(upper, 4)) == (0.2553, 0.3662)


def test_delivered_limits_are_kept_and_missing_ones_come_from_the_sample() -> None:
    points = {day(0): Point(50.0, 30.0, 71.0, 150), day(1): Point(50.0, n=150), day(2): Point(50.0)}
    survey = Line(SURVEY, {1: points})
    kept, made, none = (METHODS["share"].compute(survey, day(number), Setting()) for number in range(3))
    assert (kept.lower, kept.upper) == (30, 71)
    assert made.lower is not None
    assert 40 < made.lower < 50
    assert (none.value, none.lower) == (50, None)


def test_a_share_of_another_indicator_needs_both_and_a_whole_that_holds_the_part() -> None:
    part, whole = line(FLOW, [20.0, 30.0]), line(FLOW, [80.0, 10.0])
    outcome = METHODS["share"].compute(part, day(0), Setting(other=whole))
    assert (outcome.value, outcome.n) == (25, 80)
    assert METHODS["share"].compute(part, day(1), Setting(other=whole)) == UNKNOWN
    assert METHODS["share"].compute(part, day(1), Setting(other=line(FLOW, [80.0]))) == UNKNOWN


@given(st.floats(min_value=-0.2, max_value=0.2))
def test_the_trend_of_steady_growth_is_that_growth(growth: float) -> None:
    values: list[float | None] = [1e6 * (1 + growth) ** number for number in range(14)]
    outcome = METHODS["trend"].compute(line(FLOW, values), day(13), Setting())
    assert outcome.value is not None
    assert isclose(outcome.value, 100 * growth, abs_tol=0.01)


def test_the_trend_does_not_mind_the_rhythm_of_the_week_but_shows_scatter() -> None:
    week = [100.0, 120.0, 130.0, 125.0, 110.0, 60.0, 50.0]
    growth, lower, upper = daily_growth(week, week)
    assert growth == lower == upper == 0
    growth, lower, upper = daily_growth([2 * value + (-40) ** (n % 2) for n, value in enumerate(week)], week)
    assert lower < growth < upper


@given(st.dictionaries(st.text("ABCDEF", min_size=1, max_size=3), st.none() | st.integers(0, 4).map(float)))
def test_ranks_count_the_areas_that_are_higher(values: dict[str, float | None]) -> None:
    known = [value for value in values.values() if value is not None]
    for area, place in places(values).items():
        value = values[area]
        assert place == (None if value is None else Place(1 + sum(v > value for v in known), len(known)))


def test_a_method_that_does_not_exist_or_makes_no_sense_is_refused_by_name() -> None:
    assert recipe("rank:share:tests.total").name == "rank:share:tests.total"
    for wrong in ("mean8", "share7", "sum7:x", "rank:nothing", "plant_mean:x"):
        with pytest.raises(Invalid, match="There is no method"):
            recipe(wrong)
    with pytest.raises(Invalid, match="of the kind survey"):
        days_back(METHODS["sum7"], SURVEY, "behaviour.support.masks")


def test_every_method_says_what_it_is_in_which_unit_and_from_what_source() -> None:
    for method in METHODS.values():
        text = method.compute.__doc__ or ""
        assert "Unit" in text, method.name
        assert "ource" in text or method.name == "value", method.name
