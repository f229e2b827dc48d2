"""One night: a figure crosses its threshold, 180 people are called out; three days later the node scales down."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from knooppunt.ground.delivery.public import fates
from knooppunt.ground.incidents.public import Phase, current_incident, phase_changes
from knooppunt.kit.clock import clock_at
from knooppunt.rooms.picture.public import calendar
from knooppunt.rooms.readiness.models import Call, Sent
from knooppunt.rooms.readiness.public import (
    Board,
    CallLine,
    Standing,
    State,
    board,
    brings,
    descents,
    proposals,
)
from knooppunt.rooms.readiness.reactions import signals_of_import
from knooppunt.rooms.reporting.actions.rounds import open_due_round
from tests.stories.night import ANSWER, NODE, Callee, Outside, outside, pass_time, press
from tests.stories.night_before import COMING, GROUPS, NEEDED, NIGHT, REASON, Cast, at, bring, client, prepared

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KEYS = {"coming": "1", "later": "2", "declined": "3"}
LATE = ("liaison VWS", "liaison NRK")
"""In these one can come in two hours, and two cannot come."""
TAKEN, HUNG_UP = 87, 3
"""So many text messages the gateway takes and says so; so many more it takes and hangs up; then it fails."""


def test_a_call_out_in_the_night_and_the_way_back(tmp_path: Path, settings: Settings) -> None:
    with outside(settings) as world:
        with clock_at(at(12, days=-1)):
            cast = prepared()
            assert (len(cast.callees), len({one.organisation for one in cast.callees})) == (180, 31)
        callout = _crossed_and_confirmed(tmp_path, cast)
        _reached_by_three_channels(callout, world, cast)
        forwarded = _answered(callout, world, cast)
        _forwarded(callout, forwarded, cast)
        _asked_again_two_hours_on(callout, world, cast)
        _nobody_was_asked_after_answering(callout)
        _warm_with_its_rhythm(cast)
        _scaled_down(tmp_path, callout, world, cast)


def _crossed_and_confirmed(folder: Path, cast: Cast) -> UUID:
    """At 02:10 the file comes; at 02:12 the officer on duty scales up and calls out, on one page."""
    with clock_at(at(2, 10)):
        bring(folder, [60, 140, 160], NIGHT - timedelta(days=1))
        signals_of_import(None)  # type: ignore[arg-type]  # the figures are asked, not the event
        (waiting,) = proposals(is_open=True, actor=cast.officer)
        assert waiting.told == 1, "the officer on duty by the roster, not the one who sleeps"
    with clock_at(at(2, 12)):
        me, where = client(cast.officer), reverse("readiness:confirm", args=[waiting.id])
        page = me.get(reverse("readiness:proposal", args=[waiting.id])).content.decode()
        assert "160" in page
        told = {"reason": REASON, "scales": "on", "plan": str(cast.plan)}
        assert me.post(where, told).status_code == 302
        me.post(where, told)
    (decided,) = proposals(is_open=False, actor=cast.officer)
    assert (decided.by, decided.scaled, decided.decided_at) == (cast.officer.name, True, at(2, 12))
    assert decided.callout
    return decided.callout


def _seen(callout: UUID, cast: Cast) -> Board:
    return board(callout, actor=cast.officer)


def _calls(callout: UUID, cast: Cast) -> list[CallLine]:
    return [one for group in _seen(callout, cast).groups for one in group.calls]


def _reached_by_three_channels(callout: UUID, world: Outside, cast: Cast) -> None:
    """The gateway for text messages fails half-way: whom it did not take is called, or mailed, within minutes."""
    world.sms.answers.extend([202] * TAKEN + [0] * HUNG_UP)
    world.sms.otherwise = 500
    pass_time(at(2, 12), at(2, 16), timedelta(seconds=15))
    mailed = Counter(one.to for one in world.mail.kept)
    assert (mailed["olga@example.org"], mailed["otto@example.org"]) == (1, 0)
    calls = _calls(callout, cast)
    assert len(calls) == 180
    assert {one.state for one in calls} == {State.ASKED}
    assert _seen(callout, cast).unreached == []
    by = Counter(one.channels for one in calls)
    without_phone = {one.name for number, one in enumerate(cast.callees) if number % 3 == 2}
    assert set(by) == {("sms",), ("voice",), ("email",)}, "each was reached by one channel"
    assert (by[("sms",)], by[("voice",)] + by[("email",)]) == (TAKEN, 180 - TAKEN)
    assert {one.name for one in calls if one.channels == ("email",)} == {
        one.name for one in calls if one.name in without_phone and one.channels != ("sms",)
    }
    _said_what_may_have_come_twice(callout, world, cast)


def _said_what_may_have_come_twice(callout: UUID, world: Outside, cast: Cast) -> None:
    """Whom the gateway hung up on may have the text message, and was called or mailed besides: the board says so."""
    often = {one.name: len(world.links(one)) + len(world.rung(one)) for one in cast.callees}
    assert set(often.values()) == {1, 2}, "nobody heard nothing"
    twice = {name for name, count in often.items() if count == 2}
    assert len(twice) == HUNG_UP
    assert {one.name for one in _calls(callout, cast) if one.twice} == twice
    with clock_at(at(2, 17)):
        shown = client(cast.officer).get(reverse("readiness:board", args=[callout])).content.decode()
    assert shown.count("Misschien dubbel") == HUNG_UP


def _answer(world: Outside, callee: Callee, answer: str, **told: str) -> str:
    """Answer by the newest link, in a browser of one's own; whoever was called presses a key. The link."""
    links = world.links(callee)
    if not links:
        press(world.rung(callee)[-1], KEYS[answer])
        return ""
    assert ANSWER.fullmatch(links[-1])
    answered = Client().post(links[-1], {"answer": answer, **told})
    assert answered.status_code == 302, answered.content.decode()
    return links[-1]


