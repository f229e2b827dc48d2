"""A figure with everything that has to stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.utils.translation import override

from knooppunt.web.fields import field_html, form_errors_html
from knooppunt.web.marking import badge_html, flag_html, phase_html, tlp_html, trend_html
from knooppunt.web.showing import figure_html, provenance_html, stamp_html

AS_JSON: dict[str, Any] = {
    "value": 61.3,
    "lower": 57.2,
    "upper": 65.4,
    "n": 88,
    "source": "rivm_behaviour",
    "delivery": "0192f0aa-7c11-7def-9a0b-1c2d3e4f5a6b",
    "as_of": "2020-09-15",
    "known_since": "2020-09-15T12:05:00+00:00",
    "method": "value",
    "flags": ["jump"],
}


@dataclass(frozen=True)
class AsObject:
    value: float | None = 84778.0
    source: str = "rivm_cumulative"
    as_of: date = date(2020, 9, 15)
    known_since: datetime = datetime(2020, 9, 15, 12, 5, tzinfo=UTC)
    method: str = "sum7"
    flags: tuple[str, ...] = ()
    gap: float | None = -3.0
    gap_known: bool = True
    unknown_part: float | None = 718.0
    contributors: int | None = 350
    expected: int | None = 355
    corrected: bool = True


@pytest.fixture(autouse=True)
def _dutch() -> Any:
    with override("nl"):
        yield


def test_an_interval_and_a_small_sample_stand_beside_the_value() -> None:
    shown = figure_html(AS_JSON)
    assert "61,3" in shown
    assert "(57,2\u201365,4)" in shown
    assert "kleine steekproef, n = 88" in shown
    assert "Sprong" in shown


def test_the_provenance_says_all_of_it() -> None:
    said = provenance_html(AsObject())
    for words in ("rivm_cumulative", "15 september 2020", "15 sep 2020, 14:05", "Som van zeven dagen"):
        assert words in said
    for words in ("\u22123", "718", "350 van 355 gebieden", "ja, sinds de eerste aanlevering"):
        assert words in said


def test_a_figure_of_which_nothing_is_known_says_so() -> None:
    assert "onbekend" in figure_html(None)
    assert provenance_html(None).count("onbekend") >= 4
    assert ">0<" not in figure_html({"value": None})


def test_a_gap_that_cannot_be_computed_is_not_a_gap_of_zero() -> None:
    said = provenance_html({"value": 1, "gap": None, "gap_known": False})
    assert "niet te berekenen" in said


def test_text_from_outside_stays_text() -> None:
    said = provenance_html({"value": 1, "source": "<script>", "delivery": '"><script>'})
    assert "<script>" not in said


def test_colour_never_stands_alone() -> None:
    assert "Achterstand" in flag_html("backlog")
    assert "Lauw" in phase_html("lukewarm")
    assert "<svg" in badge_html("warn", "Let op")
    assert "TLP:AMBER+STRICT" in tlp_html("amber+strict")
    assert "kp-trend--bad" in trend_html(12)
    assert "+12,0" in trend_html(12)
    assert "kp-trend--good" in trend_html(12, worse="down")
    assert "onbekend" in trend_html(None)


def test_a_stamp_can_be_read_by_a_machine_too() -> None:
    stamped = stamp_html(date(2020, 9, 15), datetime(2020, 9, 15, 12, 5, tzinfo=UTC))
    assert 'datetime="2020-09-15"' in stamped
    assert "bekend sinds" in stamped


class Note(forms.Form):
    note = forms.CharField(label="Toelichting", help_text="Waarom?")
    area = forms.CharField(label="Gebied", required=False)


def test_a_field_names_its_error_and_is_tied_to_it() -> None:
    form = Note({"note": ""})
    form.add_error(None, "De stand is intussen veranderd.")
    field = field_html(form["note"])
    assert 'aria-describedby="id_note_help id_note_error"' in field
    assert 'aria-invalid="true"' in field
    assert "De stand is intussen veranderd." in form_errors_html(form)
    assert 'href="#id_note"' in form_errors_html(form)
    assert "(niet verplicht)" in field_html(form["area"])
