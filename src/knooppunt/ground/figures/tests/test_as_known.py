"""What we knew when: answers as known at any moment, what replaced what, and what changed since."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.figures.public import (
    Figure,
    answer_flag,
    corrected_since,
    figure,
    flags,
    gaps,
    latest_day,
    provenance,
)
from knooppunt.ground.figures.queries.versions import Token, as_text, days_text, parse, series_text, token
from knooppunt.ground.figures.tests.bringing import CASES, ROSA, WIM, bring, line
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Invalid

MONDAY = datetime(2020, 9, 14, 12, tzinfo=UTC)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
DAY = date(2020, 9, 13)
HOUR = timedelta(hours=1)


def one(area: str = "VR13", method: str = "value", day: date = DAY, **options: Any) -> Figure:
    return figure(CASES, area, day, method=method, actor=WIM, **options)


@pytest.fixture
def story(catalogue: None, tmp_path: Path) -> None:
    """Monday says 10; Tuesday corrects it to 12 and adds a day; Wednesday repeats Tuesday."""
    with clock_at(MONDAY):
        bring(tmp_path, line("GM0363", "2020-09-13", 10), name="monday.csv")
    with clock_at(TUESDAY):
        bring(tmp_path, line("GM0363", "2020-09-13", 12), line("GM0363", "2020-09-14", 5), name="tuesday.csv")
    with clock_at(WEDNESDAY):
        bring(tmp_path, line("GM0363", "2020-09-13", 12), name="wednesday.csv")


@pytest.mark.usefixtures("story")
def test_each_moment_has_its_own_answer() -> None:
    found = [one(known=moment) for moment in (MONDAY - HOUR, MONDAY, TUESDAY - HOUR, TUESDAY, None)]
    assert [each.value for each in found] == [None, 10, 10, 12, 12]
    assert [each.corrected for each in found] == [False, False, False, True, True]
    assert [each.known_since for each in found] == [None, MONDAY, MONDAY, TUESDAY, TUESDAY]


@pytest.mark.usefixtures("story")
def test_a_week_with_a_late_day_was_unknown_until_the_day_came() -> None:
    assert latest_day(CASES, known=MONDAY, actor=WIM) == DAY
    assert latest_day(CASES, known=TUESDAY, actor=WIM) == DAY + timedelta(days=1)
    assert latest_day(CASES, known=MONDAY - HOUR, actor=WIM) is None


@pytest.mark.usefixtures("story")
def test_a_figure_says_later_that_it_was_corrected() -> None:
    then, late, now = one(known=MONDAY), one(day=DAY + timedelta(days=1), known=MONDAY), one()
    asked = [then.version, late.version, now.version, one("VR09").version]
    assert corrected_since(asked, actor=WIM) == {then.version: TUESDAY, late.version: TUESDAY}
    assert corrected_since(asked, known=TUESDAY - HOUR, actor=WIM) == {}


@pytest.mark.usefixtures("story")
def test_a_rank_is_corrected_when_another_region_is(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", "2020-09-13", 11), name="utrecht.csv")
    rank = one("VR13", "rank")
    assert (rank.value, rank.n) == (1, 2)
    bring(tmp_path, line("GM0344", "2020-09-13", 99), name="utrecht again.csv")
    assert rank.version in corrected_since([rank.version], actor=WIM)


@pytest.mark.usefixtures("story")
def test_provenance_tells_every_version_with_its_file_and_person() -> None:
    found = provenance(CASES, "GM0363", DAY, actor=WIM)
    told = [(each.value, each.file_name, each.by_name, each.known_from, each.known_until) for each in found.versions]
    assert told == [
        (12, "tuesday.csv", ROSA.name, TUESDAY, None),
        (10, "monday.csv", ROSA.name, MONDAY, TUESDAY),
    ]
    assert (found.source, found.basis.slug) == ("generic", CASES)
    (then,) = provenance(CASES, "GM0363", DAY, known=MONDAY, actor=WIM).versions
    assert (then.value, then.known_until) == (10, None)


@pytest.mark.usefixtures("catalogue")
def test_a_gap_stands_from_when_it_was_seen_until_it_was_closed(tmp_path: Path) -> None:
    with clock_at(MONDAY):
        bring(tmp_path, line("GM0363", "2020-09-13", 10), line("VR13", "2020-09-13", 12), name="monday.csv")
    with clock_at(TUESDAY):
        bring(tmp_path, line("VR13", "2020-09-13", 10), name="tuesday.csv")
    assert gaps(actor=WIM) == []
    (found,) = gaps(known=MONDAY, actor=WIM)
    assert (found.area, found.gap, found.known_until) == ("VR13", 2, TUESDAY)
    assert [one(known=moment).gap for moment in (MONDAY, TUESDAY)] == [2, 0]


@pytest.mark.usefixtures("catalogue")
def test_a_flag_is_about_one_value_and_waits_for_an_answer(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0363", "2020-09-13", -4), name="a.csv")
    (flag,) = flags(actor=WIM)
    assert one("GM0363").flags == ("negative",)
    bring(tmp_path, line("GM0363", "2020-09-13", 4), name="b.csv")
    assert one("GM0363").flags == ()
    assert flags(actor=WIM) == []
    assert [each.id for each in flags(open_only=False, actor=WIM)] == [flag.id]


@pytest.mark.usefixtures("catalogue")
def test_an_answered_flag_no_longer_waits_and_still_stands_beside_the_figure(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0363", "2020-09-13", -4))
    (flag,) = flags(actor=WIM)
    answer_flag(flag=flag.id, note="A correction of August.", actor=ROSA)
    assert flags(actor=WIM) == []
    assert one("GM0363").flags == ("negative",)
    (told,) = provenance(CASES, "GM0363", DAY, actor=WIM).flags
    assert (told.answer, told.answered_by_name) == ("A correction of August.", ROSA.name)


moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
backs = st.sampled_from([(0,), (0, 1), (0, 7), (0, 7, 14), tuple(range(7)), tuple(range(15))])


@given(st.sets(st.integers(1, 9999), min_size=1), st.dates(date(2020, 1, 1)), backs, st.none() | moments)
def test_a_version_can_be_read_back(series: set[int], day: date, back: tuple[int, ...], since: datetime | None) -> None:
    days = tuple(day - timedelta(days=number) for number in back)
    text = token(series_text(series), day, days_text(back), as_text(since) if since else "")
    assert parse(text) == Token(tuple(sorted(series)), days, since)


def test_what_is_not_a_version_is_refused() -> None:
    for text in ("nonsense", "1:2020-09-15:0", "x:2020-09-15:0:-", "1:2020-99-15:0:-"):
        with pytest.raises(Invalid, match="not the version"):
            parse(text)
