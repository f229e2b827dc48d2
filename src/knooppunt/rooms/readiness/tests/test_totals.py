"""How many people are called out is for who oversees readiness; the events, which others hear too, do not tell."""

from __future__ import annotations

import pytest

from knooppunt.ground.journal.public import entries
from knooppunt.rooms.readiness.public import Line, stand_down
from knooppunt.rooms.readiness.tests.called import MANAGER, NODE, crowd, officer, started

pytestmark = pytest.mark.django_db
OF_A_CALLOUT = {"readiness.CalloutStarted", "readiness.CalloutMoved", "readiness.StoodDown", "readiness.QuorumReached",
                "readiness.TooFew"}  # fmt: skip


def test_the_events_of_a_callout_hold_no_totals() -> None:
    head = officer()
    crowd(3)
    callout = started(head, Line(MANAGER, "KCR2", quorum=1, at_once=1))
    stand_down(callout=callout, reason="Voorbij.", actor=head)
    told = {line.event: line.payload for line in entries(actor=NODE) if line.event in OF_A_CALLOUT}
    assert told.keys() >= {"readiness.CalloutStarted", "readiness.CalloutMoved", "readiness.StoodDown"}
    for event, payload in told.items():
        counts = {key for key, value in payload.items() if isinstance(value, int) and key != "line"}
        assert counts <= {"escalated"}, event
