"""The same content is the same bytes."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.rooms.picture.rules.canonical import canonical, digest, first_difference, number
from knooppunt.rooms.picture.rules.changes import changes_between
from knooppunt.rooms.picture.tests.made import made_content

plain = st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=5)
values = st.recursive(
    plain, lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(max_size=3), each, max_size=4)
)


@given(st.dictionaries(st.text(max_size=4), values, max_size=5))
def test_the_order_of_keys_does_not_matter(content: dict[str, Any]) -> None:
    mixed = dict(random.sample(sorted(content.items()), len(content)))
    assert canonical(mixed) == canonical(content)
    assert json.loads(canonical(content)) == content


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30))
def test_the_order_of_adding_up_does_not_matter(parts: list[float]) -> None:
    forward, backward = number(sum(parts)), number(sum(reversed(parts)))
    assert forward == pytest.approx(backward, abs=1e-5)
    assert number(0.1 + 0.2) == 0.3
    assert number(84778.0) == 84778
    assert isinstance(number(84778.0), int)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_was_cleaned_stays_as_it_is(value: float) -> None:
    once = number(value)
    assert number(once) == once


def test_what_is_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"value": float("nan")})


@given(values, values)
def test_there_is_a_first_difference_exactly_when_two_contents_differ(one: Any, other: Any) -> None:
    same = canonical({"c": one}) == canonical({"c": other})
    assert (first_difference(one, other) == "") == same


def test_the_first_difference_is_named_by_its_path() -> None:
    one = {"blocks": [{"rows": [1, 2]}, {"rows": [3]}]}
    other = {"blocks": [{"rows": [1, 2]}, {"rows": [4]}]}
    assert first_difference(one, other) == "blocks[1].rows[0]"


def test_an_edition_differs_from_the_one_before_in_exactly_what_changed() -> None:
    before = made_content("landelijk_beeld", {"zorg": "Rustig."})
    after = made_content("landelijk_beeld", {"zorg": "Druk."})
    first = after["blocks"][0]["items"][0]["figure"]
    after["figures"][first]["value"] = 1
    found = changes_between(before, after)
    assert {change.kind for change in found} == {"value", "text"}
    assert {change.area for change in found if change.kind == "value"} == {"NL"}
    assert {change.after for change in found if change.kind == "value"} == {1}
    assert changes_between(before, before) == []
    assert digest(canonical(before)) != digest(canonical(after))
