"""The files of RIVM, with every oddity that they are known to have."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
from tests.shared import shared_data

from knooppunt.ground.figures.tests.made_files import RIVM_HEADER, made, reading, rivm, sentence, values

CUMULATIVE = "covid/RIVM_COVID-19_aantallen_gemeente_cumulatief_20200915.csv.gz"
BEHAVIOUR = "covid/RIVM_COVID-19_gedrag_20210504.csv.gz"
SEWAGE = "covid/RIVM_COVID-19_rioolwaterdata_2020.csv.gz"
LAST = date(2020, 9, 15)


def test_every_row_of_the_cumulative_file_is_read() -> None:
    found = reading(shared_data(CUMULATIVE))
    assert (found.source, found.rows_read, found.rejected, found.repeats) == ("rivm_cumulative", 68_629, [], [])
    assert found.frame.height == 3 * 68_629
    assert found.reported_at == datetime(2020, 9, 15, 8, tzinfo=UTC)
    assert found.columns_not_read == []
    assert (found.frame["line"].min(), found.frame["line"].max()) == (2, 68_630)


def test_the_nation_has_84778_cases_of_which_718_without_municipality() -> None:
    last = values(reading(shared_data(CUMULATIVE)), "cases.reported_total", starts=LAST)
    assert sum(value or 0 for value in last.values()) == 84_778
    unknown = {area: value for (area, _), value in last.items() if area.endswith("-X")}
    assert len(unknown) == 12
    assert sum(value or 0 for value in unknown.values()) == 718


def test_rows_without_municipality_are_kept_per_province() -> None:
    frame = reading(shared_data(CUMULATIVE)).frame
    unknown = frame.filter(pl.col("area").str.ends_with("-X"))
    assert unknown["line"].n_unique() == 2_244


def test_totals_that_fall_stay_as_they_are() -> None:
    frame = reading(shared_data(CUMULATIVE)).frame
    falls = frame.sort("indicator", "area", "starts").filter(
        pl.col("value").diff().over("indicator", "area") < 0, pl.col("indicator") == "cases.reported_total"
    )
    assert falls.height > 0


def test_names_that_differ_from_the_official_ones_are_named() -> None:
    assert reading(shared_data(CUMULATIVE)).aliases_used["Friesland"] == "PV21"


def test_lines_that_end_in_crlf_are_read(tmp_path: Path) -> None:
    found = rivm(tmp_path, "2020-09-15 10:00:00;GM0344;Utrecht;Utrecht;12;3;1")
    assert values(found, "deaths.reported_total") == {("GM0344", LAST): 1}


def test_a_row_without_municipality_counts_for_its_province(tmp_path: Path) -> None:
    found = rivm(tmp_path, "2020-09-15 10:00:00;;;Friesland;2;1;0", "2020-09-15 10:00:00;;;;7;0;0")
    assert values(found, "cases.reported_total") == {("PV21-X", LAST): 2, ("NL-X", LAST): 7}
    assert found.aliases_used == {"Friesland": "PV21"}


def test_a_name_without_a_code_is_not_guessed(tmp_path: Path) -> None:
    (rejected,) = rivm(tmp_path, "2020-09-15 10:00:00;;Utrecht;Utrecht;2;1;0").rejected
    assert (rejected.line, rejected.column) == (2, "Municipality_code")


def test_a_code_with_the_name_of_another_municipality_is_rejected(tmp_path: Path) -> None:
    (rejected,) = rivm(tmp_path, "2020-09-15 10:00:00;GM0344;Amsterdam;Utrecht;2;1;0").rejected
    assert sentence(rejected) == "The name Amsterdam is that of GM0363, the code is another."
    assert rejected.row == "2020-09-15 10:00:00;GM0344;Amsterdam;Utrecht;2;1;0"
    assert rejected.fields["Municipality_code"] == "GM0344"


def test_a_file_in_cp1252_is_read_and_said_to_be(tmp_path: Path) -> None:
    row = "2020-09-15 10:00:00;GM1900;Súdwest-Fryslân;Fryslân;4;0;0"
    found = reading(made(tmp_path, "windows.csv", RIVM_HEADER, row, encoding="cp1252"))
    assert values(found, "cases.reported_total") == {("GM1900", LAST): 4}
    assert found.notes == ["The file is not in UTF-8 (see line 2); it was read as CP-1252 (Windows)."]


def test_a_code_that_no_municipality_ever_had_is_rejected(tmp_path: Path) -> None:
    (rejected,) = rivm(tmp_path, "2020-09-15 10:00:00;GM9999;Atlantis;Utrecht;2;1;0").rejected
    assert sentence(rejected) == "There is no area GM9999 (municipality)."


def test_every_row_of_the_behaviour_survey_is_kept() -> None:
    found = reading(shared_data(BEHAVIOUR))
    assert (found.source, found.rows_read, found.frame.height, found.rejected) == ("rivm_behaviour", 24_549, 24_549, [])
    assert found.frame["starts"].n_unique() == 11
    assert found.reported_at == datetime(2021, 5, 4, 8, tzinfo=UTC)
    assert found.columns_not_read == ["Wave", "Change_wrt_previous_measurement"]


def test_a_rule_that_did_not_exist_has_no_value_and_a_sample_of_zero() -> None:
    frame = reading(shared_data(BEHAVIOUR)).frame
    nothing = frame.filter(pl.col("value").is_null())
    assert nothing.height == 1_872
    assert nothing["n"].unique().to_list() == [0]


def test_the_limits_and_the_sample_of_a_region_come_along() -> None:
    frame = reading(shared_data(BEHAVIOUR)).frame
    asked = frame.filter(pl.col("area") == "VR24", pl.col("n") > 0)
    assert (asked["lower"] <= asked["value"]).all()
    assert (asked["value"] <= asked["upper"]).all()
    assert (asked["upper"] - asked["lower"]).max() > 10  # type: ignore[operator]  # a number: the column is of floats


def test_groups_of_the_survey_are_strata_and_everyone_is_none() -> None:
    frame = reading(shared_data(BEHAVIOUR)).frame
    assert frame.filter(pl.col("area") == "VR01")["stratum"].unique().to_list() == [""]
    assert "Leeftijd: 16-24" in frame.filter(pl.col("area") == "NL")["stratum"].to_list()


def test_limburg_zuid_and_nl00_are_matched_through_the_table_of_aliases() -> None:
    aliases = reading(shared_data(BEHAVIOUR)).aliases_used
    assert (aliases["Limburg-Zuid"], aliases["NL00"]) == ("VR24", "NL")


def test_the_byte_order_mark_before_the_sewage_file_is_taken_off_and_told() -> None:
    found = reading(shared_data(SEWAGE))
    assert found.source == "rivm_sewage"
    assert found.notes == ["The file begins with a byte order mark (BOM); it was taken off."]


def test_ijselland_is_named_as_an_alias_of_ijsselland() -> None:
    assert reading(shared_data(SEWAGE)).aliases_used["IJselland"] == "VR04"


def test_a_plant_that_serves_two_regions_stands_under_both_with_its_shares() -> None:
    found, day = reading(shared_data(SEWAGE)), date(2020, 4, 1)
    assert values(found, "sewage.rna_per_ml", stratum="9016", starts=day) == {("VR07", day): 984, ("VR08", day): 984}
    shares = values(found, "sewage.share_in_region", stratum="9016", starts=day)
    assert shares == {("VR07", day): 0.864490095, ("VR08", day): 0.135509905}


def test_rows_whose_code_and_name_are_of_different_regions_are_rejected() -> None:
    found = reading(shared_data(SEWAGE))
    assert [(row.line, row.fields["Security_region_code"], row.value) for row in found.rejected] == [
        (1255, "VR16", "Utrecht"),
        (1256, "VR16", "Zuid-Holland-Zuid"),
        (1352, "VR09", "Friesland"),
    ]


def test_a_row_that_repeats_another_adds_nothing_and_every_row_is_accounted_for() -> None:
    found = reading(shared_data(SEWAGE))
    assert len(found.repeats) == 1
    lines = found.frame["line"].n_unique() + len(found.rejected) + len(found.repeats)
    assert lines == found.rows_read == 1_493


def test_measurements_that_are_not_representative_are_kept_apart() -> None:
    found = reading(shared_data(SEWAGE))
    assert len(values(found, "sewage.rna_per_ml_unrepresentative")) == 11
    assert values(found, "sewage.rna_per_ml", stratum="13033", starts=date(2020, 7, 28)) == {
        ("VR15", date(2020, 7, 28)): 219,
        ("VR16", date(2020, 7, 28)): 219,
    }
