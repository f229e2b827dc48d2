"""When a product is due, how far it is, and who is told: the rules, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.authority import Actor, Mandate
from knooppunt.kit.problems import Invalid
from knooppunt.kit.recurring import Every
from knooppunt.kit.zone import NETHERLANDS
from knooppunt.rooms.picture.rules.distributing import (
    PATIENCE,
    Told,
    Wanted,
    only_more,
    receivers,
    refuse_unable,
    to_remind,
)
from knooppunt.rooms.picture.rules.due import Progress, Seen, stand
from knooppunt.rooms.picture.rules.rhythm import (
    Beat,
    Due,
    Spell,
    beats_from_json,
    beats_to_json,
    checked_beats,
    checked_commission,
    dues,
)

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
TUESDAYS = Beat(Every.WEEK, time(16), on=2)
DAILY = Beat(Every.DAY, time(16))


def local(found: list[Due]) -> list[str]:
    return [f"{due.at.astimezone(NETHERLANDS):%a %d-%m %H:%M}" for due in found]


def due_in(beat: Beat, since: datetime, days: int) -> list[Due]:
    return list(dues({"cold": beat}, [Spell(ALWAYS, "cold")], since, since + timedelta(days=days)))


def test_each_tuesday_at_four_it_is_four_also_over_the_change_of_the_clock() -> None:
    found = due_in(TUESDAYS, datetime(2026, 3, 23, tzinfo=UTC), 14)
    assert local(found) == ["Tue 24-03 16:00", "Tue 31-03 16:00"]
    assert [due.at.hour for due in found] == [15, 14]


def test_a_time_that_the_spring_leaves_out_is_as_long_after_midnight() -> None:
    found = due_in(Beat(Every.DAY, time(2, 30)), datetime(2026, 3, 28, 23, tzinfo=UTC), 1)
    assert local(found) == ["Sun 29-03 03:30"]


def test_of_a_time_that_comes_twice_in_autumn_the_first_one_counts() -> None:
    (found,) = due_in(Beat(Every.DAY, time(2, 30)), datetime(2026, 10, 24, 22, tzinfo=UTC), 1)
    assert found.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_what_falls_on_a_holiday_moves_to_the_next_working_day_and_keeps_its_name() -> None:
    monday = Beat(Every.WEEK, time(16), on=1, working_days=True)
    (found,) = due_in(monday, datetime(2026, 4, 6, tzinfo=UTC), 7)
    assert local([found]) == ["Tue 07-04 16:00"]  # Easter Monday
    assert found.day == date(2026, 4, 6)


def test_what_is_due_every_working_day_is_not_due_on_a_holiday() -> None:
    found = due_in(Beat(Every.DAY, time(16), working_days=True), datetime(2026, 4, 2, tzinfo=UTC), 6)
    assert local(found) == ["Thu 02-04 16:00", "Tue 07-04 16:00"]


def test_the_phase_in_force_decides() -> None:
    warm = datetime(2026, 9, 9, 12, tzinfo=UTC)
    beats = {"cold": TUESDAYS, "warm": DAILY}
    spells = [Spell(ALWAYS, "cold"), Spell(warm, "warm")]
    found = list(dues(beats, spells, datetime(2026, 9, 7, tzinfo=UTC), datetime(2026, 9, 11, tzinfo=UTC)))
    assert local(found) == ["Tue 08-09 16:00", "Wed 09-09 16:00", "Thu 10-09 16:00"]


@given(
    day=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    hour=st.times(),
    every=st.sampled_from(Every),
    working=st.booleans(),
    cut=st.integers(1, 59),
)
def test_what_is_due_is_the_same_in_one_question_and_in_two(
    day: date, hour: time, every: Every, working: bool, cut: int
) -> None:
    beat = Beat(every, hour.replace(second=0, microsecond=0), 0 if every is Every.DAY else 3, working)
    begin = datetime.combine(day, time(), UTC)
    whole = due_in(beat, begin, 60)
    assert whole == due_in(beat, begin, cut) + due_in(beat, begin + timedelta(days=cut), 60 - cut)
    assert [due.at for due in whole] == sorted(due.at for due in whole)
    assert beats_from_json(beats_to_json({"warm": beat})) == {"warm": beat}


@pytest.mark.parametrize(
    "beats",
    [
        {},
        {"cold": Beat(Every.WEEK, time(16), on=8)},
        {"cold": Beat(Every.DAY, time(16), on=1)},
        {"cold": Beat(Every.MONTH, time(16), on=29)},
        {"tepid": DAILY},
        {"cold": Beat(Every.DAY, time(16), back=8)},
    ],
)
def test_a_rhythm_that_cannot_be_kept_is_refused(beats: dict[str, Beat]) -> None:
    with pytest.raises(Invalid):
        checked_beats(beats)


def test_a_commission_is_one_line() -> None:
    assert checked_commission("  LOT-C 12 ") == "LOT-C 12"
    with pytest.raises(Invalid):
        checked_commission("a\r\nATTENDEE:x")


AT = datetime(2026, 9, 8, 14, tzinfo=UTC)
DUE = Due(AT, date(2026, 9, 8), date(2026, 9, 1), date(2026, 9, 8))
EARLIER, LATER = AT - timedelta(hours=1), AT + timedelta(hours=1)


def made(state: str, day: int = 8, published: datetime | None = None) -> Seen:
    return Seen(UUID(int=1), date(2026, 9, day), state, published or EARLIER, published)


@pytest.mark.parametrize(
    ("editions", "now", "makes", "progress"),
    [
        ([], EARLIER, True, Progress.DUE),
        ([], EARLIER, False, Progress.DUE),
        ([made("draft")], EARLIER, True, Progress.DRAFTED),
        ([made("review")], EARLIER, True, Progress.DRAFTED),
        ([made("draft"), made("approval")], EARLIER, True, Progress.APPROVAL),
        ([made("discarded")], EARLIER, True, Progress.DUE),
        ([made("draft")], LATER, True, Progress.OVERDUE),
        ([], LATER, True, Progress.OVERDUE),
        ([], LATER, False, Progress.UNSEEN),
        ([made("published", published=EARLIER)], LATER, False, Progress.PUBLISHED),
        ([made("withdrawn", published=EARLIER)], LATER, False, Progress.PUBLISHED),
        ([made("published", day=1, published=EARLIER)], LATER, True, Progress.OVERDUE),
    ],
)
def test_how_far_it_is(editions: list[Seen], now: datetime, makes: bool, progress: Progress) -> None:
    assert stand(DUE, editions, now, makes=makes).progress is progress


def test_what_came_out_after_it_was_due_is_late() -> None:
    assert stand(DUE, [made("published", published=LATER)], LATER, makes=True).late
    assert not stand(DUE, [made("published", published=EARLIER)], LATER, makes=True).late


def reader(person: str, organisation: str, *permissions: str) -> Actor:
    return Actor(person, person, organisation, mandates=frozenset(map(Mandate, permissions)))


READERS = {
    "anna": reader("anna", "one", "picture.read"),
    "bo": reader("bo", "one"),
    "cas": reader("cas", "two", "picture.read"),
}


def sees_one(actor: Actor) -> bool:
    return actor.organisation == "one"


def test_who_is_told_is_wanted_may_read_and_sees_it() -> None:
    everyone = Wanted(frozenset({"one", "two"}), frozenset({"bo", "cas"}))
    assert receivers(everyone, READERS, sees_one).keys() == {"anna"}


def test_who_may_not_see_it_is_refused_by_name() -> None:
    wanted = Wanted(frozenset({"one", "two"}), frozenset({"bo"}))
    with pytest.raises(Invalid, match=r": Bo, Two\.$"):
        refuse_unable(wanted, READERS, sees_one, {"bo": "Bo", "two": "Two"})
    refuse_unable(Wanted(frozenset({"one"}), frozenset({"anna"})), READERS, sees_one, {})


def test_of_an_edition_that_is_out_nobody_goes_off_the_list() -> None:
    before = Wanted(frozenset({"one"}), frozenset())
    only_more(before, Wanted(frozenset({"one", "two"}), frozenset()), {})
    with pytest.raises(Invalid, match="One"):
        only_more(before, Wanted(frozenset(), frozenset({"anna"})), {"one": "One"})


def test_who_did_not_open_it_for_a_day_is_reminded_once() -> None:
    old = AT - PATIENCE
    told = [
        Told("late", old, opened=False, reminded=False),
        Told("read", old, opened=True, reminded=False),
        Told("reminded", old, opened=False, reminded=True),
        Told("fresh", old + timedelta(seconds=1), opened=False, reminded=False),
        Told("gone", old, opened=False, reminded=False),
    ]
    assert to_remind(told, {"late", "read", "reminded", "fresh"}, AT) == ["late"]