def _quorums(cast: Cast) -> dict[str, list[Callee]]:
    """The people of each quorum: of a role in all regions, or of a role in one organisation."""
    found: defaultdict[str, list[Callee]] = defaultdict(list)
    for one in cast.callees:
        of_all = one.role in ("spokesperson", "crisis_coordinator")
        found[one.role if of_all else f"{one.role} {one.organisation}"].append(one)
    assert len(found) == GROUPS
    return found


def _answered(callout: UUID, world: Outside, cast: Cast) -> str:
    """Everyone who is needed comes, but two: they can in two hours. One of the links."""
    address = ""
    with clock_at(at(2, 20)):
        for name, people in _quorums(cast).items():
            coming, rest = NEEDED[name.split()[0]], list(people)
            if name in LATE:
                _answer(world, rest.pop(), "later", within="120")
                for one in (rest.pop(), rest.pop()):
                    _answer(world, one, "declined")
                coming = 2
            for one in rest[:coming]:
                address = _answer(world, one, "coming", within="30") or address
    pass_time(at(2, 20), at(2, 23), timedelta(seconds=15))
    standing = Counter(group.standing for group in _seen(callout, cast).groups)
    assert standing == {Standing.COMPLETE: GROUPS - 2, Standing.ASKING: 2}
    calls = _calls(callout, cast)
    assert Counter(one.state for one in calls) == {
        State.COMING: COMING - 2, State.LATER: 2, State.DECLINED: 4, State.RELEASED: 180 - COMING - 4,
    }  # fmt: skip
    assert [one.at for one in calls if one.state is State.LATER] == [at(4, 20)] * 2, "in two hours is a moment"
    told = {one.addressee for one in fates(f"{callout} told", actor=NODE) if one.state == "sent"}
    assert told == {one.person for one in calls if one.state is State.RELEASED}
    return address


def _forwarded(callout: UUID, address: str, cast: Cast) -> None:
    """Another browser sees that it was answered, not what, and changes nothing; the board says that it was there."""
    with clock_at(at(2, 25)):
        before = {one.id: (one.state, one.answered_at) for one in _calls(callout, cast)}
        other = Client()
        page = other.get(address).content.decode()
        assert "<form" not in page
        assert not re.search(r"Mens\d", page), "it does not say whose link it was"
        other.post(address, {"answer": "declined"})
        assert {one.id: (one.state, one.answered_at) for one in _calls(callout, cast)} == before
        (noted,) = [one for one in _calls(callout, cast) if one.elsewhere_at]
        assert noted.elsewhere_at == at(2, 25)
        shown = client(cast.officer).get(reverse("readiness:board", args=[callout])).content.decode()
        assert "in een andere browser" in shown


