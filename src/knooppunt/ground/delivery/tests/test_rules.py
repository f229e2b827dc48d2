"""What follows on what: the table of changes, the pauses, and where a webhook may go."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.delivery.rules.destinations import is_public
from knooppunt.ground.delivery.rules.dispatching import (
    CHANGES,
    SETTLED,
    UNDELIVERED,
    Message,
    Outcome,
    Patience,
    State,
    broken_off,
    check_again,
    check_change,
    checked,
    may_become,
    verdict,
)
from knooppunt.kit.problems import Conflict, Invalid

PATIENCE = Patience(timedelta(minutes=1), timedelta(hours=1), tries=5)


@given(st.sampled_from(Outcome), st.integers(1, 10), st.booleans())
def test_whatever_an_attempt_brought_the_table_has_what_follows(outcome: Outcome, tries: int, repeats: bool) -> None:
    follows = verdict(outcome, tries, PATIENCE, repeats=repeats)
    assert may_become(State.ATTEMPTING, follows.state)
    assert (follows.pause is None) == (follows.state in SETTLED)


@given(st.integers(1, 10), st.booleans())
def test_what_was_delivered_or_refused_is_never_tried_again(tries: int, repeats: bool) -> None:
    assert verdict(Outcome.SENT, tries, PATIENCE, repeats=repeats).state is State.SENT
    assert verdict(Outcome.REFUSED, tries, PATIENCE, repeats=repeats).state is State.REFUSED


def test_what_may_have_arrived_is_repeated_only_where_it_is_set_so_and_never_called_failed() -> None:
    assert verdict(Outcome.UNCERTAIN, 1, PATIENCE, repeats=True).state is State.WAITING
    assert verdict(Outcome.UNCERTAIN, 1, PATIENCE, repeats=False).state is State.UNCERTAIN
    assert verdict(Outcome.UNCERTAIN, 5, PATIENCE, repeats=True).state is State.UNCERTAIN


@given(st.integers(1, 10_000))
def test_pauses_double_and_never_get_longer_than_the_longest(tries: int) -> None:
    pause, next_one = PATIENCE.pause(tries), PATIENCE.pause(tries + 1)
    assert PATIENCE.first <= pause <= PATIENCE.longest
    assert next_one == min(2 * pause, PATIENCE.longest)


@pytest.mark.parametrize(("old", "new"), list(product(State, State)))
def test_a_change_is_in_the_table_or_refused(old: State, new: State) -> None:
    if new in CHANGES[old]:
        check_change(old, new)
    else:
        with pytest.raises(Conflict):
            check_change(old, new)


@pytest.mark.parametrize("state", State)
def test_a_person_brings_back_only_what_was_not_delivered(state: State) -> None:
    if state in UNDELIVERED:
        check_again(state)
    else:
        with pytest.raises(Conflict):
            check_again(state)


def test_an_attempt_that_broke_off_before_the_last_byte_was_no_delivery() -> None:
    assert broken_off(handing_over=False).outcome is Outcome.POSTPONED
    assert broken_off(handing_over=True).outcome is Outcome.UNCERTAIN


@pytest.mark.parametrize(
    "message",
    [Message("", "x"), Message("x", " "), Message("x\ny", "x"), Message("x", "x", "//e"), Message("x", "x", "a")],
)  # fmt: skip
def test_a_message_that_cannot_be_sent_is_refused(message: Message) -> None:
    with pytest.raises(Invalid):
        checked(message)


INSIDE = ("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1",
          "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:0a00:0001::1", "ff02::1")  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public_however_it_is_wrapped(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_in_another_changes_nothing(address: IPv4Address) -> None:
    mapped = IPv6Address(b"\0" * 10 + b"\xff\xff" + address.packed)
    translated = IPv6Address(bytes.fromhex("0064ff9b" + "00" * 8) + address.packed)
    assert is_public(str(translated)) == is_public(str(address))
    assert not is_public(str(mapped)) or is_public(str(address))
