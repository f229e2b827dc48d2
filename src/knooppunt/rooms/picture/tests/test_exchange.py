"""The documents of an edition: right, whole, and the same every time."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import openpyxl
import page
import pytest
import vl_convert

from knooppunt.rooms.picture.exchange import html, pdf, xlsx
from knooppunt.rooms.picture.exchange.drawing import svg
from knooppunt.rooms.picture.exchange.ground import ground_of
from knooppunt.rooms.picture.exchange.showing import show
from knooppunt.rooms.picture.rules.changes import places
from knooppunt.rooms.picture.tests.made import LATE, REGIONS, made_content

PRODUCTS = [("landelijk_beeld", 1), ("nalevingsbeeld", 21), ("kwetsbare_groepen", 1)]


@pytest.mark.parametrize(("product", "steps"), PRODUCTS)
def test_the_pdf_is_pdf_ua_1_and_the_same_every_time(product: str, steps: int) -> None:
    content = made_content(product, {"kernboodschap": "Het is druk.\n\n- een\n- twee"}, steps)
    shown = show(content, "nl")
    made = pdf.pdf(content, shown)
    report = page.validate_pdf_bytes(made, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant
    assert pdf.pdf(content, show(content, "nl")) == made


def test_the_pdf_is_pdf_ua_1_in_english_and_without_any_figure() -> None:
    content = made_content("landelijk_beeld", number=12, exercise=False, incident=None)
    for figure in content["figures"]:
        figure["value"] = None
    for series in content["series"]:
        series["points"] = []
    assert page.is_pdf_compliant_bytes(pdf.pdf(content, show(content, "en")), profile="ua1")


def test_a_text_is_never_taken_for_markup() -> None:
    content = made_content("landelijk_beeld", {"zorg": '#import "x" *ster* <script>alert(1)</script> $x$'})
    shown = show(content, "nl")
    assert page.is_pdf_compliant_bytes(pdf.pdf(content, shown), profile="ua1")
    assert b"<script>alert" not in html.html(content, shown)


def test_the_spreadsheet_holds_every_figure_with_where_it_comes_from() -> None:
    content = made_content("landelijk_beeld")
    made = xlsx.xlsx(content, show(content, "nl"))
    assert xlsx.xlsx(content, show(content, "nl")) == made
    book = openpyxl.load_workbook(io.BytesIO(made))
    head, *rows = book.worksheets[1].iter_rows(values_only=True)
    assert len(head) == 27
    told = {(row[2], row[4], row[6], row[10]) for row in rows}
    expected = {
        (f["area"], f["indicator"], f["method"], f["value"] if f["value"] is not None else row_unknown(rows))
        for f in content["figures"]
    }
    assert told == expected
    assert len(rows) >= len(list(places(content)))
    assert {row[15] for row in rows if row[2] != LATE} == {"made"}
    points = list(book.worksheets[2].iter_rows(values_only=True))
    assert len(points) - 1 == sum(len(series["points"]) for series in content["series"])


def row_unknown(rows: list[Any]) -> Any:
    """The word for unknown in this language."""
    return next(row[10] for row in rows if row[2] == LATE)


def test_a_text_that_looks_like_a_formula_is_harmless_in_a_spreadsheet() -> None:
    content = made_content("landelijk_beeld", {"zorg": "=HYPERLINK(1)", "samenleving": "@SUM(A1)"})
    book = openpyxl.load_workbook(io.BytesIO(xlsx.xlsx(content, show(content, "nl"))))
    cells = [cell for row in book.worksheets[3].iter_rows() for cell in row if cell.value]
    assert not [cell.value for cell in cells if str(cell.value).startswith(("=", "@"))]
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_file_needs_nothing_from_outside() -> None:
    content = made_content("nalevingsbeeld", steps=21)
    made = html.html(content, show(content, "nl")).decode()
    assert html.html(content, show(content, "nl")).decode() == made
    assert not re.findall(r"<script|<link|<img|@import|url\((?!#)", made)
    outside = set(re.findall(r'(?:src|href)="([^"#]+)', made))
    assert outside == set()


def test_every_figure_in_the_file_leads_to_its_provenance() -> None:
    content = made_content("landelijk_beeld")
    made = html.html(content, show(content, "nl")).decode()
    asked = set(re.findall(r'href="#(note-\d+)"', made))
    assert asked
    assert asked <= set(re.findall(r'id="(note-\d+)"', made))


def test_page_and_pdf_draw_the_same_specification() -> None:
    shown = show(made_content("landelijk_beeld"), "nl")
    for block in shown["blocks"]:
        if "spec" in block:
            assert vl_convert.vegalite_to_vega(block["spec"])["marks"]
            assert svg(block["spec"]) == svg(json.loads(json.dumps(block["spec"])))
            assert block["alt"]
            assert block["table"]["rows"]


def test_every_tile_carries_its_value_beside_its_colour() -> None:
    shown = show(made_content("landelijk_beeld"), "nl")
    block = next(block for block in shown["blocks"] if block["kind"] == "map")
    rows = block["spec"]["data"]["values"]
    assert {row["code"] for row in rows} == set(REGIONS)
    assert all(row["t"] and row["a"] for row in rows)
    assert [row["t"] for row in rows if row["code"] == LATE] == ["?"]
    assert sum(each["count"] for each in block["legend"]) == 25


def test_with_borders_the_map_is_drawn_on_them() -> None:
    squares = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": code},
            "geometry": {"type": "Polygon", "coordinates": [[[x, 52], [x + 1, 52], [x + 1, 53], [x, 53], [x, 52]]]},
        }
        for x, code in enumerate(REGIONS)
    ]
    shown = show(made_content("landelijk_beeld"), "en", {"features": squares})
    block = next(block for block in shown["blocks"] if block["kind"] == "map")
    assert block["spec"]["projection"] == {"type": "mercator"}
    assert svg(block["spec"]).count("<path") >= 25
    assert ground_of(None).shapes is None


def test_small_samples_and_intervals_are_said_in_words() -> None:
    shown = show(made_content("nalevingsbeeld", steps=21), "en")
    cell = shown["blocks"][0]["items"][0]["cell"]
    assert cell["interval"]
    assert cell["small"] == "small sample (n = 42)"
    assert "margin of uncertainty" in shown["blocks"][0]["items"][1]["change_word"] or cell["interval"]
    sources = next(block for block in shown["blocks"] if block["kind"] == "sources")
    assert "fewer than 100 answers" in sources["small"][0]


def test_unknown_figures_and_gaps_are_named_among_the_sources() -> None:
    sources = show(made_content("landelijk_beeld"), "en")["blocks"][-1]
    assert any(f"is unknown for {REGIONS[LATE]}" in sentence for sentence in sources["missing"])
    assert any("of which 718 with area unknown" in sentence for sentence in sources["gaps"])
    assert any("24 of 25 areas known" in sentence for sentence in sources["gaps"])
    assert [source["file"] for source in sources["sources"]] == ["made.csv"]


def test_numbers_are_written_as_each_language_writes_them() -> None:
    content = made_content("landelijk_beeld")
    item = content["blocks"][0]["items"][0]
    content["figures"][item["figure"]]["value"] = 84778
    content["figures"][item["change"]]["value"] = -12.34
    texts = {language: show(content, language)["blocks"][0]["items"][0] for language in ("nl", "en")}
    assert [texts[language]["cell"]["text"] for language in ("nl", "en")] == ["84.778", "84,778"]
    assert [texts[language]["change"]["text"] for language in ("nl", "en")] == ["−12,3", "−12.3"]
    assert texts["nl"]["change"]["tone"] == "better"
