"""OGC API – Features: what is promised is there, what is asked is answered, and nobody sees more than on the pages."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely
import shapely.geometry
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

from knooppunt.ground.access.public import actor_for, make_token
from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.ground.geography.actions import import_borders
from knooppunt.ground.geography.tests import made
from knooppunt.kit.authority import Mandate, system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Problem
from knooppunt.rooms.picture.ogc.asking import items_asked
from knooppunt.rooms.picture.ogc.document import document
from knooppunt.rooms.picture.ogc.places import COLLECTIONS, CRS84, RD
from knooppunt.rooms.picture.public import compile_edition, publish
from knooppunt.rooms.picture.tests.outbreak import ON, WRITER, bring, rows
from tests.cast import account_of, browser

pytestmark = pytest.mark.django_db
ROOT = "/ogc/v1"
REGIONS = f"{ROOT}/collections/regions/items"


@pytest.fixture
def reader() -> Client:
    return browser(account_of("Ada de Vries", bundle="commissioner"))


@pytest.fixture
def borders(tmp_path: Path) -> None:
    """Two regions that are squares near Utrecht, west and east."""
    place = made.geojson(
        tmp_path / "x.geojson", made.feature(made.WEST, statcode="VR09"), made.feature(made.EAST, statcode="VR10")
    )
    import_borders(source=place, vintage=date(2023, 1, 1), actor=system_actor("test"))


@pytest.fixture
def edition(tmp_path: Path) -> None:
    """A published edition of a made outbreak."""
    sync_catalogue(actor=WRITER)
    bring(tmp_path, rows())
    publish(edition=compile_edition(product="landelijk_beeld", on=ON, actor=WRITER), actor=WRITER)


@cache
def _schemas() -> dict[str, Any]:
    """The schemas of the document; OpenAPI 3.0 writes null in its own way."""
    text = json.dumps(document()["components"]["schemas"])
    found: dict[str, Any] = _with_null(json.loads(text))
    return found


def _with_null(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_with_null(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _with_null(one) for name, one in schema.items() if name != "nullable"}
    return {"anyOf": [told, {"type": "null"}]} if schema.get("nullable") is True else told


def told(client: Client, path: str, schema: str, **query: str) -> Any:
    """The content of a good answer, which is as the document promises."""
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.content
    content = json.loads(answer.content)
    promised = {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": _schemas()}}
    assert [fault.message for fault in Draft202012Validator(promised).iter_errors(content)] == []
    return content


def refused(client: Client, **query: str) -> str:
    """The parameter that is named as wrong."""
    answer = client.get(REGIONS, query)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    return str(json.loads(answer.content)["place"])


def codes(client: Client, **query: str) -> list[str]:
    return [one["id"] for one in told(client, REGIONS, "FeatureCollection", **query)["features"]]


def test_from_the_root_everything_is_found(reader: Client) -> None:
    links = {one["rel"]: one["href"] for one in told(reader, ROOT, "LandingPage")["links"]}
    assert links.keys() == {"self", "service-desc", "conformance", "data"}
    assert told(reader, links["conformance"], "ConfClasses")["conformsTo"]
    listed = told(reader, links["data"], "Collections")["collections"]
    assert [one["id"] for one in listed] == list(COLLECTIONS)
    for one in listed:
        to = {link["rel"]: link["href"] for link in one["links"]}
        assert told(reader, to["self"], "Collection") == one
        assert told(reader, to["items"], "FeatureCollection", limit="1")["numberReturned"] == 1


def test_what_is_promised_is_for_everyone() -> None:
    answer = Client().get(f"{ROOT}/openapi.json")
    assert answer["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert json.loads(answer.content) == document()


def test_without_borders_there_is_no_geometry_and_it_is_said_why(reader: Client) -> None:
    page = told(reader, REGIONS, "FeatureCollection")
    assert {one["geometry"] for one in page["features"]} == {None}
    assert "null" in page["geometryNote"]  # in the language of the reader


@pytest.mark.usefixtures("borders")
def test_borders_run_anticlockwise_and_an_area_without_one_has_none(reader: Client) -> None:
    found = {one["id"]: one["geometry"] for one in told(reader, REGIONS, "FeatureCollection")["features"]}
    assert len(found) == 25
    assert found["VR01"] is None
    assert shapely.geometry.shape(found["VR09"]).exterior.is_ccw
    assert shapely.geometry.shape(found["VR09"]).equals(shapely.Polygon(made.WEST))


@pytest.mark.usefixtures("borders")
def test_coordinates_can_be_had_in_rd(reader: Client) -> None:
    answer = reader.get(f"{REGIONS}/VR09", {"crs": RD})
    assert answer["Content-Crs"] == f"<{RD}>"
    x, y = json.loads(answer.content)["geometry"]["coordinates"][0][0]
    assert (120_000 < x < 140_000, 440_000 < y < 470_000) == (True, True)
    assert reader.get(REGIONS)["Content-Crs"] == f"<{CRS84}>"


@pytest.mark.usefixtures("borders")
@pytest.mark.parametrize(
    ("box", "found"),
    [
        ("5.01,52.01,5.02,52.02", ["VR09"]),
        ("5.11,52.01,5.12,52.02", ["VR10"]),
        ("6.05,52.01,-3,6.15,52.02,99", []),
        ("5.05,52.01,5.15,52.02", ["VR09", "VR10"]),
        ("5.05,52.01,-3,5.15,52.02,99", ["VR09", "VR10"]),
        ("170,50,5.05,53", ["VR09"]),
        ("6,50,7,51", []),
    ],
)
def test_a_box_chooses_what_meets_it(reader: Client, box: str, found: list[str]) -> None:
    assert codes(reader, bbox=box) == found


@pytest.mark.usefixtures("borders")
def test_a_box_can_be_in_rd(reader: Client) -> None:
    assert codes(reader, bbox="128000,455000,129000,456000", **{"bbox-crs": RD}) == ["VR09"]


def test_pages_follow_each_other_to_the_end(reader: Client) -> None:
    path, seen = f"{REGIONS}?limit=10", []
    while path:
        page = told(reader, path, "FeatureCollection")
        assert page["numberMatched"] == 25
        assert page["numberReturned"] == len(page["features"])
        seen += [one["id"] for one in page["features"]]
        path = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
    assert seen == [f"VR{number:02d}" for number in range(1, 26)]


def test_more_than_can_be_given_is_given_in_pages(reader: Client) -> None:
    assert len(codes(reader, limit="100000")) == 25


def test_properties_choose(reader: Client) -> None:
    assert codes(reader, code="VR09") == ["VR09"]
    page = told(reader, f"{ROOT}/collections/municipalities/items", "FeatureCollection", region="VR09", limit="1000")
    assert page["numberMatched"] > 20
    assert {one["properties"]["region"] for one in page["features"]} == {"VR09"}


@pytest.mark.parametrize(
    ("moment", "count"),
    [("2023-06-01T00:00:00Z", 25), ("2019-06-01T00:00:00Z", 0), ("2019-06-01T00:00:00Z/..", 25), ("../2019-06-01", 0)],
)
def test_a_moment_chooses_the_areas_that_exist_then(reader: Client, moment: str, count: int) -> None:
    assert len(codes(reader, datetime=moment)) == count


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"), ("limit", "-1"), ("limit", "x"), ("offset", "-1"), ("offset", "99999999"), ("bbox", "1,2,3"),
        ("bbox", "a,b,c,d"), ("bbox", "1,5,2,3"), ("bbox", "nan,1,2,3"), ("bbox-crs", "EPSG:28992"), ("crs", "RD"),
        ("datetime", "yesterday"), ("datetime", "2020-13-01"), ("datetime", "../.."), ("datetime", "2021-01-01/2020"),
        ("datetime", "2021-01-01/2020-01-01"),
        ("unknown", "1"), ("indicators", ""), ("method", "sum7"), ("region", "VR09"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_place(reader: Client, name: str, value: str) -> None:
    assert refused(reader, **{name: value}) == name


@given(
    some.dictionaries(
        some.sampled_from(["limit", "bbox", "datetime", "crs", "code", "offset", "x"]), some.text(max_size=30)
    )
)
def test_whatever_is_asked_is_understood_or_refused(query: dict[str, str]) -> None:
    asked = QueryDict(mutable=True)
    asked.update(query)
    try:
        understood, place = items_asked(asked, COLLECTIONS["regions"]).limit <= 1000, ""
    except Problem as problem:
        understood, place = False, problem.place
    assert understood or place in query


def test_what_does_not_exist_is_not_found(reader: Client) -> None:
    for path in ("/nowhere", "/collections/nowhere", "/collections/nowhere/items", "/collections/regions/items/VR99"):
        assert reader.get(ROOT + path).status_code == 404
    assert reader.get(f"{ROOT}/collections/regions/items/GM0344").status_code == 404


@pytest.mark.usefixtures("edition")
def test_figures_of_the_newest_edition_are_properties_with_where_they_come_from(reader: Client) -> None:
    found = told(reader, f"{REGIONS}/VR09", "Feature")["properties"]
    names = [name.removesuffix("_edition") for name in found if name.endswith("_edition")]
    assert names
    for name in names:
        assert found[f"{name}_edition"] == "landelijk_beeld 1"
        assert {f"{name}_as_of", f"{name}_known_since", f"{name}_source"} <= found.keys()


@pytest.mark.usefixtures("edition")
def test_indicators_that_are_named_come_as_known_now(reader: Client) -> None:
    found = told(reader, f"{REGIONS}/VR09", "Feature", indicators="cases.reported", method="sum7")["properties"]
    assert isinstance(found["cases_reported_sum7"], float | int)
    assert found["cases_reported_sum7_as_of"] <= ON.isoformat()
    assert not [name for name in found if name.endswith("_edition") and found[name]]
    assert reader.get(REGIONS, {"indicators": "no.such"}).status_code == 404


@pytest.mark.usefixtures("edition")
def test_who_may_not_see_an_edition_sees_none_of_its_figures(reader: Client) -> None:
    stranger = account_of("Niels Niemand", organisation="", bundle="press_reader")
    ours, theirs = reader.get(f"{REGIONS}/VR09"), browser(stranger).get(f"{REGIONS}/VR09")
    assert b"_edition" in ours.content
    assert b"_edition" not in theirs.content
    assert browser(stranger).get(REGIONS, {"indicators": "cases.reported"}).status_code == 404


@pytest.mark.usefixtures("edition", "borders")
def test_a_kept_page_is_not_given_to_somebody_else(reader: Client) -> None:
    reader.get(REGIONS)
    assert b"_edition" in reader.get(REGIONS).content
    stranger = browser(account_of("Niels Niemand", organisation="", bundle="press_reader"))
    assert b"_edition" not in stranger.get(REGIONS).content
    without = browser(account_of("Bo Stil"))
    assert without.get(REGIONS).status_code == 404


@pytest.mark.usefixtures("borders")
def test_a_token_reads_maps_in_few_queries(django_assert_max_num_queries: Any) -> None:
    owner = actor_for(account_of("Ada de Vries", bundle="commissioner"))
    made_now = make_token(name="kaart", leave=[Mandate("picture.read")], expires=now() + timedelta(days=1), actor=owner)
    client = Client(headers={"authorization": f"Bearer {made_now.secret}"})
    with django_assert_max_num_queries(12):
        assert client.get(REGIONS).status_code == 200
    assert client.get(REGIONS, {"indicators": "cases.reported"}).status_code == 404
