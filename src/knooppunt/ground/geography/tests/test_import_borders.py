"""Taking in borders."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.shared import shared_data

from knooppunt.ground.geography.actions import BordersReport, import_borders
from knooppunt.ground.geography.commands import borders
from knooppunt.ground.geography.models import Border, BorderSet
from knooppunt.ground.geography.public import border_shapes
from knooppunt.ground.geography.tests import made
from knooppunt.ground.journal.public import entries
from knooppunt.kit.authority import NOBODY, Actor, Mandate, system_actor
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Invalid, NotAllowed

CARTOGRAPHER = Actor(id="c", name="Cartographer", mandates=frozenset({Mandate("geography.import")}))
READER = system_actor("reader")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def take_in(place: Path, vintage: date | None = None, moment: datetime = MONDAY) -> BordersReport:
    with clock_at(moment):
        return import_borders(source=place, vintage=vintage, actor=CARTOGRAPHER)


def test_maps_have_no_borders_until_they_are_imported() -> None:
    assert border_shapes("region", date(2023, 1, 1)) is None


def test_the_recorded_borders_are_kept_recorded_and_shown() -> None:
    report = take_in(shared_data("geo/nl-vr-gm_2023.topo.json"))
    assert [(one.kind, one.shapes, one.derived) for one in report.kinds] == [
        ("region", 25, False),
        ("municipality", 342, False),
        ("province", 12, True),
        ("ggd", 25, True),
    ]
    shown = border_shapes("region", date(2024, 5, 1))
    assert shown
    assert (shown["type"], shown["vintage"], len(shown["features"])) == ("FeatureCollection", "2023-01-01", 25)
    assert shown["features"][1]["properties"] == {"code": "VR02", "name": "Fryslân"}
    [line] = [one for one in entries(actor=READER) if one.event == "geography.BordersImported"]
    assert line.payload["original"] == report.sha256
    assert line.payload["repaired"] == ["GM0852", "VR11"]


def test_borders_that_fit_the_date_are_shown() -> None:
    take_in(shared_data("geo/nl-vr-gm_2022-01.topo.json"))
    take_in(shared_data("geo/nl-vr-gm_2022-03.topo.json"))
    for on, number in ((date(2022, 3, 23), 345), (date(2022, 3, 24), 344)):
        shown = border_shapes("municipality", on)
        assert shown
        assert len(shown["features"]) == number


def test_a_later_import_of_the_same_vintage_wins_and_the_earlier_one_stays(tmp_path: Path) -> None:
    first = made.geojson(tmp_path / "first.geojson", made.feature(made.WEST, code="VR09"))
    second = made.geojson(tmp_path / "second.geojson", made.feature(made.EAST, code="VR09"))
    take_in(first, date(2023, 1, 1))
    take_in(second, date(2023, 1, 1), MONDAY + timedelta(hours=1))
    shown = border_shapes("region", date(2023, 1, 1))
    assert shown
    assert shown["features"][0]["geometry"]["coordinates"][0][0][0] >= 5.1
    assert BorderSet.objects.count() == 2


def test_borders_from_a_file_go_before_later_ones_put_together_from_municipalities(tmp_path: Path) -> None:
    take_in(made.geojson(tmp_path / "p.geojson", made.feature(made.WEST, code="PV26")), date(2023, 1, 1))
    take_in(shared_data("geo/nl-vr-gm_2023.topo.json"), moment=MONDAY + timedelta(hours=1))
    shown = border_shapes("province", date(2023, 1, 1))
    assert shown
    assert (shown["derived"], len(shown["features"])) == (False, 1)


def test_the_same_file_twice_writes_nothing_the_second_time(tmp_path: Path) -> None:
    place = made.geojson(tmp_path / "a.geojson", made.feature(made.WEST, code="VR09"))
    assert not take_in(place).known
    assert take_in(place).known
    assert BorderSet.objects.count() == 1


def test_a_refused_file_leaves_no_trace(tmp_path: Path) -> None:
    place = made.geojson(
        tmp_path / "new.geojson", made.feature(made.WEST, code="VR09"), made.feature(made.EAST, code="VR26")
    )
    with pytest.raises(Invalid, match="VR26"):
        take_in(place)
    assert not BorderSet.objects.exists()
    assert not Border.objects.exists()
    assert not [one for one in entries(actor=READER) if one.event.startswith(("geography.", "files."))]


def test_without_a_mandate_it_is_refused(tmp_path: Path) -> None:
    place = made.geojson(tmp_path / "a.geojson", made.feature(made.WEST, code="VR09"))
    with pytest.raises(NotAllowed):
        import_borders(source=place, actor=NOBODY)


def test_showing_borders_costs_one_query_after_the_first_time(tmp_path: Path) -> None:
    take_in(made.geojson(tmp_path / "a.geojson", made.feature(made.WEST, code="VR09")))
    border_shapes("region", date(2026, 1, 1))
    with CaptureQueriesContext(connection) as queries:
        border_shapes("region", date(2026, 1, 1))
    assert len(queries) == 1


def test_the_command_says_what_it_did_as_one_json_document(tmp_path: Path) -> None:
    place = made.geojson(tmp_path / "a.geojson", made.feature(made.BOW_TIE, code="VR09"))
    done = CliRunner().invoke(borders, [str(place), "--vintage", "2023-01-01", "--json"])
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert (told["vintage"], told["known"], told["kinds"][0]["shapes"]) == ("2023-01-01", False, 1)
    assert list(told["kinds"][0]["repaired"]) == ["VR09"]
    again = CliRunner().invoke(borders, [str(place), "--vintage", "2023-01-01"])
    assert "VR09" in again.stdout
