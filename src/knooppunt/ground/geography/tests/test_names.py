"""Names as they occur in the wild."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator

import pytest
from tests.shared import shared_data

from knooppunt.ground.geography.atlas import the_atlas
from knooppunt.ground.geography.public import Match, match_name


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("Frysl?n", "region", "VR02"),
        ("FryslÃ¢n", "region", "VR02"),
        ("Frysl\ufffdn", "province", "PV21"),
        ("Friesland", "province", "PV21"),
        ("IJselland", "region", "VR04"),
        ("Limburg-Zuid", "region", "VR24"),
        ("Noord-Holland-Noord", "region", "VR10"),
        ("s-Gravenhage", "municipality", "GM0518"),
        ("Den Haag", "municipality", "GM0518"),
        ("Hengelo", "municipality", "GM0164"),
        ("NL00", "nation", "NL"),
        (" Utrecht\t", "region", "VR09"),
        ("Su\u0301dwest-Frysla\u0302n", "municipality", "GM1900"),
    ],
)
def test_a_listed_spelling_is_matched_and_said_to_be_an_alias(text: str, kind: str, code: str) -> None:
    assert match_name(text, kind) == Match(code, alias_used=True)


def test_the_same_name_on_three_levels_is_three_areas() -> None:
    assert [match_name("Groningen", kind) for kind in ("region", "province", "municipality")] == [
        Match("VR01", alias_used=False),
        Match("PV20", alias_used=False),
        Match("GM0014", alias_used=False),
    ]


@pytest.mark.parametrize("text", ["", "utrecht", "Utrech", "Bergen", "Limburg", "VR09"])
def test_what_is_not_listed_is_not_guessed(text: str) -> None:
    assert match_name(text, "municipality") is None


def test_every_official_name_is_matched_to_one_area_of_its_kind() -> None:
    for one in the_atlas().areas.values():
        assert match_name(one.name, one.kind) == Match(one.code, alias_used=False)


def names_in(name: str, column: str, delimiter: str = ",") -> Iterator[str]:
    with gzip.open(shared_data(name)) as lines:
        text = io.TextIOWrapper(lines, encoding="utf-8-sig", newline="")
        yield from {row[column] for row in csv.DictReader(text, delimiter=delimiter)} - {""}


def test_every_name_in_the_recorded_files_is_matched() -> None:
    cases = "covid/RIVM_COVID-19_aantallen_gemeente_cumulatief_20200915.csv.gz"
    survey = "covid/RIVM_COVID-19_gedrag_20210504.csv.gz"
    sewage = "covid/RIVM_COVID-19_rioolwaterdata_2020.csv.gz"
    assert all(match_name(name, "municipality") for name in names_in(cases, "Municipality_name", delimiter=";"))
    assert all(match_name(name, "province") for name in names_in(cases, "Province", delimiter=";"))
    assert all(
        match_name(name, "region") for name in names_in(survey, "Region_name", delimiter=";") if name != "Nederland"
    )
    assert all(match_name(name, "region") for name in names_in(sewage, "Security_region_name"))
    with shared_data("geo/certe_gemeente_ggd_provincie_nuts3_2021.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["gemeente"] != "NA"]
    assert all(match_name(row["gemeente"], "municipality") for row in rows)
    assert all(match_name(row["provincie"], "province") for row in rows)
    assert all(match_name(row["ggdregio"], "ggd") for row in rows)
