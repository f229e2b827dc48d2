"""The files of the Ministry of Health's dashboard, with every oddity that they are known to have."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.shared import shared_data

from knooppunt.ground.figures.tests.made_files import made, reading, sentence, values
from knooppunt.kit.problems import Invalid

TESTS = "covid/minvws_gm_tested_overall_archived_20230331.csv.gz"
REGIONS = "covid/minvws_vr_fixtures_20201117"
DAY = 1_600_128_000
"""15 September 2020, midnight UTC."""
TESTS_HEADER = "gmcode,date_unix,infected,date_of_insertion_unix"


def document(code: str = "VR02", **blocks: Any) -> dict[str, Any]:
    """The document of a region with some of its blocks."""
    return {"last_generated": "1605606357", "code": code, **blocks}


def nursing(day: int = DAY, code: str = "VR02", **more: Any) -> dict[str, Any]:
    """An entry of the block of nursing homes."""
    counts = dict.fromkeys(
        ("newly_infected_people", "newly_infected_locations", "infected_locations_total",
         "infected_locations_percentage", "deceased_daily"), 1)  # fmt: skip
    return {"date_of_report_unix": day, "vrcode": code, **counts, **more}


def delivered(folder: Path, name: str, content: object) -> Path:
    return made(folder, name, json.dumps(content))


def test_every_row_of_the_tests_is_read_and_derived_columns_are_named() -> None:
    found = reading(shared_data(TESTS))
    assert (found.source, found.rows_read, found.frame.height, found.rejected) == ("minvws_tests", 384_750, 384_750, [])
    assert found.columns_not_read == [
        "infected_per_100k", "infected_per_100k_moving_average", "infected_moving_average",
        "infected_moving_average_rounded"]  # fmt: skip
    assert (found.frame["starts"].min(), found.frame["starts"].max()) == (date(2020, 3, 2), date(2023, 3, 31))


def test_the_backlog_of_8_february_2022_is_just_a_figure() -> None:
    frame = reading(shared_data(TESTS)).frame
    assert frame.filter(pl.col("starts") == date(2022, 2, 8))["value"].sum() == 374_708


def test_a_municipality_of_2023_has_figures_of_2020() -> None:
    found = reading(shared_data(TESTS))
    assert ("GM1992", date(2020, 3, 2)) in values(found, "tests.positive", area="GM1992")
    assert found.notes == []


def test_unix_days_are_the_days_of_the_raw_file_in_the_netherlands() -> None:
    raw = reading(shared_data("covid/RIVM_COVID-19_aantallen_gemeente_cumulatief_20200915.csv.gz"))
    totals = values(raw, "cases.reported_total", area="GM0344")
    counted = values(reading(shared_data(TESTS)), "tests.positive", area="GM0344")
    days = [date(2020, 9, day) for day in range(8, 16)]
    difference = [(totals["GM0344", day] or 0) - (totals["GM0344", before] or 0)
                  for before, day in pairwise(days)]  # fmt: skip
    found = [counted["GM0344", day] or 0 for day in days[1:]]
    assert sum(abs(one - other) for one, other in zip(difference, found, strict=True)) < 0.05 * sum(found)


def test_midnight_in_the_netherlands_is_the_day_that_begins_then(tmp_path: Path) -> None:
    rows = (f"GM0344,{DAY - 7200},5,1680264895", f"GM0344,{DAY + 60},6,1680264895")
    found = reading(made(tmp_path, "tests.csv", TESTS_HEADER, *rows))
    assert values(found, "tests.positive") == {("GM0344", date(2020, 9, 15)): 5}
    assert [sentence(row) for row in found.rejected] == [f"{DAY + 60} is not the beginning of a day."]


def test_every_row_of_the_deaths_is_read() -> None:
    found = reading(shared_data("covid/minvws_gm_deceased_rivm_archived_20221231.csv.gz"))
    assert (found.source, found.rows_read, found.rejected) == ("minvws_deaths", 354_996, [])
    assert found.frame["indicator"].unique().sort().to_list() == ["deaths.reported", "deaths.reported_total"]
    assert found.columns_not_read == ["covid_daily_moving_average"]


@pytest.mark.parametrize(
    ("name", "rows", "figures"),
    [
        ("minvws_gm_sewer.csv.gz", 62_196, 62_196),
        ("minvws_gm_sewer_archived_20230623.csv.gz", 49_004, 4 * 49_004),
    ],
)
def test_weekly_sewage_is_read_with_the_counts_it_has(name: str, rows: int, figures: int) -> None:
    found = reading(shared_data(f"covid/{name}"))
    assert (found.source, found.rows_read, found.frame.height) == ("minvws_sewage", rows, figures)
    assert (found.frame["ends"] - found.frame["starts"]).dt.total_days().unique().to_list() == [7]


def test_a_plant_repeats_under_each_municipality_it_serves() -> None:
    found, day = reading(shared_data("covid/minvws_gm_sewer_per_installation.csv.gz")), date(2020, 11, 5)
    assert (found.rows_read, found.frame.height) == (402_660, 402_660)
    assert values(found, "sewage.rna_normalized", stratum="Zeist", starts=day) == {
        ("GM0310", day): 604,
        ("GM0355", day): 604,
    }


def test_all_25_region_files_are_read_and_account_for_each_entry() -> None:
    names = {}
    for path in sorted(shared_data(REGIONS).iterdir()):
        found = reading(path)
        names.update(found.aliases_used)
        assert found.source == "minvws_region"
        assert found.frame["area"].unique().to_list() == [path.name[:4]]
        lines = found.frame["line"].n_unique() + len(found.rejected) + len(found.repeats)
        assert lines == found.rows_read
    assert names["Frysl?n"] == "VR02"
    assert names["GooienVechtstreek"] == "VR14"


def test_two_measurements_of_one_plant_on_one_day_that_differ_are_not_both_believed() -> None:
    (rejected,) = reading(shared_data(f"{REGIONS}/VR08.json.gz")).rejected
    assert rejected.column == "sewer_per_installation.values[18].values[7]"
    assert sentence(rejected) == "For VR08 on 2020-11-02, line 691 says 306.25; this line says 526.0."


def test_the_order_of_lists_does_not_matter(tmp_path: Path) -> None:
    entries = [nursing(DAY), nursing(DAY + 86_400, newly_infected_people=7)]
    given = delivered(tmp_path, "VR02.json", document(nursing_home={"values": entries}))
    turned = delivered(tmp_path, "turned.json", document(nursing_home={"values": entries[::-1]}))
    key = ["indicator", "starts"]
    assert reading(given).frame.drop("line").sort(key).equals(reading(turned).frame.drop("line").sort(key))


def test_the_last_value_is_not_counted_twice(tmp_path: Path) -> None:
    block = {"values": [nursing()], "last_value": nursing()}
    found = reading(delivered(tmp_path, "VR02.json", document(nursing_home=block)))
    assert (found.rows_read, found.frame.height) == (1, 5)


def test_a_last_value_that_is_not_among_the_values_is_not_lost(tmp_path: Path) -> None:
    block = {"values": [nursing()], "last_value": nursing(DAY + 86_400)}
    found = reading(delivered(tmp_path, "VR02.json", document(nursing_home=block)))
    assert found.rows_read == 2


def test_a_null_is_a_figure_without_value(tmp_path: Path) -> None:
    block = {"values": [nursing(deceased_daily=None)]}
    found = reading(delivered(tmp_path, "VR02.json", document(nursing_home=block)))
    assert values(found, "nursing.deaths") == {("VR02", date(2020, 9, 15)): None}


def test_a_wrong_entry_is_named_by_its_path(tmp_path: Path) -> None:
    block = {"values": [nursing(), nursing(DAY + 86_400, deceased_daily="veel")]}
    (rejected,) = reading(delivered(tmp_path, "VR02.json", document(nursing_home=block))).rejected
    assert (rejected.line, rejected.column) == (2, "nursing_home.values[1].deceased_daily")


def test_an_entry_of_another_region_is_rejected(tmp_path: Path) -> None:
    block = {"values": [nursing(code="VR03")]}
    (rejected,) = reading(delivered(tmp_path, "VR02.json", document(nursing_home=block))).rejected
    assert sentence(rejected) == "VR03 is not the region of the document."


def test_a_document_named_after_another_region_is_refused(tmp_path: Path) -> None:
    path = delivered(tmp_path, "VR05.json", document(nursing_home={"values": [nursing()]}))
    with pytest.raises(Invalid, match=r"VR05\.json is named after VR05, but holds VR02\."):
        reading(path)


def test_a_block_without_a_list_is_refused_with_its_path(tmp_path: Path) -> None:
    path = delivered(tmp_path, "VR02.json", document(nursing_home={"values": 3}))
    with pytest.raises(Invalid, match=r"has no readable nursing_home\.values"):
        reading(path)
