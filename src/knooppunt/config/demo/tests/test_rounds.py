"""The round of the exercise ends as it promises: 22 in time, two late, one never."""

from __future__ import annotations

from datetime import timedelta

import pytest

from knooppunt.config.demo.cast import gather
from knooppunt.config.demo.rounds import NEVER, play_round
from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.ground.network.public import sync_organisations
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import clock_at, now, today
from knooppunt.rooms.reporting.public import State, open_questions, round_state, rounds

NODE = system_actor("test")


@pytest.mark.django_db
def test_the_round_of_the_exercise_has_two_late_and_one_that_never_came() -> None:
    with clock_at(now() - timedelta(days=2)):
        sync_organisations(actor=NODE)
        sync_catalogue(actor=NODE)
        gather(actor=NODE)
    play_round(today() - timedelta(days=1), now() - timedelta(hours=1))
    (held,) = rounds(actor=NODE)
    state = round_state(held.id, actor=NODE)
    assert (state.counts.expected, state.counts.on_time, state.counts.late, state.counts.missing) == (25, 22, 2, 1)
    assert [one.area for one in state.organisations if one.state is State.MISSING] == [NEVER]
    assert len(open_questions(actor=NODE)) == 1
