"""The three products out of the files that the authorities published."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import page
import pytest
from tests.shared import shared_data

from knooppunt.ground.figures.public import import_file, sync_catalogue
from knooppunt.rooms.picture.public import compile_edition, content, corrected_since, document, publish, replay
from knooppunt.rooms.picture.tests.outbreak import SANNE, WRITER

CUMULATIVE = "covid/RIVM_COVID-19_aantallen_gemeente_cumulatief_202009{day}.csv.gz"


@pytest.fixture
def catalogue(db: None) -> None:
    """The indicators that come with the product."""
    sync_catalogue(actor=WRITER)


def bring(file: Path) -> None:
    import_file(path=file, file_name=file.name, actor=WRITER)


def edition_of(product: str, on: date) -> tuple[dict[str, Any], Any]:
    """Content and line of a published edition, whose PDF is PDF/UA-1."""
    line = publish(edition=compile_edition(product=product, on=on, actor=SANNE), actor=WRITER)
    assert page.is_pdf_compliant_bytes(document(line.id, "pdf", actor=SANNE).path.read_bytes(), profile="ua1")
    return content(line.id, actor=SANNE), line


def headline(found: dict[str, Any], place: int) -> dict[str, Any]:
    figure: dict[str, Any] = found["figures"][found["blocks"][0]["items"][place]["figure"]]
    return figure


@pytest.mark.usefixtures("catalogue")
def test_the_national_picture_of_14_september_2020_replays_after_the_file_of_the_15th() -> None:
    bring(shared_data(CUMULATIVE.format(day="14")))
    _found, line = edition_of("landelijk_beeld", date(2020, 9, 14))
    bring(shared_data(CUMULATIVE.format(day="15")))
    assert replay(line.id, actor=SANNE).same
    assert all(one.then != one.now for one in corrected_since(line.id, actor=SANNE))
    found, _line = edition_of("landelijk_beeld", date(2020, 9, 15))
    total = headline(found, 4)
    assert (total["value"], total["unknown_part"], total["source"]) == (84778, 718, "rivm_cumulative")
    regions = next(block for block in found["blocks"] if block["kind"] == "map")["regions"]
    assert len(regions) == 25
    assert all(found["figures"][region["figure"]]["value"] is not None for region in regions)


@pytest.mark.usefixtures("catalogue")
def test_the_compliance_picture_shows_intervals_and_small_samples() -> None:
    bring(shared_data("covid/RIVM_COVID-19_gedrag_20210504.csv.gz"))
    found, _line = edition_of("nalevingsbeeld", date(2021, 5, 4))
    distance = headline(found, 0)
    assert (distance["value"], distance["lower"], distance["upper"], distance["n"]) == (63.3, 62.8, 63.9, 4879)
    assert (distance["starts"], distance["indicator"]) == ("2021-04-20", "behaviour.compliance.keep_distance")
    tested = [each for each in found["figures"] if each["indicator"].endswith("compliance.symptoms_get_tested")]
    assert {each["n"] for each in tested if each["area"] == "VR01"} == {28}


@pytest.mark.usefixtures("catalogue")
def test_the_picture_of_vulnerable_groups_adds_25_region_files_up() -> None:
    folder = shared_data("covid/minvws_vr_fixtures_20201117")
    for file in sorted(folder.glob("VR*.json.gz")):
        bring(file)
    found, _line = edition_of("kwetsbare_groepen", date(2020, 11, 16))
    people = headline(found, 0)
    assert (people["contributors"], people["expected"], people["as_of"]) == (25, 25, "2020-11-11")
    table = next(block for block in found["blocks"] if block["kind"] == "table")
    regions = [found["figures"][row["cells"][0]]["value"] for row in table["rows"][1:]]
    assert people["value"] == sum(regions)
    assert len(found["sources"]) == 25
