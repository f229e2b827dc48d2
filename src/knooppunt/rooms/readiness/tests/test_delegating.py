"""Delegating asks a colleague while somebody is needed, and nobody otherwise."""

from __future__ import annotations

from uuid import UUID

import pytest

from knooppunt.rooms.readiness.public import Answer, Given, Line, answer_own, own_calls
from knooppunt.rooms.readiness.tests.called import MANAGER, crowd, officer, person, started, states

pytestmark = pytest.mark.django_db


def test_who_was_let_go_and_delegates_has_nobody_asked() -> None:
    head = officer()
    one, other = crowd(2)
    third = person("Daan Ander")
    callout = started(head, Line(MANAGER, "KCR2", quorum=1))
    answer_own(call=own_calls(actor=one)[0].call.id, given=Given(Answer.COMING), actor=one)
    answer_own(call=own_calls(actor=other)[0].call.id, given=Given(Answer.DELEGATED, to=UUID(third.id)), actor=other)
    assert states(callout) == {one.name: "coming", other.name: "delegated", "Daan Ander": "waiting"}


def test_who_comes_and_then_delegates_has_a_colleague_asked() -> None:
    head = officer()
    (one,) = crowd(1)
    third = person("Daan Ander")
    callout = started(head, Line(MANAGER, "KCR2", quorum=1))
    call = own_calls(actor=one)[0].call.id
    answer_own(call=call, given=Given(Answer.COMING), actor=one)
    answer_own(call=call, given=Given(Answer.DELEGATED, to=UUID(third.id)), actor=one)
    assert states(callout) == {one.name: "delegated", "Daan Ander": "asked"}
