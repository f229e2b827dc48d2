"""Many at once: the quorum is reached once, and two clocks share the work."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, connections

from knooppunt.kit.clock import clock_at, now
from knooppunt.rooms.readiness.models import Call, LogLine, Sent
from knooppunt.rooms.readiness.public import Answer, Given, Line, answer_by_link, handle_due
from knooppunt.rooms.readiness.tests.called import BY_LINK, MANAGER, NODE, crowd, officer, seen, started

pytestmark = pytest.mark.django_db(transaction=True)
FORTY = 40


def together(verb: Callable[[UUID], object], these: list[UUID]) -> list[object]:
    def one(which: UUID) -> object:
        try:
            return verb(which)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, these))


def test_forty_answers_at_once_reach_the_quorum_once() -> None:
    head = officer()
    crowd(FORTY)
    callout = started(head, Line(MANAGER, "KCR2", quorum=10))
    links = list(Sent.objects.filter(call__callout=callout).values_list("dispatch", flat=True))
    coming = Given(Answer.COMING)
    taken = together(lambda link: answer_by_link(dispatch=link, given=coming, bound="x", actor=BY_LINK), links)
    assert len(taken) == FORTY
    assert LogLine.objects.filter(what="complete").count() == 1
    assert seen(callout).groups[0].standing == "complete"
    # Who was let go and comes all the same is coming: nobody's answer is lost.
    assert Call.objects.filter(callout=callout, state="coming").count() == sum(map(bool, taken))


def test_two_clocks_at_once_ask_the_next_one_once() -> None:
    head = officer()
    crowd(6)
    callout = started(head, Line(MANAGER, "KCR2", quorum=1, at_once=1, minutes=10))
    due = now() + timedelta(minutes=11)

    def tick(which: UUID) -> int:
        with clock_at(due):
            return handle_due(callouts=[which], actor=NODE)

    assert sum(map(int, map(str, together(tick, [callout] * 4)))) == 1
    assert Call.objects.filter(callout=callout, state="asked").count() == 2
    assert connection.vendor == "postgresql"


def test_the_same_link_at_once_answers_once() -> None:
    head = officer()
    crowd(1)
    callout = started(head, Line(MANAGER, "KCR2"))
    link = Sent.objects.get(call__callout=callout).dispatch
    taken = together(
        lambda one: answer_by_link(dispatch=one, given=Given(Answer.DECLINED), bound="x", actor=BY_LINK), [link] * 8
    )
    assert taken.count(True) == 1
    assert LogLine.objects.filter(what="answered").count() == 1
