"""Who may see a row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.access.rules import TLP, may_see
from knooppunt.kit.authority import NOBODY, Actor, Mandate, system_actor

ORGANISATIONS = ["", "org-a", "org-b"]
PEOPLE = ["ada", "bo"]
ACTORS = st.builds(Actor, id=st.sampled_from(PEOPLE), name=st.just("x"), organisation=st.sampled_from(ORGANISATIONS))
HOLDERS = st.sampled_from(["org-a", "org-b", "org-c"])
SHARES = st.lists(st.sampled_from(["org-a", "org-b"]), unique=True)
READERS = st.lists(st.sampled_from(PEOPLE), unique=True)


@given(ACTORS, HOLDERS, SHARES, READERS)
def test_each_stricter_marking_is_seen_by_no_more_people(
    actor: Actor, held_by: str, shared_with: list[str], readers: list[str]
) -> None:
    seen = [
        may_see(actor, held_by, marking, shared_with, readers)
        for marking in (TLP.CLEAR, TLP.GREEN, TLP.AMBER, TLP.AMBER_STRICT)
    ]
    assert seen == sorted(seen, reverse=True)
    assert seen[0]


@given(st.sampled_from(list(TLP)), HOLDERS, SHARES, READERS)
def test_nobody_sees_nothing_and_the_node_itself_everything(
    marking: TLP, held_by: str, shared_with: list[str], readers: list[str]
) -> None:
    assert not may_see(NOBODY, held_by, marking, shared_with, readers)
    assert may_see(system_actor("node"), held_by, marking, shared_with, readers)


@given(ACTORS, HOLDERS, SHARES, READERS)
def test_red_is_for_the_named_readers_only_not_for_the_holder(
    actor: Actor, held_by: str, shared_with: list[str], readers: list[str]
) -> None:
    assert may_see(actor, held_by, TLP.RED, shared_with, readers) == (actor.id in readers)


def test_leave_for_everything_does_not_let_a_person_or_a_limited_job_see_everything() -> None:
    person = Actor("ada", "Ada", mandates=frozenset({Mandate("*")}))
    job = system_actor("job", ["figures.read"])
    assert not may_see(person, "org-a", TLP.AMBER, (), ())
    assert not may_see(job, "org-a", TLP.AMBER, (), ())


def test_an_unknown_marking_is_seen_by_nobody() -> None:
    assert not may_see(Actor("ada", "Ada", "org-a"), "org-a", "PURPLE", ("org-a",), ())
