"""The scale of likelihood, and what can be said."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.interpretation.rules import (
    LONGEST,
    SCALE,
    Kind,
    Likelihood,
    checked_text,
    checked_words,
    require_newest,
)
from knooppunt.kit.problems import Conflict, Invalid


@given(st.integers(1, 99))
def test_every_chance_has_a_word_and_only_on_an_edge_two(percent: int) -> None:
    fitting = [band for band in SCALE if band.low <= percent <= band.high]
    edges = {band.high for band in SCALE[:-1]}
    assert len(fitting) == (2 if percent in edges else 1)


def test_the_scale_runs_from_least_to_most_likely_and_has_every_word_once() -> None:
    assert all(one.high == other.low for one, other in pairwise(SCALE))
    assert [band.likelihood for band in SCALE] == list(Likelihood)


@pytest.mark.parametrize(("confidence", "likelihood"), [("sure", ""), ("", ""), ("low", "probably")])
def test_words_that_are_not_on_the_scale_are_refused(confidence: str, likelihood: str) -> None:
    with pytest.raises(Invalid):
        checked_words(confidence, likelihood)


def test_no_likelihood_at_all_is_allowed() -> None:
    checked_words("high", "")


@pytest.mark.parametrize("text", ["", "  \n", "x" * (LONGEST + 1)])
def test_a_text_that_says_nothing_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        checked_text(text)


@pytest.mark.parametrize(("seen", "newest", "kind"), [(1, 2, Kind.REWRITTEN), (2, 2, Kind.WITHDRAWN)])
def test_what_was_changed_or_withdrawn_in_the_meantime_is_not_overwritten(seen: int, newest: int, kind: Kind) -> None:
    with pytest.raises(Conflict):
        require_newest(seen, newest, kind)
