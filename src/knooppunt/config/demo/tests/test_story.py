"""The exercise is played through the front door and leaves what it promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from knooppunt.config.demo.cast import CARE_HEAD, CAST, CHAIR, DG, HEAD, acting
from knooppunt.config.demo.command import begin_anew
from knooppunt.config.demo.story import play
from knooppunt.ground.access.public import accounts
from knooppunt.ground.delivery.public import dispatches
from knooppunt.ground.figures.public import attention, deliveries
from knooppunt.ground.incidents.public import current_incident
from knooppunt.ground.interpretation.public import statements
from knooppunt.ground.journal.public import verify
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import now
from knooppunt.rooms.picture.public import editions, replay, waiting_for
from knooppunt.rooms.readiness.public import (
    board,
    callouts,
    duties,
    gaps,
    my_duties,
    pilot_light,
    proposals,
    reachability,
    rosters,
    signals,
)
from knooppunt.rooms.reporting.public import open_questions, round_state, rounds

NODE = system_actor("test")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_exercise_ends_with_five_editions_and_something_to_look_at(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    begin_anew()
    play(lambda what: None)
    incident = current_incident(actor=NODE)
    assert incident is not None
    assert incident.exercise
    assert incident.phase == "warm"
    published = editions(state="published", actor=NODE)
    assert sorted(one.product for one in published) == [
        "kwetsbare_groepen",
        "landelijk_beeld",
        "landelijk_beeld",
        "nalevingsbeeld",
        "publieksbeeld",
    ]
    assert all(one.exercise for one in published)
    assert all(replay(one.id, actor=NODE).same for one in published)
    waiting = attention(actor=NODE)
    assert waiting.quarantined == 3
    assert waiting.flags > 0
    assert waiting.gaps > 0
    assert len(deliveries(limit=50, actor=NODE)) == 14
    assert len(accounts(actor=NODE)) == len(CAST)
    (round_held,) = rounds(actor=NODE)
    counts = round_state(round_held.id, actor=NODE).counts
    assert (counts.expected, counts.on_time, counts.late, counts.missing) == (25, 22, 2, 1)
    assert len(open_questions(actor=NODE)) == 1
    assert sorted((one.section, one.stale_since is not None) for one in statements(actor=NODE)) == [
        ("health", False),
        ("information", True),
    ]
    assert [one.product for one in waiting_for(actor=acting(CHAIR))] == ["landelijk_beeld"]
    assert not waiting_for(actor=acting(DG))
    assert verify().fault is None
    _readiness_is_alive()


def _readiness_is_alive() -> None:
    """A signal waits for a decision, a call-out runs within the exercise, and the roster has its officer and a gap."""
    head, care = acting(HEAD), acting(CARE_HEAD)
    assert sorted(one.verdict for one in signals(actor=head)) == ["met", "met"]
    assert [one.watch.plan is not None for one in proposals(is_open=True, actor=head)] == [True]
    assert [(one.scaled, one.by) for one in proposals(is_open=False, actor=head)] == [(True, HEAD.name)]
    (running,) = callouts(open_only=True, actor=head)
    stands = [group.standing for group in board(running.id, actor=head).groups]
    assert sorted(stands) == ["asking", "asking", "asking", "complete", "reserve"]
    assert {one.answered for one in reachability(actor=head)} == {0, 1}, "some answer a test in time, and some do not"
    assert not any(one.tested is None for one in pilot_light(actor=head).lines)
    (gap,) = gaps(actor=head)
    assert 7 < gap.ahead <= 21
    (roster,) = rosters(actor=head)
    assert {one.stale for one in duties(roster.id, actor=head)} == {True, False}
    assert my_duties(actor=care)[0].starts <= now()
    sent = dispatches(limit=500, actor=NODE)
    assert sent
    assert all(one.exercise for one in sent), "nothing of it is real"
