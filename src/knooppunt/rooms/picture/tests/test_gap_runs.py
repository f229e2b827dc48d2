"""Gaps of one figure on many days are one matter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from knooppunt.ground.figures.public import GapLine
from knooppunt.rooms.picture.queries.attention import runs_of

NEWEST = date(2026, 11, 25)
KNOWN = datetime(2026, 11, 26, tzinfo=UTC)


def gap(back: int, size: float, area: str = "NL", indicator: str = "hospital.total") -> GapLine:
    starts = NEWEST - timedelta(days=back)
    return GapLine(indicator, area, "", "made", starts, starts + timedelta(days=1), 10 + size, 10, size, KNOWN, None)


def test_the_days_of_one_figure_are_one_run_with_its_first_and_its_latest_day() -> None:
    (run,) = runs_of([gap(0, -4), gap(1, -4), gap(5, -4)])
    assert (run.latest.starts, run.first, run.count) == (NEWEST, NEWEST - timedelta(days=5), 3)
    assert run.is_even


def test_a_run_whose_gaps_differ_says_so_and_tells_the_latest() -> None:
    (run,) = runs_of([gap(0, -4), gap(1, 2)])
    assert not run.is_even
    assert run.latest.gap == -4


def test_figures_of_other_areas_or_indicators_are_runs_of_their_own_the_latest_first() -> None:
    runs = runs_of([gap(0, 1, area="VR09"), gap(1, -4), gap(2, -4), gap(3, 1, indicator="deaths.total")])
    assert [(run.latest.area, run.latest.indicator, run.count) for run in runs] == [
        ("VR09", "hospital.total", 1),
        ("NL", "hospital.total", 2),
        ("NL", "deaths.total", 1),
    ]
