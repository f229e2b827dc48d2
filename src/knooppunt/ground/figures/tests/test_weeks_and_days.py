"""Days, weeks and months of one indicator beside each other: each question gets the period it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from knooppunt.ground.figures.public import Ask, answer, corrected_since, figure
from knooppunt.ground.figures.tests.bringing import WIM, bring, line
from knooppunt.kit.clock import clock_at

pytestmark = pytest.mark.usefixtures("catalogue")

FLOW = "tests.positive"
FIRST, DAY = date(2020, 9, 1), timedelta(days=1)
OPENING = datetime(2020, 10, 1, 9, tzinfo=UTC)
MOVE = date(2022, 3, 24)  # Weesp into Amsterdam, and with it from VR14 to VR13
WEESP, AMSTERDAM = "GM0457", "GM0363"
REGIONS = ("VR09", "VR13", "VR14")


def test_a_count_of_a_month_is_found_on_each_of_its_days_and_on_no_other(tmp_path: Path) -> None:
    bring(tmp_path, f"{FLOW},{AMSTERDAM},2020-09-01,2020-09-30,5", line(AMSTERDAM, "2020-10-02", 1))
    found = [figure(FLOW, AMSTERDAM, date(2020, 8, 31) + n * DAY, actor=WIM) for n in (0, 1, 20, 30, 31, 32)]
    assert [one.value for one in found] == [None, 5, 5, 5, None, 1]
    assert found[2].as_of == date(2020, 9, 30)
    week = answer([Ask(FLOW, (AMSTERDAM,), date(2020, 10, 1), date(2020, 10, 4))], actor=WIM)[0][AMSTERDAM]
    assert [one.value for one in week] == [None, 1, None]


def test_a_region_is_unknown_on_borders_on_which_nothing_in_it_is_known(tmp_path: Path) -> None:
    bring(tmp_path, line(WEESP, str(FIRST), 3))
    told = [figure(FLOW, code, FIRST, borders=on, actor=WIM) for on in (MOVE - DAY, MOVE) for code in REGIONS[1:]]
    assert [one.value for one in told] == [None, 3, 3, None]
    assert [one.contributors for one in told] == [0, 1, 1, None]


def test_a_week_is_no_part_of_a_day(tmp_path: Path) -> None:
    week = f"{FLOW},{WEESP},{FIRST},{FIRST + 6 * DAY},70"
    bring(tmp_path, line(AMSTERDAM, str(FIRST), 10), line("GM0402", str(FIRST), 4), week)
    told = {code: figure(FLOW, code, FIRST, borders=MOVE - DAY, actor=WIM).value for code in ("VR13", "VR14")}
    assert told == {"VR13": 10, "VR14": 4}
    assert figure(FLOW, AMSTERDAM, FIRST, borders=MOVE, actor=WIM).value is None
    assert figure(FLOW, AMSTERDAM, FIRST, actor=WIM).value == 10


def test_what_is_counted_per_week_is_not_told_as_a_day_and_the_figure_says_why(tmp_path: Path) -> None:
    bring(tmp_path, f"{FLOW},{AMSTERDAM},{FIRST},{FIRST + 6 * DAY},700", line("GM0344", str(FIRST), 3))
    found = answer([Ask(FLOW, (AMSTERDAM,), FIRST, FIRST + 8 * DAY, "daily")], actor=WIM)[0][AMSTERDAM]
    why = ("This was delivered per week, and a week is not divided over its days.",)
    assert [(one.value, one.remarks) for one in found] == [(None, why)] * 7 + [(None, ())]
    (whole,) = (figure(FLOW, AMSTERDAM, FIRST + n * DAY, method="sum7", actor=WIM) for n in (6,))
    assert (whole.value, whole.remarks) == (700, ())
    assert figure(FLOW, "GM0344", FIRST, method="daily", actor=WIM).value == 3


def test_a_day_and_a_week_that_start_together_each_answer_the_question_about_them(tmp_path: Path) -> None:
    with clock_at(OPENING):
        bring(tmp_path, line(AMSTERDAM, str(FIRST), 90))
    with clock_at(OPENING + DAY):
        bring(tmp_path, f"{FLOW},{AMSTERDAM},{FIRST},{FIRST + 6 * DAY},700", name="week.csv")
    both = answer([Ask(FLOW, (AMSTERDAM,), FIRST, FIRST + 7 * DAY)], actor=WIM)[0][AMSTERDAM]
    assert [(one.starts, one.as_of, one.value) for one in both] == [
        (FIRST, FIRST + 6 * DAY, 700), (FIRST, FIRST, 90)]  # fmt: skip
    assert [one.known_since for one in both] == [OPENING + DAY, OPENING]
    assert corrected_since([one.version for one in both], actor=WIM) == {}
    asked = [("value", 0), ("daily", 0), ("value", 3), ("daily", 3), ("sum7", 6), ("mean7", 6)]
    told = [figure(FLOW, AMSTERDAM, FIRST + n * DAY, method=method, actor=WIM).value for method, n in asked]
    assert told == [90, 90, 700, None, 700, 100]
    with clock_at(OPENING + 2 * DAY):
        bring(tmp_path, f"{FLOW},{AMSTERDAM},{FIRST},{FIRST + 6 * DAY},710", name="week.csv")
    assert corrected_since([one.version for one in both], actor=WIM) == {both[0].version: OPENING + 2 * DAY}
