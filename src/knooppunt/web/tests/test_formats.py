"""How numbers, days and moments are written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.web import formats
from knooppunt.web.drawing import sparkline
from knooppunt.web.templatetags import knooppunt as tags


def test_a_number_is_written_as_the_reader_writes_it() -> None:
    with override("nl"):
        assert formats.number_text(84778) == "84.778"
        assert formats.number_text(1234.5) == "1.234,5"
    with override("en"):
        assert formats.number_text(84778) == "84,778"
        assert formats.number_text(1234.5) == "1,234.5"


def test_unknown_is_a_word_and_never_zero() -> None:
    with override("nl"):
        for written in (
            tags.number(None),
            tags.signed(float("nan")),
            tags.percent(None),
            tags.day(None),
            tags.moment(""),
        ):
            assert "onbekend" in written
        assert tags.number(0) == "0"


def test_a_minus_is_a_minus_and_zero_has_no_sign() -> None:
    with override("nl"):
        assert formats.signed_text(-12) == "\u221212"
        assert formats.signed_text(1204) == "+1.204"
        assert formats.signed_text(0) == "0"
        assert formats.number_text(-0.04, 1) == "0,0"


def test_an_interval_below_zero_cannot_be_read_as_a_minus() -> None:
    with override("nl"):
        assert formats.interval_text(8.1, 18) == "8,1\u201318,0"
        assert formats.interval_text(-2, 3.5) == "\u22122,0 tot 3,5"


def test_a_moment_is_told_in_the_time_of_the_netherlands() -> None:
    moment = datetime(2020, 9, 15, 22, 30, tzinfo=UTC)
    with override("nl"):
        assert tags.moment(moment) == "16 sep 2020, 00:30"
        assert tags.day(moment) == "16 september 2020"
        assert tags.day("2020-09-15", "short") == "15 sep"
        assert tags.moment(moment.isoformat()) == tags.moment(moment)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12), st.integers(0, 3))
def test_what_is_written_can_be_read_back(value: float, decimals: int) -> None:
    with override("nl"):
        written = formats.number_text(value, decimals)
    read = float(written.replace(".", "").replace(",", ".").replace("\u2212", "-"))
    assert read == pytest.approx(value, abs=0.5 * 10**-decimals + abs(value) * 1e-12)


@given(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=60))
def test_a_sparkline_leaves_a_gap_for_each_stretch_that_is_unknown(values: list[float | None]) -> None:
    drawn = str(sparkline(values, "course"))
    if all(value is None for value in values):
        assert "kp-unknown" in drawn
        return
    line = re.search(r'class="line" d="([^"]+)"', drawn)
    assert line is not None
    starts = sum(1 for before, now in zip([None, *values], values, strict=False) if before is None and now is not None)
    assert line[1].count("M") == starts
    assert line[1].count("M") + line[1].count("L") == sum(value is not None for value in values)


def test_the_last_known_day_stays_the_last() -> None:
    assert formats.as_day(date(2020, 9, 15)) == date(2020, 9, 15)
    assert formats.as_day(datetime(2020, 9, 15, 23, 0, tzinfo=UTC)) == date(2020, 9, 16)
