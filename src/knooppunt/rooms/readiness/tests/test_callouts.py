"""A call-out from its start to its stand-down."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest

from knooppunt.ground.delivery.public import dispatches, fates
from knooppunt.ground.network.public import ContactPoint, Person
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import Conflict, NotAllowed, NotFound
from knooppunt.rooms.readiness.models import Due, LogLine, Sent
from knooppunt.rooms.readiness.public import (
    Answer,
    Drill,
    Given,
    Line,
    answer_by_key,
    answer_by_link,
    answer_for,
    answer_own,
    handle_due,
    hold_test,
    make_plan,
    note_elsewhere,
    own_calls,
    reachability,
    stand_down,
    start_callout,
)
from knooppunt.rooms.readiness.tests.called import (
    BY_LINK,
    LAWYER,
    MANAGER,
    NODE,
    call_named,
    content,
    crowd,
    officer,
    person,
    seen,
    started,
    states,
)

pytestmark = pytest.mark.django_db
COMING, DECLINED = Given(Answer.COMING), Given(Answer.DECLINED)


def dispatch(callout: UUID, name: str) -> UUID:
    return Sent.objects.filter(call=call_named(callout, name).id).latest("at", "dispatch").dispatch


def minutes_on(callout: UUID, minutes: float) -> None:
    with clock_at(now() + timedelta(minutes=minutes)):
        handle_due(callouts=[callout], actor=NODE)


def waiting(about: str) -> int:
    return sum(one.state == "waiting" for one in fates(about, actor=NODE))


def test_everyone_is_asked_once_over_the_first_channel() -> None:
    head = officer()
    crowd(4)
    callout = started(head, Line(MANAGER, "KCR2", quorum=2))
    assert set(states(callout).values()) == {"asked"}
    assert waiting(str(callout)) == 4


def test_the_quorum_stops_asking_the_rest_and_tells_them() -> None:
    head = officer()
    people = crowd(4)
    callout = started(head, Line(MANAGER, "KCR2", quorum=2))
    for one in people[:2]:
        answer_own(call=own_calls(actor=one)[0].call.id, given=COMING, actor=one)
    assert sorted(states(callout).values()) == ["coming", "coming", "released", "released"]
    assert seen(callout).groups[0].complete_at is not None
    assert waiting(str(callout)) == 0
    assert waiting(f"{callout} told") == 2


def test_who_declines_is_followed_by_the_next_at_once() -> None:
    head = officer()
    crowd(3)
    callout = started(head, Line(MANAGER, "KCR2", quorum=1, at_once=1))
    assert states(callout) == {"Mens 00": "asked", "Mens 01": "waiting", "Mens 02": "waiting"}
    answer_for(call=call_named(callout, "Mens 00").id, given=DECLINED, actor=head)
    assert states(callout) == {"Mens 00": "declined", "Mens 01": "asked", "Mens 02": "waiting"}


def test_when_nobody_answers_in_time_the_next_is_asked_and_then_the_reserve() -> None:
    head = officer()
    crowd(2)
    crowd(1, LAWYER, word="Jurist")
    callout = started(
        head,
        Line(MANAGER, "KCR2", quorum=1, at_once=1, minutes=10, escalates_to=2),
        Line(LAWYER, "KCR2", quorum=1, reserve=True),
    )
    assert states(callout) == {"Mens 00": "asked", "Mens 01": "waiting", "Jurist 00": "waiting"}
    minutes_on(callout, 9.9)
    assert states(callout)["Mens 01"] == "waiting"
    minutes_on(callout, 10.1)
    assert states(callout) == {"Mens 00": "asked", "Mens 01": "asked", "Jurist 00": "waiting"}
    minutes_on(callout, 21)
    assert states(callout)["Jurist 00"] == "asked"
    minutes_on(callout, 35)
    assert [group.standing.value for group in seen(callout).groups] == ["exhausted", "exhausted"]
    assert [one.to for one in dispatches(actor=NODE) if one.about == f"{callout} told"] == [head.name]


def test_later_is_kept_as_a_moment_and_asked_again_then() -> None:
    head = officer()
    (one, _) = crowd(2)
    callout = started(head, Line(MANAGER, "KCR2", quorum=2))
    at = now() + timedelta(hours=2)
    answer_own(call=own_calls(actor=one)[0].call.id, given=Given(Answer.LATER, at), actor=one)
    assert call_named(callout, one.name).at == at
    minutes_on(callout, 121)
    assert states(callout)[one.name] == "asked"
    assert Sent.objects.filter(call=call_named(callout, one.name).id).count() == 2


def test_later_is_let_go_when_others_made_it_complete() -> None:
    head = officer()
    one, other = crowd(2)
    callout = started(head, Line(MANAGER, "KCR2", quorum=1))
    answer_own(call=own_calls(actor=one)[0].call.id, given=Given(Answer.LATER, now() + timedelta(hours=2)), actor=one)
    answer_own(call=own_calls(actor=other)[0].call.id, given=COMING, actor=other)
    assert states(callout)[one.name] == "later"
    minutes_on(callout, 121)
    assert states(callout)[one.name] == "released"


def test_who_comes_after_all_not_is_replaced_by_who_was_let_go() -> None:
    head = officer()
    one, other = crowd(2)
    callout = started(head, Line(MANAGER, "KCR2", quorum=1))
    call = own_calls(actor=one)[0].call.id
    answer_own(call=call, given=COMING, actor=one)
    assert states(callout)[other.name] == "released"
    answer_own(call=call, given=DECLINED, actor=one)
    assert states(callout) == {one.name: "declined", other.name: "asked"}
    assert seen(callout).groups[0].standing == "asking"


def test_a_delegate_is_asked_instead() -> None:
    head = officer()
    (one,) = crowd(1)
    other = person("Daan Ander")
    callout = started(head, Line(MANAGER, "KCR2"))
    answer_own(call=own_calls(actor=one)[0].call.id, given=Given(Answer.DELEGATED, to=UUID(other.id)), actor=one)
    assert states(callout) == {one.name: "delegated", "Daan Ander": "asked"}


def test_one_delegates_to_colleagues_only() -> None:
    head = officer()
    (one,) = crowd(1)
    stranger = person("Vera Vreemd", "VRU")
    started(head, Line(MANAGER, "KCR2"))
    call = own_calls(actor=one)[0].call.id
    with pytest.raises(NotFound):
        answer_own(call=call, given=Given(Answer.DELEGATED, to=UUID(stranger.id)), actor=one)


def test_stand_down_reaches_everyone_who_was_asked_and_nobody_else() -> None:
    head = officer()
    crowd(3)
    callout = started(head, Line(MANAGER, "KCR2", quorum=1, at_once=2))
    assert stand_down(callout=callout, reason="Voorbij.", actor=head) == 2
    assert states(callout) == {"Mens 00": "stood_down", "Mens 01": "stood_down", "Mens 02": "waiting"}
    assert waiting(str(callout)) == 0
    assert waiting(f"{callout} told") == 2
    with pytest.raises(Conflict):
        stand_down(callout=callout, reason="Nogmaals.", actor=head)


def test_nobody_is_asked_after_the_end() -> None:
    head = officer()
    crowd(3)
    callout = started(head, Line(MANAGER, "KCR2", quorum=1, at_once=1, minutes=1))
    stand_down(callout=callout, reason="Voorbij.", actor=head)
    minutes_on(callout, 60)
    assert states(callout)["Mens 01"] == "waiting"
    assert not Due.objects.exists()


def test_a_link_answers_once_and_a_replay_changes_nothing() -> None:
    head = officer()
    crowd(1)
    callout = started(head, Line(MANAGER, "KCR2"))
    link = dispatch(callout, "Mens 00")
    assert answer_by_link(dispatch=link, given=COMING, bound="a", actor=BY_LINK)
    assert not answer_by_link(dispatch=link, given=COMING, bound="a", actor=BY_LINK)
    assert not answer_by_link(dispatch=link, given=DECLINED, bound="b", actor=BY_LINK)
    assert states(callout) == {"Mens 00": "coming"}
    assert LogLine.objects.filter(what="answered").count() == 1


def test_a_link_of_an_earlier_round_does_not_answer_again() -> None:
    head = officer()
    (one,) = crowd(1)
    callout = started(head, Line(MANAGER, "KCR2"))
    old = dispatch(callout, one.name)
    given = Given(Answer.LATER, now() + timedelta(hours=1))
    assert answer_by_link(dispatch=old, given=given, bound="a", actor=BY_LINK)
    minutes_on(callout, 61)
    assert not answer_by_link(dispatch=old, given=DECLINED, bound="a", actor=BY_LINK)
    assert answer_by_link(dispatch=dispatch(callout, one.name), given=COMING, bound="a", actor=BY_LINK)


def test_a_link_expires_and_an_unknown_one_is_the_same() -> None:
    head = officer()
    crowd(1)
    callout = started(head, Line(MANAGER, "KCR2"))
    link = dispatch(callout, "Mens 00")
    with clock_at(now() + timedelta(hours=73)), pytest.raises(NotFound) as late:
        answer_by_link(dispatch=link, given=COMING, bound="a", actor=BY_LINK)
    with pytest.raises(NotFound) as unknown:
        answer_by_link(dispatch=uuid4(), given=COMING, bound="a", actor=BY_LINK)
    assert str(late.value) == str(unknown.value)


def test_a_forwarded_link_is_noted_once() -> None:
    head = officer()
    crowd(1)
    callout = started(head, Line(MANAGER, "KCR2"))
    link = dispatch(callout, "Mens 00")
    answer_by_link(dispatch=link, given=COMING, bound="a", actor=BY_LINK)
    note_elsewhere(dispatch=link, actor=BY_LINK)
    note_elsewhere(dispatch=link, actor=BY_LINK)
    assert LogLine.objects.filter(what="elsewhere").count() == 1
    assert call_named(callout, "Mens 00").elsewhere_at is not None


def test_a_phone_key_answers() -> None:
    head = officer()
    crowd(1)
    callout = started(head, Line(MANAGER, "KCR2"))
    assert not answer_by_key(dispatch=dispatch(callout, "Mens 00"), digit="9", actor=BY_LINK)
    assert answer_by_key(dispatch=dispatch(callout, "Mens 00"), digit="3", actor=BY_LINK)
    assert states(callout) == {"Mens 00": "declined"}


def test_another_cannot_answer_ones_own_call() -> None:
    head = officer()
    one, other = crowd(2)
    started(head, Line(MANAGER, "KCR2"))
    with pytest.raises(NotFound):
        answer_own(call=own_calls(actor=one)[0].call.id, given=COMING, actor=other)
    with pytest.raises(NotAllowed):
        answer_for(call=own_calls(actor=one)[0].call.id, given=COMING, actor=other)


def test_who_answers_on_behalf_stands_in_the_log() -> None:
    head = officer()
    crowd(1)
    callout = started(head, Line(MANAGER, "KCR2"))
    answer_for(call=call_named(callout, "Mens 00").id, given=COMING, actor=head)
    assert LogLine.objects.get(what="answered").by_name == head.name


def test_a_proposal_starts_one_callout() -> None:
    head = officer()
    crowd(1)
    plan = make_plan(name="Warm", content=content(Line(MANAGER, "KCR2")), actor=head)
    proposal = uuid4()
    first = start_callout(plan=plan, reason="Signaal.", proposal=proposal, actor=head)
    assert start_callout(plan=plan, reason="Signaal.", proposal=proposal, actor=head) == first


def test_who_has_no_channel_is_shown_as_not_reached_and_the_next_is_asked() -> None:
    head = officer()
    one, _ = crowd(2)
    plan = make_plan(name="Warm", content=content(Line(MANAGER, "KCR2", quorum=1, at_once=1)), actor=head)
    Person.objects.filter(pk=one.id).update(email="")
    ContactPoint.objects.filter(person=UUID(one.id)).update(ended_at=now())
    callout = start_callout(plan=plan, reason="Uitbraak.", actor=head)
    assert states(callout) == {"Mens 00": "unreachable", "Mens 01": "asked"}
    assert [call.name for call in seen(callout).unreached] == ["Mens 00", "Mens 01"]


def test_a_test_is_held_on_its_rhythm_and_gives_a_rate() -> None:
    head = officer()
    one, _ = crowd(2)
    plan = make_plan(name="Warm", content=content(Line(MANAGER, "KCR2")), rhythm=Drill(7, time(10)), actor=head)
    assert hold_test(plan=plan, actor=NODE) is None
    with clock_at(now() + timedelta(days=1)):
        callout = hold_test(plan=plan, actor=NODE)
        assert callout is not None
        assert hold_test(plan=plan, actor=NODE) is None
        answer_own(call=own_calls(actor=one)[0].call.id, given=COMING, actor=one)
        (rate,) = reachability(actor=head)
    assert (rate.asked, rate.answered, rate.rate) == (2, 1, 0.5)
    assert Due.objects.filter(what="test").count() == 1
