"""Links that answer: nobody guesses one, each has one purpose, and none stands in a log."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from secrets import token_bytes
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.delivery.public import capability, dispatch_of
from knooppunt.rooms.readiness.calling import PURPOSE, asked_by

GUESSES = 100_000
MARK_BITS = 128


@given(st.text(max_size=80))
def test_no_text_at_all_is_a_token(text: str) -> None:
    assert asked_by(text) is None


@given(st.binary(max_size=40))
def test_no_bytes_are_a_token(guess: bytes) -> None:
    assert asked_by(urlsafe_b64encode(guess).rstrip(b"=").decode()) is None


def test_a_hundred_thousand_guesses_at_a_known_dispatch_find_nothing_and_ten_million_hardly_could() -> None:
    known = uuid4().bytes
    guesses = (urlsafe_b64encode(known + token_bytes(16)).rstrip(b"=").decode() for _ in range(GUESSES))
    assert not any(asked_by(guess) for guess in guesses)
    # Even with the dispatch known, each guess is right once in 2**128; the bound on ten million of them:
    assert 10_000_000 / 2**MARK_BITS < 1e-31


def test_of_twenty_thousand_tokens_that_were_made_up_whole_none_is_one() -> None:
    made_up = (urlsafe_b64encode(token_bytes(32)).rstrip(b"=").decode() for _ in range(20_000))
    assert not [one for one in made_up if dispatch_of(one, PURPOSE)]


@given(st.uuids())
def test_a_token_serves_its_purpose_only(dispatch: UUID) -> None:
    token = capability(dispatch, PURPOSE)
    assert asked_by(token) == dispatch
    assert dispatch_of(token, "verify") is None
    assert asked_by(capability(dispatch, "verify")) is None


@given(st.uuids(), st.integers(0, 42), st.sampled_from("ABab01-_"))
def test_a_token_with_one_sign_changed_is_none(dispatch: UUID, place: int, sign: str) -> None:
    token = capability(dispatch, PURPOSE)
    changed = token[:place] + sign + token[place + 1 :]
    assert (asked_by(changed) == dispatch) == (changed == token)
