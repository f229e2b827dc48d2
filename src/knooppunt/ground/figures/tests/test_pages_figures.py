"""The pages with figures: what there is, one indicator by area and day, and where a figure comes from."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.cast import account_of, browser

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.pages.drawing import lines_svg
from knooppunt.ground.figures.pages.explaining import METHOD_TEXTS
from knooppunt.ground.figures.queries.asking import Figure
from knooppunt.ground.figures.rules.methods import METHODS
from knooppunt.ground.figures.tests.bringing import CASES, bring, line

pytestmark = pytest.mark.usefixtures("catalogue")

LAST = date(2020, 9, 15)
DAYS = [LAST - timedelta(days=back) for back in range(20)]
AREAS = {"GM0344": 300, "GM0363": 900, "GM0518": 500}


@pytest.fixture
def reader(db: None) -> Client:
    return browser(account_of("Rik Reader", bundle="commissioner"))


@pytest.fixture
def figures(tmp_path: Path) -> None:
    rows = [line(area, str(day), top - back) for area, top in AREAS.items() for back, day in enumerate(DAYS)]
    bring(tmp_path, *rows, marking=TLP.CLEAR)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return " ".join(answer.content.decode().split())


def test_without_an_indicator_there_is_a_catalogue_to_search_in(reader: Client, figures: None) -> None:
    shown = page(reader, "/figures/")
    assert 'href="?indicator=tests.positive"' in shown
    assert 'href="?indicator=cases.reported_total"' not in shown  # told, but there is nothing to lead to
    assert "cases.reported_total" in shown
    found = page(reader, "/figures/?q=positieve+TESTEN")
    assert "tests.positive" in found
    assert "cases.reported_total" not in found
    assert "Met deze woorden is niets gevonden" in page(reader, "/figures/?q=stoelen")


def test_a_few_areas_stand_beside_each_other_by_day_and_each_figure_leads_to_its_provenance(
    reader: Client, figures: None
) -> None:
    shown = page(reader, f"/figures/?indicator={CASES}&area=NL&area=GM0344")
    assert "1.700" in shown
    assert "15 september 2020" in shown
    address = re.search(r'href="(/figures/provenance/[^"]*area=GM0344[^"]*)"', shown)
    assert address is not None
    found = page(reader, address[1].replace("&amp;", "&"))
    assert "table.csv" in found
    assert "Rosa, information manager" in found


def test_all_areas_of_a_kind_stand_in_the_order_that_is_asked_for_with_the_unknown_ones_last(
    reader: Client, figures: None
) -> None:
    high = page(reader, f"/figures/?indicator={CASES}&area=all:region")
    names = re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', high)
    assert names[:3] == ["Amsterdam-Amstelland", "Haaglanden", "Utrecht"]
    assert len(names) == 25
    low = page(reader, f"/figures/?indicator={CASES}&area=all:region&sort=value")
    names = re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', low)
    assert names[:3] == ["Utrecht", "Haaglanden", "Amsterdam-Amstelland"]
    assert 'aria-sort="ascending"' in low
    assert "onbekend" in low


def test_before_anything_came_in_everything_is_unknown_and_the_page_says_of_when_it_is(
    reader: Client, figures: None
) -> None:
    shown = page(reader, f"/figures/?indicator={CASES}&area=NL&until=2020-09-15&known=2020-09-15T12:00")
    assert "Zoals bekend op 15 sep 2020, 12:00." in shown
    assert "Hiervan is voor deze gebieden en deze periode niets bekend." in shown
    assert "1.700" not in shown


@pytest.mark.parametrize(
    ("asked", "areas"),
    [
        ("area=NL&add=VR09", "area=NL&area=VR09"),
        ("area=NL&add=all:region", "area=all%3Aregion"),
        ("area=all:region&add=VR09", "area=VR09"),
        ("area=NL&add=&known=", "area=NL"),
    ],
)
def test_an_area_is_added_in_an_address_that_can_be_kept(reader: Client, figures: None, asked: str, areas: str) -> None:
    answer = reader.get(f"/figures/?indicator={CASES}&{asked}")
    assert answer.status_code == 302
    assert answer["Location"] == f"/figures/?indicator={CASES}&{areas}"


def test_the_table_can_be_taken_along_and_imported_again(reader: Client, figures: None, tmp_path: Path) -> None:
    answer = reader.get(f"/figures/?indicator={CASES}&area=GM0344&format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it streams
    rows = list(csv.DictReader(io.StringIO(text)))
    assert (rows[-1]["area"], rows[-1]["until"], rows[-1]["value"]) == ("GM0344", "2020-09-15", "300.0")
    known = [row for row in rows if row["value"]]
    again = bring(tmp_path, *(f"{r['indicator']},{r['area']},{r['from']},{r['until']},{r['value']}" for r in known))
    assert again.rows.unchanged == len(known) == len(DAYS)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("since=2020-09-15&until=2020-09-01", "De periode eindigt voordat zij begint."),
        ("since=gisteren", "Voer een geldige datum in."),
        ("method=guess", "Er is geen methode guess."),
        ("area=all:municipality&since=2020-01-01", "meer dan 30000 cijfers tegelijk"),
        ("area=all:region&area=NL", "kies er niets naast"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence_above_the_form(
    reader: Client, figures: None, asked: str, sentence: str
) -> None:
    shown = page(reader, f"/figures/?indicator={CASES}&{asked}", status=400)
    assert sentence in shown
    assert "kp-toolbar" in shown


def test_what_does_not_exist_and_what_may_not_be_seen_are_the_same(reader: Client, figures: None) -> None:
    stranger = browser(account_of("Sam Stranger", bundle="administrator"))
    addresses = ("/figures/", f"/figures/?indicator={CASES}", "/figures/flags/", "/figures/gaps/")
    own = re.compile(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"')
    nothing = {own.sub("", page(stranger, address, status=404)) for address in addresses}
    assert len(nothing) == 1
    for asked in ("indicator=no.such", f"indicator={CASES}&area=GM9999", f"indicator={CASES}&source=nobody"):
        page(reader, f"/figures/?{asked}", status=404)
        page(reader, f"/figures/provenance/?area=NL&starts=2020-09-15&{asked}", status=404)


def test_the_number_of_queries_does_not_grow_with_the_number_of_figures(
    reader: Client, figures: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    reader.get("/figures/")
    for areas in ("area=GM0344", "area=all:municipality&sort=name", "area=in:VR09&method=sum7&known=2030-01-01T00:00"):
        with django_assert_max_num_queries(14):
            page(reader, f"/figures/?indicator={CASES}&{areas}")
    with django_assert_max_num_queries(6):
        page(reader, "/figures/")


def test_the_provenance_of_a_corrected_figure_tells_what_it_replaced(
    reader: Client, figures: None, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bring(tmp_path, line("GM0344", "2020-09-15", -7), name="later.csv", marking=TLP.CLEAR)
    with django_assert_max_num_queries(18):
        shown = page(reader, f"/figures/provenance/?indicator={CASES}&area=GM0344&starts=2020-09-15")
    assert shown.index("later.csv") < shown.index("table.csv")
    assert "Een aantal van −7 is kleiner dan nul." in shown.replace("-7", "−7")
    assert "nog geen antwoord" in shown
    assert "Zoals de bron het aanleverde" in shown


def test_a_wrong_address_of_a_figure_is_refused_with_what_is_wrong(reader: Client) -> None:
    assert "Het adres van dit cijfer klopt niet" in page(reader, "/figures/provenance/?indicator=x&area=NL", status=400)


def test_every_method_is_explained() -> None:
    assert set(METHODS) <= set(METHOD_TEXTS)


def test_a_line_is_broken_where_a_figure_is_unknown() -> None:
    values = (1.0, None, 3.0, 4.0)
    figures = [
        Figure(indicator=CASES, area="NL", starts=day, ends=day, as_of=day, method="value", value=value)
        for day, value in zip(sorted(DAYS), values, strict=False)
    ]
    (path,) = re.findall(r'd="(M[^"]*)" fill="none"', lines_svg({"Nederland": figures}, "nl"))
    assert (path.count("M"), path.count("L")) == (2, 1)
