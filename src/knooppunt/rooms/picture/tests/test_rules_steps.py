"""The table of what may happen to an edition, and that the database holds to the same one."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.problems import Conflict
from knooppunt.rooms.picture.models import State
from knooppunt.rooms.picture.rules.steps import ALLOWED, REFUSED, Step, Verb, can, kept, kept_moves, may_step

MOVES = import_module("knooppunt.rooms.picture.migrations.0004_truth_of_approval").MOVES


def test_the_database_lets_the_same_moves_through_as_the_table() -> None:
    assert {(before.value, after.value) for before, after in kept_moves()} == set(MOVES)


def test_every_kept_step_is_a_state_of_the_database_and_every_step_has_its_sentence() -> None:
    assert {kept(step).value for step in Step} == set(State.values)
    assert REFUSED.keys() == set(Step)


@given(st.sampled_from(Step), st.sampled_from(Verb))
def test_what_is_not_in_the_table_is_refused_in_the_sentence_of_the_step(step: Step, verb: Verb) -> None:
    if can(step, verb):
        assert may_step(step, verb) == ALLOWED[step, verb]
    else:
        with pytest.raises(Conflict) as refused:
            may_step(step, verb)
        assert refused.value.template == REFUSED[step]


@given(st.lists(st.sampled_from(Verb), max_size=40))
def test_whatever_is_tried_nothing_leaves_published_but_by_withdrawing(verbs: list[Verb]) -> None:
    step, out = Step.DRAFT, False
    for verb in verbs:
        if not can(step, verb):
            continue
        step = sorted(ALLOWED[step, verb])[0]
        assert not out or step in (Step.PUBLISHED, Step.WITHDRAWN)
        out = out or step is Step.PUBLISHED


def test_a_withdrawn_and_a_discarded_edition_go_nowhere() -> None:
    assert not [pair for pair in ALLOWED if pair[0] in (Step.WITHDRAWN, Step.DISCARDED)]