def _asked_again_two_hours_on(callout: UUID, world: Outside, cast: Cast) -> None:
    """At 04:20 the two are asked again, and not before; then they come, and every quorum is there."""
    late = {one.person for one in _calls(callout, cast) if one.state is State.LATER}
    before = _asks(world, cast)
    world.sms.answers.clear()
    world.sms.otherwise = 202
    pass_time(at(4, 10), at(4, 19), timedelta(minutes=1))
    assert _asks(world, cast) == before
    pass_time(at(4, 20), at(4, 22), timedelta(seconds=15))
    after = _asks(world, cast)
    assert {one for one in after if after[one] != before[one]} == late, "these two, and nobody else"
    with clock_at(at(4, 25)):
        for one in cast.callees:
            if one.id in late:
                _answer(world, one, "coming")
    found = _seen(callout, cast).groups
    assert {group.standing for group in found} == {Standing.COMPLETE}
    assert all(dict(group.totals or {})[State.COMING] == group.needed for group in found)
    assert sum(group.needed for group in found) == COMING


def _asks(world: Outside, cast: Cast) -> dict[UUID, int]:
    return {one.id: len(world.links(one)) + len(world.rung(one)) for one in cast.callees}


def _nobody_was_asked_after_answering(callout: UUID) -> None:
    """What asks was made before the answer, and nothing of it was handed over after it."""
    answered = {one.id: one for one in Call.objects.filter(callout=callout, answered_at__isnull=False)}
    carried = {one.dispatch: one for one in fates(str(callout), actor=NODE)}
    assert len(answered) == COMING + 4, "who comes, the two that were late with them, and four who cannot"
    for sent in Sent.objects.filter(call__in=answered):
        moment, fate = answered[sent.call_id].answered_at, carried[sent.dispatch]
        assert moment
        assert sent.at <= moment
        assert fate.state in ("sent", "failed", "withdrawn")
        assert fate.state != "sent" or fate.changed_at <= moment


def _warm_with_its_rhythm(cast: Cast) -> None:
    with clock_at(at(8, 1)):
        crisis = current_incident(actor=cast.head)
        assert crisis
        assert crisis.phase is Phase.WARM
        assert phase_changes(crisis.id, actor=cast.head)[0].reason == REASON
        said: Any = {one.name: one.lines for one in brings(Phase.WARM, actor=cast.head)}
        assert len(said["Products"]) == 1
        assert len(said["Reporting rounds"]) == 1
        due = [one.at for one in calendar(actor=cast.head)]
        assert at(16) in due, "the picture of today"
        assert open_due_round(series=cast.series, actor=NODE), "the round of today is open"


def _scaled_down(folder: Path, callout: UUID, world: Outside, cast: Cast) -> None:
    """Three days on the figures are low for long enough; the head decides, and everyone hears that it is over.

    The gateway for text messages fails again: whom it does not take hears it otherwise.
    """
    day = 3
    with clock_at(at(1, days=day)):
        bring(folder, [80, 60, 50], NIGHT + timedelta(days=day - 1))
    with clock_at(at(1, 30, days=day)):
        _decided(callout, cast)
        (made,) = descents(actor=cast.head)
        crisis = current_incident(actor=cast.head)
        assert crisis
        assert crisis.phase is Phase.LUKEWARM
    assert (made.by, made.review_on, made.new) == (cast.head.name, NIGHT + timedelta(days=17), Phase.LUKEWARM)
    (criterion,) = made.criteria
    assert (criterion.verdict.value, criterion.value) == ("met", 50)
    assert made.check["stays"] == [{"role": "liaison", "number": 6}]
    reached = {one.addressee for one in fates(str(callout), actor=NODE) if one.state == "sent"}
    assert reached == {one.id for one in cast.callees}
    world.sms.otherwise = 500
    pass_time(at(1, 30, days=day), at(1, 34, days=day), timedelta(seconds=15))
    ended = [one.addressee for one in fates(f"{callout} told", actor=NODE)
             if one.state == "sent" and one.changed_at >= at(1, 30, days=day)]  # fmt: skip
    assert set(ended) == reached
    assert {one.state for one in _calls(callout, cast)} == {State.STOOD_DOWN}


def _decided(callout: UUID, cast: Cast) -> None:
    """Nobody knows whether they could be back in time, for it was never tested: the head says why all the same."""
    me, where = client(cast.head), reverse("readiness:scale_down")
    page = me.get(where).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen, page
    form = {"reason": "De meldingen zijn laag.", "stays_liaison": "6", "review_on": str(NIGHT + timedelta(days=17)),
            "callouts": str(callout), "seen": seen[1]}  # fmt: skip
    assert me.post(where, form).status_code == 409
    assert not descents(actor=cast.head)
    answer = me.post(where, form | {"despite": "Er werd nog niet getest."})
    assert answer.status_code == 302, answer.content.decode()
