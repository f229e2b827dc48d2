"""Decisions about approvals, what must have been seen, and embargoes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.problems import Conflict, Invalid
from knooppunt.rooms.picture.rules.approving import (
    Approver,
    Given,
    acknowledge,
    approver_for,
    checked_embargo,
    in_order,
    may_ask,
    may_publish,
    may_review,
    needed_reason,
    step_of,
    wanting,
)
from knooppunt.rooms.picture.rules.products import Commissioner
from knooppunt.rooms.picture.rules.steps import Step

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
DG, CHAIR = Commissioner("VWS", "Programma-DG"), Commissioner("RCDV", "Voorzitter")
SEATS = [DG, CHAIR]
digests = st.sampled_from(["a", "b", "c"])
approvals = st.builds(
    Given,
    st.sampled_from(SEATS),
    st.sampled_from(["p", "q"]),
    st.just("Naam"),
    st.just(""),
    digests,
    st.just(NOON),
    st.sampled_from([None, NOON]),
)


@given(st.lists(approvals, max_size=8), digests)
def test_approved_means_that_each_seat_has_an_approval_of_these_bytes_that_did_not_fall(
    given: list[Given], sha256: str
) -> None:
    there = {each.commissioner for each in given if each.sha256 == sha256 and each.fallen_at is None}
    assert wanting(SEATS, given, sha256) == [each for each in SEATS if each not in there]
    assert (step_of(Step.APPROVAL, SEATS, given, sha256) is Step.APPROVED) == (there == set(SEATS))
    assert step_of(Step.DRAFT, SEATS, given, sha256) is Step.DRAFT


def test_the_holder_approves_as_holder_also_when_acting_for_another() -> None:
    own, other = Approver(CHAIR, "p", "Vera", "", ""), Approver(DG, "p", "Vera", "x", "Dirk")
    assert approver_for("p", [other, own], SEATS) is own
    assert approver_for("p", [other, own], [DG]) is other
    with pytest.raises(Conflict):
        approver_for("q", [other, own], SEATS)


def test_a_section_reviews_its_own_and_who_publishes_any() -> None:
    may_review("health", ["health"], publishes=False)
    may_review("health", [], publishes=True)
    with pytest.raises(Conflict):
        may_review("health", ["plans"], publishes=False)


def test_a_reference_that_leads_nowhere_is_named_before_anything_else() -> None:
    with pytest.raises(Conflict, match=r"zorg refers to \{\{x\}\}") as refused:
        may_ask(["plans"], [("zorg", "{{x}}")])
    assert refused.value.place == "zorg"
    may_ask([], [])


def test_publishing_rests_on_approvals_on_none_or_on_the_operator() -> None:
    assert may_publish(Step.APPROVED, SEATS, operator=False) is True
    assert may_publish(Step.DRAFT, [], operator=False) is False
    assert may_publish(Step.DRAFT, SEATS, operator=True) is False
    with pytest.raises(Conflict):
        may_publish(Step.APPROVAL, SEATS, operator=False)


def test_what_is_missing_is_seen_as_it_is_or_there_is_nothing_to_see() -> None:
    acknowledge("d", "d", lacking=True, operator=False)
    acknowledge(None, "d", lacking=False, operator=False)
    acknowledge(None, "d", lacking=True, operator=True)
    with pytest.raises(Invalid):
        acknowledge(None, "d", lacking=True, operator=False)
    for operator in (True, False):
        with pytest.raises(Conflict):
            acknowledge("e", "d", lacking=False, operator=operator)


def test_an_embargo_ends_later_than_now() -> None:
    later = NOON + timedelta(minutes=1)
    assert checked_embargo(later, NOON) == later
    assert checked_embargo(None, NOON) is None
    with pytest.raises(Invalid, match="lies in the past"):
        checked_embargo(NOON, NOON)


def test_editions_come_out_in_order_and_reasons_are_given() -> None:
    in_order(3, 2)
    with pytest.raises(Conflict):
        in_order(2, 2)
    assert needed_reason(" want ") == "want"
    for wrong in ("", " \n", "x" * 2001):
        with pytest.raises(Invalid):
            needed_reason(wrong)
