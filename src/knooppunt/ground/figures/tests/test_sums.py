"""Totals of regions, provinces, GGD regions and the nation: always the sum of their parts, or the gap is told."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection

from knooppunt.ground.figures.actions import import_file, preview
from knooppunt.ground.figures.ledger.recounting import unequal_sums
from knooppunt.ground.figures.models import Gap
from knooppunt.ground.figures.tests.bringing import ROSA, before, bring, line, now_held, value
from knooppunt.ground.figures.tests.made_files import RIVM_HEADER, made
from knooppunt.kit.clock import clock_at

pytestmark = pytest.mark.usefixtures("catalogue")

DAY = "2020-09-14"
TOTAL = "cases.reported_total"
MONDAY, TUESDAY = datetime(2020, 9, 14, 12, tzinfo=UTC), datetime(2020, 9, 15, 12, tzinfo=UTC)


def total(area: str, day: str = DAY, indicator: str = "tests.positive") -> tuple[float | None, int | None]:
    """The kept sum of an area and how many areas have a value in it."""
    found = now_held(area, day, made="summed", indicator=indicator)
    assert found is not None, f"no sum of {area} on {day}"
    return found.value, found.n


def test_municipalities_make_their_region_province_ggd_region_and_the_nation(tmp_path: Path) -> None:
    # Utrecht (VR09, PV26, GG2514) and Amsterdam (VR13, PV27, GG3406).
    bring(tmp_path, line("GM0344", DAY, 5), line("GM0345", DAY, 2), line("GM0363", DAY, 10))
    found = {area: total(area) for area in ("VR09", "VR13", "PV26", "PV27", "GG2514", "GG3406", "NL")}
    assert found == {"VR09": (7, 2), "PV26": (7, 2), "GG2514": (7, 2), "VR13": (10, 1), "PV27": (10, 1),
                     "GG3406": (10, 1), "NL": (17, 3)}  # fmt: skip


def test_rows_without_a_municipality_stay_in_the_province_and_the_nation(tmp_path: Path) -> None:
    rows = [f"{DAY} 10:00:00;GM0344;Utrecht;Utrecht;5;1;0", f"{DAY} 10:00:00;;;Utrecht;3;0;0"]
    path = made(tmp_path, "rivm.csv", RIVM_HEADER, *rows, ends="\r\n")
    import_file(path=path, file_name="rivm.csv", actor=ROSA)
    assert value("PV26-X", DAY, indicator=TOTAL) == 3
    assert {area: total(area, indicator=TOTAL) for area in ("VR09", "PV26", "NL")} == {
        "VR09": (5, 1), "PV26": (8, 2), "NL": (8, 2)}  # fmt: skip


def test_regions_make_the_nation_and_do_not_count_beside_their_municipalities(tmp_path: Path) -> None:
    bring(tmp_path, line("VR09", DAY, 7), line("VR13", DAY, 10), line("VR09", "2020-09-15", 9))
    assert total("NL") == (17, 2)
    bring(tmp_path, line("GM0344", DAY, 5), line("GM0363", DAY, 10))
    assert total("NL") == (15, 2)
    assert total("NL", "2020-09-15") == (9, 1)
    assert list(unequal_sums(actor=ROSA)) == []


def test_only_the_sums_that_an_import_touches_get_a_new_version(tmp_path: Path) -> None:
    with clock_at(MONDAY):
        bring(tmp_path, line("GM0344", DAY, 5), line("GM0363", DAY, 10), line("GM0344", "2020-09-13", 6))
    with clock_at(TUESDAY):
        bring(tmp_path, line("GM0344", DAY, 8), line("GM0363", DAY, 10))
    (old,) = before("NL", DAY, made="summed")
    assert (old.value, old.known_until, total("NL")) == (15, TUESDAY, (18, 2))
    amsterdam, other_day = now_held("VR13", DAY, made="summed"), now_held("NL", "2020-09-13", made="summed")
    assert amsterdam is not None
    assert other_day is not None
    assert amsterdam.known_from == other_day.known_from == MONDAY


def test_after_any_course_of_imports_every_sum_equals_a_full_recount(tmp_path: Path) -> None:
    chance = random.Random(20200914)
    areas = ["GM0344", "GM0345", "GM0363", "GM0599", "GM1980", "GM0457", "PV26-X", "NL-X", "VR09", "VR13"]
    for number in range(8):
        rows = {(chance.choice(areas), f"2020-09-{chance.randint(1, 9):02}") for _ in range(30)}
        bring(tmp_path, *(line(area, day, round(chance.uniform(0, 50), 3)) for area, day in sorted(rows)),
              name=f"{number}.csv")  # fmt: skip
        assert list(unequal_sums(actor=ROSA)) == []


def test_a_region_that_differs_from_its_municipalities_has_a_gap_as_long_as_it_does(tmp_path: Path) -> None:
    with clock_at(MONDAY):
        report = bring(
            tmp_path, line("VR09", DAY, 9), line("GM0344", DAY, 5), line("GM0345", DAY, 2), line("NL", DAY, 7)
        )
    assert report.gaps == {"opened": 1}
    (gap,) = Gap.objects.all()
    assert (gap.area, gap.delivered, gap.summed, gap.gap, gap.known_until) == ("VR09", 9, 7, 2, None)
    with clock_at(TUESDAY):
        report = bring(tmp_path, line("GM0345", DAY, 4), line("NL", DAY, 9))
    assert report.gaps == {"closed": 1}
    assert [(gap.known_from, gap.known_until) for gap in Gap.objects.all()] == [(MONDAY, TUESDAY)]


def test_a_gap_that_changes_is_closed_and_opened_anew(tmp_path: Path) -> None:
    bring(tmp_path, line("NL", DAY, 9), line("GM0344", DAY, 5))
    bring(tmp_path, line("GM0344", DAY, 6))
    first, second = Gap.objects.order_by("known_from")
    assert (first.gap, second.gap, second.known_until) == (4, 3, None)
    assert first.known_until == second.known_from


def test_sums_are_made_anew_when_areas_came_to_lie_in_other_regions(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", DAY, 5), line("GM0363", DAY, 10))
    with connection.cursor() as cursor:  # as if these sums had been made on the borders of before
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE figures_observation o SET value = 1 FROM figures_series s "
                       "WHERE s.id = o.series_id AND s.made = 'summed' AND s.area IN ('VR09', 'VR13')")  # fmt: skip
        cursor.execute("""UPDATE figures_delivery SET report = report || '{"borders": "2020-01-01"}'""")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert len(list(unequal_sums(actor=ROSA))) == 2
    bring(tmp_path, line("GM0599", "2021-01-01", 1))
    assert list(unequal_sums(actor=ROSA)) == []


def test_the_sum_of_the_day_is_known_before_the_import_when_someone_looks_first(tmp_path: Path) -> None:
    path = made(tmp_path, "table.csv", "indicator,area,from,until,value", line("NL", DAY, 9), line("GM0344", DAY, 5))
    assert preview(path=path, file_name="table.csv", actor=ROSA).gaps == {"opened": 1}
    assert date.fromisoformat(DAY) not in set(Gap.objects.values_list("starts", flat=True))
