"""Rotations: everyone works each week of the pattern once in a cycle, and the checker has the last word."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import account_of, browser

from knooppunt.kit.problems import Conflict, Invalid
from knooppunt.rooms.readiness.models import Duty
from knooppunt.rooms.readiness.public import assign, duties, rotate, rotation
from knooppunt.rooms.readiness.rules.rotations import Pattern, pattern_of, turns
from knooppunt.rooms.readiness.tests.rostered import FIRST, Made

MONDAY = date(2026, 3, 9)
WEEKS = "dag dag dag dag - - -\n- - - - avond avond -"


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    days = st.tuples(*[st.sampled_from(["", "dag", "nacht"])] * 7)
    return Pattern(tuple(draw(st.lists(days, min_size=1, max_size=6))))


@given(patterns(), st.data())
def test_everyone_gets_each_line_once_a_cycle_and_nobody_is_twice_on_one_day(
    pattern: Pattern, data: st.DataObject
) -> None:
    weeks = len(pattern.lines)
    people = [UUID(int=number) for number in range(1, data.draw(st.integers(1, weeks)) + 1)]
    cycles = data.draw(st.integers(1, 3))
    found = turns(pattern, people, MONDAY, MONDAY + timedelta(weeks=weeks * cycles))
    assert max(Counter((one.person, one.day) for one in found).values(), default=1) == 1
    worked = {
        person: Counter((one.line, one.day.weekday()) for one in found if one.person == person) for person in people
    }
    once = {
        (line, day): cycles for line, week in enumerate(pattern.lines, 1) for day, shift in enumerate(week) if shift
    }
    assert all(theirs == once for theirs in worked.values())
    # No two are on the same line at once.
    assert max(Counter((one.line, one.day) for one in found).values(), default=1) == 1


@pytest.mark.parametrize(
    ("text", "said"), [("", "1 to 26 weeks"), ("dag dag", "Week 1 has 2 days"), ("- - - - - - -\n-", "Week 2 has 1")]
)
def test_what_is_no_pattern_is_refused(text: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        pattern_of(text)


def test_more_people_than_weeks_and_one_person_twice_are_refused() -> None:
    one, two = UUID(int=1), UUID(int=2)
    for people in ([one, two], [], [one, one]):
        with pytest.raises(Invalid):
            turns(pattern_of("dag,-,-,-,-,-,"), people, MONDAY, MONDAY + timedelta(days=7))
    with pytest.raises(Invalid, match="once"):
        turns(pattern_of(WEEKS), [one, one], MONDAY, MONDAY + timedelta(days=7))


def look(made: Made, text: str = WEEKS, first: date = FIRST, role: str = "lawyer"):  # type: ignore[no-untyped-def]
    people = [made.person("Anna"), made.person("Bas")]
    return rotation(made.roster, pattern=pattern_of(text), people=people, role=role, first=first, actor=made.officer)


def turn(made: Made, seen: str, text: str = WEEKS) -> int:
    people = [made.person("Anna"), made.person("Bas")]
    return rotate(
        roster=made.roster, pattern=pattern_of(text), people=people, role="lawyer", first=FIRST, seen=seen,
        actor=made.officer,
    )  # fmt: skip


def test_a_rotation_fills_the_roster_once(made: Made) -> None:
    seen = look(made).seen
    assert Duty.objects.count() == 0
    assert turn(made, seen) == 6
    assert turn(made, seen) == 0
    found = duties(made.roster, actor=made.officer)
    assert [(one.shift, one.name.split()[0]) for one in found if one.fixed] == [
        *((f"2026-03-{day:02} dag", "Anna") for day in range(9, 13)), ("2026-03-13 avond", "Bas"),
        ("2026-03-14 avond", "Bas"),
    ]  # fmt: skip


def test_a_rotation_that_breaks_a_rule_is_shown_and_never_written(made: Made) -> None:
    text = "avond dag - - avond dag -\n- - - - - - -"
    looked = look(made, text)
    assert [(one.line, "5:3" in str(one.problem)) for one in looked.placing.faults] == [(1, True)]
    with pytest.raises(Conflict, match="5:3"):
        turn(made, looked.seen, text)
    assert Duty.objects.count() == 0


def test_a_roster_that_changed_since_is_refused(made: Made) -> None:
    seen = look(made).seen
    assign(roster=made.roster, person=made.person("Cor"), role="lawyer", shift="2026-03-15 dag", actor=made.officer)
    with pytest.raises(Conflict, match="look again"):
        turn(made, seen)
    assert Duty.objects.count() == 1


def test_what_the_roster_does_not_have_is_refused(made: Made) -> None:
    with pytest.raises(Invalid, match="no shift nacht"):
        look(made, WEEKS.replace("avond", "nacht"))
    with pytest.raises(Invalid, match="outside"):
        look(made, first=date(2026, 4, 1))
    with pytest.raises(Invalid, match="needs nobody"):
        look(made, role="analyst")


def test_the_page_shows_first_and_sets_after(made: Made) -> None:
    client = browser(account_of("Ola Vier", bundle="section_head"))
    address = f"/readiness/rosters/{made.roster}/rotate/"
    form = {"role": "lawyer", "first": str(FIRST), "pattern": WEEKS}
    form |= {"person_1": str(made.person("Anna")), "person_2": str(made.person("Bas"))}
    assert client.get(address).status_code == 200
    page = unescape(client.post(address, form).content.decode())
    assert Duty.objects.count() == 0
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert client.post(address, form | {"confirm": "1", "seen": "x" * 64}).status_code == 409
    assert client.post(address, form | {"confirm": "1", "seen": seen}).status_code == 302
    assert Duty.objects.count() == 6
    assert client.post(address, form | {"pattern": "dag"}).status_code == 400
