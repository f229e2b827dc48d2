"""What was known at a moment stays what it was, whatever a source comes to speak about later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from knooppunt.ground.figures.public import figure
from knooppunt.ground.figures.tests.bringing import CASES, WIM, bring, line
from knooppunt.ground.geography.public import areas
from knooppunt.kit.clock import clock_at

pytestmark = pytest.mark.usefixtures("catalogue")

THEN = datetime(2023, 9, 14, 12, tzinfo=UTC)
DAY = date(2020, 9, 13)
BORDERS = (None, date(2020, 1, 1), date(2023, 1, 1))


def told(*codes: str) -> list[Any]:
    """All that is said of these areas as known then, on the borders of three days."""
    return [figure(CASES, code, DAY, known=THEN, borders=borders, actor=WIM) for code in codes for borders in BORDERS]


def test_municipalities_that_come_later_are_not_expected_before(tmp_path: Path) -> None:
    with clock_at(THEN):
        bring(tmp_path, line("VR13", "2020-09-13", 10), line("VR09", "2020-09-13", 1), name="regions.csv")
        before = told("NL", "VR13", "PV27")
    with clock_at(THEN + timedelta(days=1)):
        bring(tmp_path, line("GM0363", "2020-09-13", 12), line("PV27-X", "2020-09-13", 1), name="later.csv")
    assert told("NL", "VR13", "PV27") == before


def test_a_source_that_recodes_does_not_change_what_it_had_said(tmp_path: Path) -> None:
    with clock_at(THEN):
        bring(tmp_path, line("GM0363", "2020-09-13", 10), line("GM0402", "2020-09-13", 1), name="old.csv")
        before = told("GM0363", "VR13", "VR14")
    with clock_at(THEN + timedelta(days=1)):
        later = (line(one.code, "2020-09-13", 12) for one in areas("municipality", date(2023, 1, 1)))
        bring(tmp_path, *later, name="recoded.csv")
    assert told("GM0363", "VR13", "VR14") == before
