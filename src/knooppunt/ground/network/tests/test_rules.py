"""What makes sense in the network."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.network.rules import Kind, Section, Term, kind_of, may_hold, section_of
from knooppunt.kit.problems import Conflict, Invalid

ONE, TWO, THREE = UUID(int=1), UUID(int=2), UUID(int=3)
DAYS = st.dates(date(2020, 1, 1), date(2020, 2, 1))


@st.composite
def terms(draw: st.DrawFn) -> Term:
    starts = draw(DAYS)
    ends = draw(st.none() | st.integers(0, 20).map(lambda days: starts + timedelta(days=days)))
    return Term(draw(st.sampled_from([ONE, TWO])), draw(st.sampled_from([ONE, TWO])), starts, ends)


def days_of(term: Term) -> set[date]:
    last = term.ends or date(2020, 4, 1)
    return {term.starts + timedelta(days=number) for number in range((last - term.starts).days)}


@given(terms(), terms())
def test_terms_overlap_exactly_when_they_share_a_day(one: Term, other: Term) -> None:
    if days_of(one) and days_of(other):
        assert one.overlaps(other) == other.overlaps(one) == bool(days_of(one) & days_of(other))


def test_the_same_function_twice_in_one_period_is_refused() -> None:
    held = [Term(ONE, THREE, date(2020, 1, 1), None)]
    with pytest.raises(Conflict, match="already holds this function"):
        may_hold(Term(ONE, THREE, date(2020, 5, 1), None), held)


def test_a_second_organisation_in_one_period_is_refused() -> None:
    held = [Term(ONE, THREE, date(2020, 1, 1), None)]
    with pytest.raises(Conflict, match="one organisation at a time"):
        may_hold(Term(TWO, TWO, date(2020, 5, 1), None), held)


def test_the_next_organisation_may_begin_on_the_day_the_other_ends() -> None:
    may_hold(Term(TWO, TWO, date(2020, 5, 1), None), [Term(ONE, THREE, date(2020, 1, 1), date(2020, 5, 1))])


def test_an_appointment_ends_after_it_begins() -> None:
    with pytest.raises(Invalid):
        may_hold(Term(ONE, ONE, date(2020, 1, 2), date(2020, 1, 2)), [])


def test_only_the_node_has_sections() -> None:
    assert section_of("health", Kind.NODE) == Section.HEALTH
    assert section_of("", Kind.REGION) == ""
    with pytest.raises(Invalid, match="Only functions in the node"):
        section_of("health", Kind.REGION)
    with pytest.raises(Invalid, match="known are health"):
        section_of("wealth", Kind.NODE)


def test_an_unknown_kind_is_named_with_the_known_ones() -> None:
    with pytest.raises(Invalid, match=r"club; known are node, ministry"):
        kind_of("club")
