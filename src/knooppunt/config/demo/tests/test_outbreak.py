"""The made outbreak is the same everywhere, and has the quirks it promises."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from knooppunt.config.demo import papers
from knooppunt.config.demo.outbreak import DAYS, daily, places, poisson
from knooppunt.config.demo.survey import WAVES, nursing, survey
from knooppunt.ground.geography.public import areas, latest_borders

BEGINS = date(2026, 1, 1)


def test_the_same_file_comes_out_every_time(tmp_path: Path) -> None:
    once = papers.write(tmp_path / "a.csv", papers.counts(40, 41), BEGINS).read_bytes()
    daily.cache_clear()
    again = papers.write(tmp_path / "b.csv", papers.counts(40, 41), BEGINS).read_bytes()
    assert hashlib.sha256(once).hexdigest() == hashlib.sha256(again).hexdigest()
    assert len(once.splitlines()) == 1 + 2 * 3 * len(places())


def test_every_municipality_and_the_unknown_part_of_every_province_counts_120_days() -> None:
    assert len(places()) == len(areas("municipality", latest_borders())) + 12
    assert {len(course["cases"]) for course in daily().values()} == {DAYS}


def test_one_region_is_stuck_for_three_days_and_dumps_them_on_the_fourth() -> None:
    stuck = [place for place in places() if place.region == papers.STUCK_REGION]
    new = [sum(papers.total(place, "cases", day, doubles=False, later=False)
               - papers.total(place, "cases", day - 1, doubles=False, later=False) for place in stuck)
           for day in range(83, 89)]  # fmt: skip
    assert new[1:4] == [0, 0, 0]
    assert new[4] > 3 * max(new[0], new[5])


def test_the_late_region_is_absent_and_not_zero() -> None:
    late = {place.code for place in places() if place.region == papers.LATE_REGION}
    there = {line.area for line in papers.counts(119, 119, late=True)}
    assert late
    assert not late & there


def test_the_survey_keeps_its_values_between_its_limits() -> None:
    lines = [line for wave in WAVES for line in survey(wave)]
    assert all(0 <= (line.lower or 0) <= line.value <= (line.upper or 0) <= 100 for line in lines)
    assert {line.n for line in lines if line.area == "VR25"} == {24}


def test_nursing_homes_are_told_for_every_region_and_day() -> None:
    lines = [line for line in nursing(100, 101) if line.indicator == "nursing.deaths"]
    assert len(lines) == 25 * 2


@given(mean=st.floats(0.01, 400), seed=st.integers())
def test_a_draw_is_a_count(mean: float, seed: int) -> None:
    assert poisson(mean, Random(seed)) >= 0
