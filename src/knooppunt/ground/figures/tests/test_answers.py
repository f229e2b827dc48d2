"""Asking for figures: what comes back, what stands beside it, and what stays unknown."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knooppunt.ground.figures.public import Ask, Figure, answer, figure, import_file, latest_day, sources_of
from knooppunt.ground.figures.tests.bringing import CASES, ROSA, WIM, bring, line
from knooppunt.ground.figures.tests.made_files import made
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.usefixtures("catalogue")

DAY = date(2020, 9, 15)
TOTAL = "cases.reported_total"
REGION = ("GM0363", "GM0362", "GM0384")  # three of the six municipalities of VR13 in 2020


def on(day: date = DAY, *, back: int = 0) -> str:
    return (day - timedelta(days=back)).isoformat()


def one(area: str, indicator: str = CASES, method: str = "value", day: date = DAY, **options: Any) -> Figure:
    return figure(indicator, area, day, method=method, actor=options.pop("actor", WIM), **options)


def test_a_delivered_total_goes_before_the_sum_of_its_parts_and_the_gap_stands_beside_it(tmp_path: Path) -> None:
    bring(tmp_path, *(line(code, on(), 10) for code in REGION), line("VR13", on(), 35))
    for borders in (None, DAY):
        found = one("VR13", borders=borders)
        assert (found.value, found.made, found.gap, found.gap_known) == (35, "delivered", 5, True)
    nation = one("NL")
    assert (nation.value, nation.made, nation.gap, nation.gap_known) == (30, "summed", None, False)


def test_a_sum_says_how_many_of_its_areas_it_has(tmp_path: Path) -> None:
    bring(tmp_path, *(line(code, on(), 10) for code in REGION))
    found = one("VR13", borders=DAY)
    assert (found.value, found.contributors, found.expected) == (30, 3, 6)


def test_the_part_in_no_known_municipality_is_in_the_total_and_named(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0363", on(), 10, TOTAL), line("PV27-X", on(), 3, TOTAL), line("NL-X", on(), 1, TOTAL))
    nation, province, region = (one(code, TOTAL) for code in ("NL", "PV27", "VR13"))
    assert (nation.value, nation.unknown_part, nation.contributors) == (14, 4, 1)
    assert (province.value, province.unknown_part) == (13, 3)
    assert (region.value, region.unknown_part) == (10, None)


def test_a_daily_indicator_comes_from_its_total_and_a_fall_stays_negative(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0363", on(back=2), 50, TOTAL), line("GM0363", on(back=1), 48, TOTAL))
    found = one("GM0363", "cases.reported", day=DAY - timedelta(days=1))
    assert (found.value, found.basis, found.method, found.flags) == (-2, TOTAL, "daily", ("negative",))
    assert one("GM0363", "cases.reported").value is None
    assert one("GM0363", "cases.reported", day=DAY - timedelta(days=2)).value is None


def test_every_day_has_a_figure_and_an_unknown_one_is_not_zero(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0363", on(back=2), 0), line("GM0363", on(), 5))
    ask = Ask(CASES, ("GM0363",), DAY - timedelta(days=3), DAY + timedelta(days=1))
    found = answer([ask], actor=WIM)[0]["GM0363"]
    assert [each.value for each in found] == [None, 0, None, 5]
    assert [each.source for each in found] == ["generic"] * 4


def test_a_total_of_which_an_area_is_late_gives_no_daily_figure(tmp_path: Path) -> None:
    first = [line(code, on(back=1), 100, TOTAL) for code in REGION]
    bring(tmp_path, *first, *(line(code, on(), 105, TOTAL) for code in REGION[:2]))
    assert one("VR13", TOTAL, borders=DAY).contributors == 2
    assert one("VR13", "cases.reported", borders=DAY).value is None
    bring(tmp_path, line(REGION[2], on(), 109, TOTAL), name="late.csv")
    late = one("VR13", "cases.reported", borders=DAY)
    assert (late.value, late.corrected) == (19, False)


def test_methods_work_on_areas_of_every_level(tmp_path: Path) -> None:
    bring(tmp_path, *(line(code, on(back=back), 10) for code in REGION for back in range(7)))
    for code in ("GM0363", "VR13", "PV27", "NL"):
        found = one(code, method="sum7_per_100k")
        assert found.value is not None, code
        assert one(code, method="sum7").value == (70 if code == "GM0363" else 210)
    amsterdam = one("GM0363", method="sum7_per_100k")
    assert amsterdam.value == pytest.approx(70 * 100_000 / 872_757)  # CBS, 1 January 2020


def test_a_rank_is_among_all_areas_of_the_level_with_ties(tmp_path: Path) -> None:
    values = {"VR01": 5, "VR02": 9, "VR03": 9, "VR04": 1}
    bring(tmp_path, *(line(code, on(), value) for code, value in values.items()))
    found = {code: one(code, method="rank") for code in (*values, "VR05")}
    assert {code: (each.value, each.n) for code, each in found.items()} == {
        "VR01": (3, 4),
        "VR02": (1, 4),
        "VR03": (1, 4),
        "VR04": (4, 4),
        "VR05": (None, None),
    }


def test_a_share_of_another_indicator_has_its_interval(tmp_path: Path) -> None:
    bring(tmp_path, line("VR09", on(), 20, "tests.ggd_positive"), line("VR09", on(), 80, "tests.total"))
    found = one("VR09", "tests.ggd_positive", "share:tests.total")
    assert (found.value, found.n) == (25, 80)
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < 25 < found.upper


def take_in(folder: Path, header: str, *rows: str) -> None:
    path = made(folder, "wide.csv", header, *rows)
    import_file(path=path, file_name=path.name, actor=ROSA)


def test_a_survey_keeps_its_limits_and_a_day_in_its_period_finds_it(tmp_path: Path) -> None:
    slug = "behaviour.support.curfew"
    header = "indicator,area,from,until,value,lower,upper,n"
    period = "2020-09-14,2020-09-20"
    take_in(tmp_path, header, f"{slug},VR09,{period},60,41,77,25", f"{slug},VR10,{period},60,,,25")
    found = one("VR09", slug, day=date(2020, 9, 18))
    assert (found.starts, found.as_of, found.value) == (date(2020, 9, 14), date(2020, 9, 20), 60)
    assert (found.lower, found.upper, found.n) == (41, 77, 25)
    made_here = one("VR10", slug, day=date(2020, 9, 18))
    assert made_here.lower == pytest.approx(40.74, abs=0.01)
    assert one("VR09", slug, day=date(2020, 9, 21)).value is None
    with pytest.raises(Invalid, match="of the kind survey"):
        one("VR09", slug, "sum7")


def test_sewage_of_a_region_is_the_mean_over_its_plants_by_their_share(tmp_path: Path) -> None:
    header = "indicator,area,from,until,value,stratum"
    rows = [
        f"sewage.{what},VR09,{day},{day},{value},{plant}"
        for plant, day, measured, share in (("A", on(back=3), 100, 1), ("A", on(back=1), 400, 1), ("B", on(), 100, 0.5))
        for what, value in (("rna_per_ml", measured), ("share_in_region", share))
    ]
    take_in(tmp_path, header, *rows)
    found = one("VR09", "sewage.rna_per_ml", "plant_mean")
    assert (found.value, found.n) == (300, 2)
    assert one("NL", "sewage.rna_per_ml", "plant_mean").value == 300
    assert one("VR09", "sewage.rna_per_ml", "plant_mean", DAY + timedelta(days=6)).value == 100
    assert one("VR09", "sewage.rna_per_ml", "plant_mean", DAY + timedelta(days=7)).value is None


def test_the_last_day_is_that_of_the_last_value(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0363", on(back=2), 4, TOTAL), line("VR13", on(), 9))
    assert latest_day(TOTAL, actor=WIM) == DAY - timedelta(days=2)
    assert latest_day("cases.reported", area="VR13", actor=WIM) == DAY - timedelta(days=2)
    assert latest_day(CASES, area="VR13", actor=WIM) == DAY
    assert latest_day(CASES, area="VR13", until=DAY - timedelta(days=1), actor=WIM) is None
    assert latest_day("deaths.reported", actor=WIM) is None


def test_what_nobody_delivers_is_unknown_and_says_so() -> None:
    found = one("NL")
    assert (found.value, found.source, found.remarks) == (None, "", ("No source has delivered this.",))
    assert sources_of(CASES, actor=WIM) == ()


def test_asking_for_what_does_not_exist_names_it(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0363", on(), 4))
    for wrong in ({"indicator": "cases.nothing"}, {"area": "GM9999"}, {"source": "nobody"}):
        with pytest.raises(NotFound, match=next(iter(wrong.values()))):
            one(**{"area": "NL", **wrong})  # type: ignore[arg-type]  # one helper, any field
    with pytest.raises(NotAllowed):
        one("NL", actor=Actor(id="x", name="no mandate"))


def test_any_number_of_questions_costs_five_statements(tmp_path: Path) -> None:
    bring(tmp_path, *(line(code, on(back=back), 10, TOTAL) for code in REGION for back in range(20)))
    regions = tuple(f"VR{number:02}" for number in range(1, 26))
    methods = ("value", "sum7", "change_week", "trend", "rank:sum7_per_100k", "sum7_per_100k")
    asks = [
        Ask(slug, (*regions, "NL", "PV27"), DAY - timedelta(days=9), DAY, method)
        for slug in (TOTAL, "cases.reported")
        for method in methods
    ]
    with CaptureQueriesContext(connection) as queries:
        found = answer(asks, actor=WIM)
    assert len(queries) <= 5
    assert sum(len(figures) for areas in found for figures in areas.values()) == 12 * 27 * 9
