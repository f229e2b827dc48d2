"""Files with borders: what is read, repaired and refused. No database."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape
from tests.shared import shared_data

from knooppunt.ground.geography.atlas import the_atlas
from knooppunt.ground.geography.exchange.borders import Borders, Reading, read_borders
from knooppunt.ground.geography.tests import made
from knooppunt.kit.problems import Invalid

TODAY = date(2026, 3, 1)


def read(place: Path, asked: date | None = None, layers: tuple[str, ...] = ()) -> Reading:
    return read_borders(the_atlas(), place, place.name, asked=asked, layers=layers, today=TODAY)


def by_kind(reading: Reading) -> dict[str, Borders]:
    return {borders.kind: borders for borders in reading.borders}


def refusal(place: Path, asked: date | None = None, layers: tuple[str, ...] = ()) -> str:
    with pytest.raises(Invalid) as raised:
        read(place, asked, layers)
    assert place.name in raised.value.place
    return f"{raised.value.place}: {raised.value}"


@pytest.mark.parametrize(
    ("vintage", "day", "touching"),
    [
        ("2021", date(2021, 1, 1), {"GM1676", "VR25"}),
        ("2021-named", date(2021, 1, 1), {"GM1676", "VR25"}),
        ("2022-01", date(2022, 1, 1), {"GM0744", "GM0995", "GM1676", "VR20", "VR25"}),
        ("2022-03", date(2022, 3, 24), {"GM0852", "VR11"}),
        ("2023", date(2023, 1, 1), {"GM0852", "VR11"}),
    ],
)
def test_the_recorded_borders_are_read_whole_with_the_touching_ones_repaired(
    vintage: str, day: date, touching: set[str]
) -> None:
    reading = read(shared_data(f"geo/nl-vr-gm_{vintage}.topo.json"))
    assert (reading.form, reading.vintage.day, reading.vintage.told_by) == ("TopoJSON", day, "codes")
    assert {code for borders in reading.borders for code in borders.repaired} == touching
    assert {kind: (len(found.geometries), found.missing) for kind, found in by_kind(reading).items()} == {
        "region": (25, ()),
        "municipality": (len([one for one in the_atlas().municipalities() if one.exists(day)]), ()),
        "province": (12, ()),
        "ggd": (25, ()),
    }
    for borders in reading.borders:
        for geometry in borders.geometries.values():
            for part in shapely.get_parts(shape(geometry)):
                assert not part.exterior.is_ccw
                assert all(hole.is_ccw for hole in part.interiors)
    assert len(json.dumps(by_kind(reading)["municipality"].geometries)) < 400_000


def test_provinces_are_put_together_from_municipalities_without_losing_land() -> None:
    found = by_kind(read(shared_data("geo/nl-vr-gm_2023.topo.json")))
    assert {kind: borders.derived for kind, borders in found.items()} == {
        "region": False,
        "municipality": False,
        "province": True,
        "ggd": True,
    }
    area = {kind: sum(shape(one).area for one in borders.geometries.values()) for kind, borders in found.items()}
    assert area["province"] == pytest.approx(area["municipality"], rel=1e-5)
    assert area["ggd"] == pytest.approx(area["municipality"], rel=1e-5)


def test_a_geopackage_in_rd_lands_in_amersfoort(tmp_path: Path) -> None:
    place = made.geopackage(tmp_path / "rd.gpkg", {"gemeenten": {"GM0307": made.AMERSFOORT_RD}})
    reading = read(place)
    assert reading.form == "GeoPackage"
    borders = by_kind(reading)["municipality"]
    west, south, _east, _north = shape(borders.geometries["GM0307"]).bounds
    assert (west, south) == pytest.approx((5.38720621, 52.15517440), abs=1e-4)
    assert len(borders.missing) == 341


def test_a_geojson_file_that_names_rd_as_its_system_is_turned(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    place = made.geojson(tmp_path / "rd.geojson", made.feature(made.AMERSFOORT_RD, statcode="PV26"), crs=crs)
    assert shape(by_kind(read(place))["province"].geometries["PV26"]).bounds[0] == pytest.approx(5.3872, abs=1e-3)


def test_a_bow_tie_becomes_two_triangles_and_is_named(tmp_path: Path) -> None:
    borders = by_kind(read(made.geojson(tmp_path / "a.json", made.feature(made.BOW_TIE, code="VR09"))))["region"]
    assert "Self-intersection" in borders.repaired["VR09"]
    assert borders.geometries["VR09"]["type"] == "MultiPolygon"
    assert shape(borders.geometries["VR09"]).is_valid


def test_parts_of_one_area_are_put_together_and_water_is_left_out(tmp_path: Path) -> None:
    place = made.geojson(
        tmp_path / "parts.geojson",
        made.feature(made.WEST, gm_code="GM0344", h2o="NEE"),
        made.feature(made.EAST, gm_code="GM0344", h2o="JA"),
        made.feature(made.EAST, gm_code="GM0307", h2o="NEE"),
    )
    reading = read(place)
    geometries = by_kind(reading)["municipality"].geometries
    assert set(geometries) == {"GM0344", "GM0307"}
    assert shape(geometries["GM0344"]).area == pytest.approx(0.01)
    assert reading.not_read == ("features: 1/3",)


def test_the_code_of_the_area_itself_is_taken_and_not_that_of_its_region(tmp_path: Path) -> None:
    place = made.geojson(
        tmp_path / "both.geojson",
        made.feature(made.WEST, vr="VR09", gm="GM0344"),
        made.feature(made.EAST, vr="VR09", gm="GM0307"),
    )
    assert set(by_kind(read(place))) == {"municipality"}


def test_very_fine_borders_become_lighter_and_neighbours_keep_their_common_border(tmp_path: Path) -> None:
    wave = [[5.1 + 0.0001 * (step % 2), 52.0 + step * 0.1 / 30_000] for step in range(30_001)]
    west = [[5.0, 52.0], *wave, [5.0, 52.1], [5.0, 52.0]]
    east = [*wave, [5.2, 52.1], [5.2, 52.0], wave[0]]
    place = made.geojson(
        tmp_path / "fine.geojson", made.feature(west, code="VR09"), made.feature(east, code="VR14"), name="fine"
    )
    light = {code: shape(one) for code, one in by_kind(read(place))["region"].geometries.items()}
    assert sum(shapely.get_num_coordinates(one) for one in light.values()) < 40_000
    assert light["VR09"].intersection(light["VR14"]).area == 0
    assert light["VR09"].union(light["VR14"]).geom_type == "Polygon"


def test_the_vintage_is_as_asked_or_told_by_codes_or_a_year_or_else_today(tmp_path: Path) -> None:
    old = made.geojson(tmp_path / "old.geojson", made.feature(made.WEST, code="GM0457"))
    assert read(old).vintage.day == date(2022, 1, 1)
    assert read(old, asked=date(2021, 6, 1)).vintage.day == date(2021, 6, 1)
    year = made.geojson(tmp_path / "year.geojson", made.feature(made.WEST, statcode="VR09", jaarcode=2024))
    assert (read(year).vintage.day, read(year).vintage.told_by) == (date(2024, 1, 1), "year")
    bare = made.geojson(tmp_path / "bare.geojson", made.feature(made.WEST, statcode="VR09"))
    assert (read(bare).vintage.day, read(bare).vintage.told_by) == (TODAY, "today")


def test_codes_that_are_not_known_are_refused_by_name(tmp_path: Path) -> None:
    place = made.geojson(
        tmp_path / "new.geojson",
        made.feature(made.WEST, code="GM0344"),
        made.feature(made.EAST, code="GM9999"),
        made.feature(made.EAST, code="Atlantis"),
    )
    assert "Atlantis, GM9999" in refusal(place)


def test_municipalities_of_another_day_are_refused_by_name(tmp_path: Path) -> None:
    place = made.geojson(tmp_path / "w.geojson", made.feature(made.WEST, code="GM0457"))
    assert "GM0457 Weesp" in refusal(place, asked=date(2023, 1, 1))
    mixed = made.geojson(
        tmp_path / "mixed.geojson", made.feature(made.WEST, code="GM0457"), made.feature(made.EAST, code="GM1992")
    )
    assert "do not exist on" in refusal(mixed)


def test_two_layers_of_one_kind_are_refused_until_one_is_chosen(tmp_path: Path) -> None:
    layers = {"fijn": {"GM0307": made.AMERSFOORT_RD}, "grof": {"GM0307": made.AMERSFOORT_RD}}
    place = made.geopackage(tmp_path / "two.gpkg", layers)
    assert "fijn and grof" in refusal(place)
    assert read(place, layers=("grof",)).not_read == ("fijn: 1/1",)
    assert "fijn, grof" in refusal(place, layers=("medium",))


def test_coordinates_outside_the_netherlands_are_refused(tmp_path: Path) -> None:
    swapped = [[y, x] for x, y in made.WEST]
    assert "longitude" in refusal(made.geojson(tmp_path / "yx.geojson", made.feature(swapped, code="VR09")))
    assert "longitude" in refusal(made.geojson(tmp_path / "rd.json", made.feature(made.AMERSFOORT_RD, code="VR09")))


def test_an_area_without_a_shape_is_refused_by_name(tmp_path: Path) -> None:
    empty = {"type": "Feature", "properties": {"code": "VR09"}, "geometry": None}
    place = made.geojson(tmp_path / "e.geojson", made.feature(made.WEST, code="VR14"), empty)
    assert "VR09" in refusal(place)
    flat = made.geojson(tmp_path / "flat.geojson", made.feature([[5, 52], [5.1, 52], [5, 52], [5, 52]], code="VR09"))
    assert "VR09" in refusal(flat)


def test_wrong_and_broken_files_are_refused_with_their_name(tmp_path: Path) -> None:
    whole = made.geojson(tmp_path / "whole.geojson", made.feature(made.WEST, code="VR09")).read_bytes()
    package = made.geopackage(tmp_path / "whole.gpkg", {"g": {"GM0307": made.AMERSFOORT_RD}}).read_bytes()
    squeezed = gzip.compress(whole)
    wrong = {
        "empty.json": (b"", "empty"),
        "table.csv": (b"code;name\nVR09;Utrecht\n", "not a GeoJSON"),
        "picture.png": (b"\x89PNG\r\n\x1a\n\x00\x00", "not a GeoJSON"),
        "other.json": (b'{"VR01": "Groningen"}', "not GeoJSON or TopoJSON"),
        "half.geojson": (whole[: len(whole) // 2], "line 1"),
        "half.geojson.gz": (squeezed[: len(squeezed) // 2], "broken off"),
        "half.gpkg": (package[: len(package) // 2], "GeoPackage"),
        "latin.json": ('{"type": "Fryslân"}'.encode("cp1252"), "UTF-8"),
        "deep.json": (b'{"a":' + b"[" * 200_000, "JSON"),
        "words.geojson": (whole.replace(b"5.0", b'"x"'), "cannot be read"),
        "nan.geojson": (whole.replace(b"5.0", b"NaN"), "cannot be read"),
        "arcs.topojson": (
            b'{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[0]]}}}',
            "arc",
        ),
        "no-codes.geojson": (whole.replace(b"VR09", b"Utrecht"), "No property"),
        "nothing.geojson": (b'{"type": "FeatureCollection", "features": []}', "No property"),
    }
    for name, (content, sentence) in wrong.items():
        place = tmp_path / name
        place.write_bytes(content)
        assert sentence in refusal(place)


def test_a_compressed_file_is_read_like_the_file_itself(tmp_path: Path) -> None:
    plain = made.geojson(tmp_path / "plain.geojson", made.feature(made.WEST, code="VR09"))
    packed = tmp_path / "packed.geojson.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read(packed).borders == read(plain).borders


def test_recorded_borders_without_codes_are_refused() -> None:
    assert "No property" in refusal(shared_data("geo/certe_geo_provincies_wgs84.geojson.gz"))
