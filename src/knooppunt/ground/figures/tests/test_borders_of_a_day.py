"""Figures on the borders of any day: Weesp went from VR14 to VR13 on 24 March 2022, into Amsterdam."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knooppunt.ground.figures.public import Figure, figure
from knooppunt.ground.figures.queries.borders import makers, moved, same_borders, vintages
from knooppunt.ground.figures.tests.bringing import CASES, WIM, bring, line
from knooppunt.ground.geography.public import areas, population

pytestmark = pytest.mark.usefixtures("catalogue")

DAY = date(2020, 9, 15)
BEFORE, AFTER = date(2022, 3, 23), date(2022, 3, 24)
WEESP, AMSTERDAM, HILVERSUM = "GM0457", "GM0363", "GM0402"


def one(area: str, borders: date | None, day: date = DAY, method: str = "value") -> Figure:
    return figure(CASES, area, day, method=method, borders=borders, actor=WIM)


@pytest.fixture
def weesp(tmp_path: Path, catalogue: None) -> None:
    """A source that counts with the municipalities of 2020."""
    values = {code.code: 0 for code in areas("municipality", DAY)} | {WEESP: 3, AMSTERDAM: 100, HILVERSUM: 20}
    bring(tmp_path, *(line(code, str(DAY), value) for code, value in values.items()))


@pytest.mark.usefixtures("weesp")
def test_weesp_counts_in_the_region_where_it_lay_on_the_day_of_the_borders() -> None:
    assert [one("VR13", borders).value for borders in (BEFORE, AFTER, None)] == [100, 103, 103]
    assert [one("VR14", borders).value for borders in (BEFORE, AFTER, None)] == [23, 20, 20]
    assert [one("NL", borders).value for borders in (BEFORE, AFTER)] == [123, 123]
    assert [one("VR13", borders).contributors for borders in (BEFORE, AFTER)] == [6, 7]
    assert [one("VR13", borders).expected for borders in (BEFORE, AFTER)] == [6, 7]


@pytest.mark.usefixtures("weesp")
def test_the_regions_add_up_to_the_nation_on_any_borders() -> None:
    for borders in (date(2020, 1, 1), BEFORE, AFTER, date(2024, 1, 1)):
        codes = [region.code for region in areas("region", borders)]
        assert sum(one(code, borders).value or 0 for code in codes) == 123


@pytest.mark.usefixtures("weesp")
def test_inhabitants_are_counted_on_the_same_borders_as_the_figure() -> None:
    people = population("VR14", DAY)
    moved_away = population(WEESP, DAY)
    assert people is not None
    assert moved_away is not None
    before, after = (one("VR14", borders, method="per_100k").value for borders in (BEFORE, AFTER))
    assert before == pytest.approx(23 * 100_000 / people.value)
    assert after == pytest.approx(20 * 100_000 / (people.value - moved_away.value))


@pytest.mark.usefixtures("weesp")
def test_a_municipality_is_what_merged_into_it_on_those_borders() -> None:
    assert [one(AMSTERDAM, borders).value for borders in (None, BEFORE, AFTER)] == [100, 100, 103]
    gone = one(WEESP, AFTER)
    assert (gone.value, gone.remarks) == (None, ("This area does not exist on the borders that were asked for.",))
    assert one(WEESP, BEFORE).value == 3


@pytest.mark.usefixtures("weesp")
def test_a_municipality_that_came_later_is_known_from_those_that_became_it() -> None:
    assert one("GM1979", None).value == 0  # Eemsdelta, of 2021, from Appingedam, Delfzijl and Loppersum
    assert one("GM0824", date(2021, 1, 1)).value is None  # Oisterwijk took a part of Haaren: nobody knows how much


def test_a_source_that_recoded_the_past_cannot_be_put_back_on_the_old_borders(tmp_path: Path) -> None:
    values = {code.code: 0 for code in areas("municipality", date(2023, 1, 1))} | {AMSTERDAM: 103, HILVERSUM: 20}
    bring(tmp_path, *(line(code, str(DAY), value) for code, value in values.items()))
    assert [one("VR13", borders).value for borders in (AFTER, None)] == [103, 103]
    back = one("VR13", BEFORE)
    assert (back.value, back.remarks) == (None, ("The source counts on other borders, and cannot be put on these.",))
    assert one(AMSTERDAM, BEFORE).value is None
    assert one("VR09", BEFORE).value == 0
    assert one("VR13", None).expected == 6


def test_a_delivered_region_is_used_only_where_its_ground_is_the_same(tmp_path: Path) -> None:
    bring(tmp_path, line("VR13", str(DAY), 9), line("VR09", str(DAY), 4))
    assert [one("VR13", borders).value for borders in (None, BEFORE, AFTER)] == [9, 9, None]
    assert [one("VR09", borders).value for borders in (None, BEFORE, AFTER)] == [4, 4, 4]


def test_the_table_of_mergers_is_followed() -> None:
    assert makers("GM1979", AFTER) == (frozenset({"GM1979", "GM0003", "GM0010", "GM0024"}), frozenset())
    assert makers("GM1979", DAY) == (frozenset({"GM1979"}), frozenset())
    assert moved("VR13", "region", BEFORE) == ((WEESP,), ())
    assert moved("VR14", "region", BEFORE) == ((), (WEESP,))
    assert [len(codes) for codes in vintages().values()] == [355, 352, 345, 344, 342]
    assert not same_borders("VR13", "region", BEFORE, AFTER)
    assert same_borders("VR09", "region", BEFORE, AFTER)
