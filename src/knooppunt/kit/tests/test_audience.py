"""The audience of an event, and what two have in common."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.audience import NOBODY_HEARS, TLP, Audience
from knooppunt.kit.authority import NOBODY, Actor, system_actor

organisations, people = st.sampled_from(["org-a", "org-b", "org-c"]), st.sampled_from(["ada", "bo"])
audiences = st.builds(
    Audience,
    held_by=organisations,
    marking=st.sampled_from([marking.value for marking in TLP]),
    shared_with=st.lists(organisations, max_size=3).map(tuple),
    readers=st.lists(people, max_size=2).map(tuple),
)
actors = st.builds(Actor, id=people, name=st.just("x"), organisation=organisations)


@given(first=audiences, second=audiences, actor=actors)
def test_of_two_audiences_only_those_are_left_who_are_in_both(first: Audience, second: Audience, actor: Actor) -> None:
    both = first.admits(actor) and second.admits(actor)
    left = first.narrowed(second).admits(actor)
    assert left <= both
    persons = TLP.RED in (first.marking, second.marking) and first.marking != second.marking
    assert persons or left == both


def test_nobody_is_nobody_but_the_node_itself() -> None:
    assert not NOBODY_HEARS.admits(Actor("", "", "org-a"))
    assert not NOBODY_HEARS.admits(NOBODY)
    assert NOBODY_HEARS.admits(system_actor("operator"))
