"""What an edition holds: unknown stays unknown, each figure once, with where it came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from knooppunt.rooms.picture.queries.products import declaration
from knooppunt.rooms.picture.rules.classes import break_up, class_of
from knooppunt.rooms.picture.rules.composing import compose, frame_of, has_value, strictest
from knooppunt.rooms.picture.rules.register import preferred_sources
from knooppunt.rooms.picture.rules.wanting import Frame, wanted
from knooppunt.rooms.picture.tests.made import LATE, ON, REGIONS, answered, circumstances, made_content, questions


def _block(content: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(block for block in content["blocks"] if block["key"] == key)
    return found


def test_a_late_region_is_unknown_and_never_zero() -> None:
    content = made_content("landelijk_beeld")
    row = next(row for row in _block(content, "regios")["rows"] if row["area"] == LATE)
    values = [content["figures"][cell]["value"] for cell in row["cells"]]
    assert values == [None] * len(values)
    assert [content["figures"][cell]["starts"] for cell in row["cells"]] == [ON.isoformat()] * len(values)


def test_nothing_known_at_all_gives_a_whole_edition_of_unknowns() -> None:
    product = declaration("landelijk_beeld").product
    content = compose(product, circumstances("landelijk_beeld"), {}, {})
    assert not has_value(content)
    assert [block["kind"] for block in content["blocks"]] == [block.kind for block in product.blocks]
    assert {figure["value"] for figure in content["figures"]} == {None}


def test_each_figure_stands_in_the_edition_once() -> None:
    content = made_content("landelijk_beeld")
    keys = [(f["indicator"], f["area"], f["asked"], f["starts"]) for f in content["figures"]]
    assert len(keys) == len(set(keys))
    assert {figure["note"] for figure in content["figures"]} == set(range(1, len(content["notes"]) + 1))


def test_the_first_indicator_with_a_value_is_taken() -> None:
    answers = answered(questions("landelijk_beeld"))
    empty = {
        each: {area: [replace(one, value=None) for one in ones] for area, ones in found.items()}
        if each.indicator == "cases.reported"
        else found
        for each, found in answers.items()
    }
    content = compose(declaration("landelijk_beeld").product, circumstances("landelijk_beeld"), {}, empty)
    figure = content["figures"][_block(content, "kern")["items"][0]["figure"]]
    assert figure["indicator"] == "tests.positive"
    assert figure["value"] is not None


def test_one_source_serves_a_whole_edition_the_one_that_knows_most() -> None:
    sources = {slug: dict(named) | {"sources": ["newest", "fullest"]} for slug, named in named_indicators().items()}
    around = replace(circumstances("landelijk_beeld"), indicators=sources)
    product = declaration("landelijk_beeld").product
    answers = answered(wanted(product, frame_of(around)))
    thin = {
        each: {area: ones if each.source == "fullest" or area == "VR01" else [] for area, ones in found.items()}
        for each, found in answers.items()
    }
    assert preferred_sources(thin)["cases.reported"] == "fullest"
    assert preferred_sources(answers)["cases.reported"] == "newest"
    content = compose(product, around, {}, thin)
    assert all(figure["value"] is not None for figure in content["figures"] if figure["area"] != LATE)


def named_indicators() -> Any:
    return circumstances("landelijk_beeld").indicators


def test_within_a_window_the_newest_figure_counts_and_says_of_which_day_it_is() -> None:
    answers = answered(questions("kwetsbare_groepen"))
    old = {
        each: {
            area: [one if one.starts <= ON - timedelta(days=5) else replace(one, value=None) for one in ones]
            for area, ones in found.items()
        }
        for each, found in answers.items()
    }
    content = compose(declaration("kwetsbare_groepen").product, circumstances("kwetsbare_groepen"), {}, old)
    figure = content["figures"][_block(content, "kern")["items"][0]["figure"]]
    assert figure["value"] is not None
    assert figure["as_of"] == (ON - timedelta(days=5)).isoformat()


def test_a_figure_of_a_later_day_is_never_shown() -> None:
    answers = answered(questions("kwetsbare_groepen"))
    ahead = {
        each: {area: [replace(one, starts=ON + timedelta(days=1), ends=ON + timedelta(days=2)) for one in ones[:1]]}
        for each, found in answers.items()
        for area, ones in found.items()
    }
    content = compose(declaration("kwetsbare_groepen").product, circumstances("kwetsbare_groepen"), {}, ahead)
    assert not has_value(content)


def test_a_survey_stands_beside_the_wave_before_it() -> None:
    content = made_content("nalevingsbeeld", steps=21)
    item = _block(content, "kern")["items"][0]
    now, before = content["figures"][item["figure"]], content["figures"][item["previous"]]
    assert (now["starts"], before["starts"]) == ("2020-09-15", "2020-08-25")
    assert before["indicator"] == now["indicator"]
    assert now["lower"] < now["value"] < now["upper"]
    assert now["n"] == 42


def test_measures_lie_within_the_days_of_the_chart() -> None:
    block = _block(made_content("landelijk_beeld"), "verloop")
    assert [measure["on"] for measure in block["measures"]] == ["2020-07-01", "2020-08-18"]


def test_texts_are_taken_as_they_are_and_missing_ones_are_nothing() -> None:
    content = made_content("landelijk_beeld", {"zorg": "  Drukte.  "})
    assert _block(content, "zorg")["text"] == "Drukte."
    assert _block(content, "samenleving")["text"] is None


def test_a_picture_is_as_closed_as_what_is_in_it() -> None:
    assert strictest(["GREEN", "AMBER", "CLEAR"]) == "AMBER"
    assert strictest(["AMBER+STRICT", "AMBER"]) == "AMBER+STRICT"


def test_a_product_asks_every_figure_once() -> None:
    for slug in ("landelijk_beeld", "nalevingsbeeld", "kwetsbare_groepen"):
        asked = questions(slug)
        assert len(asked) == len(set(asked))
    assert Frame(ON, tuple(REGIONS)).areas[0] == "NL"


@given(st.lists(st.floats(0, 1e7, allow_nan=False), max_size=25))
def test_classes_rise_and_hold_every_value(values: list[float]) -> None:
    breaks = break_up(values)
    assert list(breaks) == sorted(set(breaks))
    assert len(breaks) <= 4
    assert all(0 <= class_of(value, breaks) <= len(breaks) for value in values)
    if breaks:
        assert min(values) < breaks[0] <= max(values)
