"""Workers killed in the middle of a call-out, connections cut, and the night in which the clock goes back."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from knooppunt.ground.delivery.models import Attempt, Dispatch
from knooppunt.ground.delivery.public import Fate, attempt, carry, fates
from knooppunt.ground.delivery.tests.gateway import Gateway
from knooppunt.ground.delivery.tests.mailserver import MailServer
from knooppunt.ground.network.public import add_contact_point
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import clock_at, now
from knooppunt.rooms.readiness.models import Call, Sent
from knooppunt.rooms.readiness.public import (
    Answer,
    ChannelStep,
    Given,
    Line,
    answer_own,
    handle_due,
    own_calls,
)
from knooppunt.rooms.readiness.tests.called import MANAGER, NODE, crowd, officer, seen, started, states
from tests.processes import database_url, wait_until_alone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLS, PEOPLE = 50, 25
STEPS = (ChannelStep("sms"), ChannelStep("email"))


@contextmanager
def outside(settings: Settings) -> Iterator[tuple[Gateway, MailServer, dict[str, str]]]:
    """A gateway, a mail server, and the environment in which workers find them."""
    with Gateway() as gateway, MailServer() as mail:
        settings.KNOOPPUNT = replace(settings.KNOOPPUNT, sms_url=gateway.url, sms_per_minute=100_000,
                                     mail_host="127.0.0.1", mail_port=mail.port, mail_tls="none",
                                     mail_from="knooppunt@node.example", mail_per_minute=100_000)  # fmt: skip
        yield gateway, mail, {
            "DATABASE_URL": database_url(), "KNOOPPUNT_SMS_URL": gateway.url, "KNOOPPUNT_SMS_PER_MINUTE": "100000",
            "KNOOPPUNT_MAIL_HOST": "127.0.0.1", "KNOOPPUNT_MAIL_PORT": str(mail.port), "KNOOPPUNT_MAIL_TLS": "none",
            "KNOOPPUNT_MAIL_FROM": "knooppunt@node.example", "KNOOPPUNT_MAIL_PER_MINUTE": "100000",
        }  # fmt: skip


@contextmanager
def workers(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process that bears a worker for each line it gets."""
    command = [sys.executable, "-m", "tests.stories.callout_worker"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | environment,
                          text=True) as process:  # fmt: skip
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def live(process: subprocess.Popen[str], seconds: float) -> None:
    """A worker that lives so long, and is killed whatever it is doing."""
    assert process.stdin
    assert process.stdout
    process.stdin.write("\n")
    process.stdin.flush()
    born = int(process.stdout.readline())
    time.sleep(seconds)
    os.kill(born, signal.SIGKILL)


def callees(count: int) -> list[Actor]:
    people = crowd(count)
    for place, one in enumerate(people):
        add_contact_point(person=UUID(one.id), means="sms", address=f"+31612{place:06}", actor=NODE)
    return people


def answer(one: Actor) -> datetime:
    """Somebody comes; from this moment on they know that it is noted."""
    answer_own(call=own_calls(actor=one)[0].call.id, given=Given(Answer.COMING), actor=one)
    return now()


def tried_after(found: Sequence[Fate], answered: dict[str, datetime]) -> list[Attempt]:
    """The attempts to ask somebody that began when their answer was noted."""
    whose = {one.dispatch: str(one.addressee) for one in found if str(one.addressee) in answered}
    tries = Attempt.objects.filter(dispatch__in=list(whose))
    return [one for one in tries if one.begun_at > answered[whose[one.dispatch_id]]]


def work_off(minutes: int = 4) -> None:
    """What is left is done by who takes over, at the moments it is due."""
    begins = now()
    for step in range(minutes * 4):
        with clock_at(begins + timedelta(seconds=15 * step)):
            carry("sms")
            for one in Dispatch.objects.filter(channel="email").exclude(state__in=["sent", "failed", "withdrawn"]):
                attempt(one.id)


def test_killed_at_fifty_moments_each_is_asked_by_the_rules_and_none_after_answering(settings: Settings) -> None:
    chance = random.Random(11)
    head, people = officer(), callees(PEOPLE)
    with outside(settings) as (gateway, mail, environment), workers(environment) as process:
        callout = started(head, Line(MANAGER, "KCR2", quorum=PEOPLE), steps=STEPS)
        answered = {one.id: answer(one) for one in people[:5]}
        for number in range(KILLS):
            live(process, chance.uniform(0.0, 0.25))
            if number % 5 == 0:
                one = people[5 + number // 5]
                answered[one.id] = answer(one)
        wait_until_alone()
        work_off()
        found = fates(str(callout), actor=NODE)
        asked = {str(one.addressee) for one in found if one.state == "sent"}
        assert asked >= {one.id for one in people[15:]}, "all who did not answer"
        assert not asked & {one.id for one in people[:5]}, "nobody who answered before there was a worker"
        assert tried_after(found, answered) == [], "and nobody after answering, whatever was killed"
        assert Counter(Sent.objects.values_list("channel", flat=True)) == {"sms": PEOPLE, "email": PEOPLE}
        known = {str(one.dispatch) for one in found if one.state == "sent" or one.maybe_arrived}
        assert set(gateway.sent) <= known, "what went out is sent, or was not tried again after an answer and is unsure"
        often = Counter(took["reference"] for took in gateway.took)
        twice = {str(one.dispatch) for one in found if one.maybe_twice}
        assert {which for which, count in often.items() if count > 1} <= twice, "what went twice is said so"
        mails = Counter(one.to for one in mail.kept)
        unsure = {one.addressee for one in found if one.channel == "email" and one.maybe_twice}
        assert sum(count > 1 for count in mails.values()) <= len(unsure)
        assert PEOPLE - 15 <= len(mails) <= PEOPLE - 5


def test_a_cut_connection_leaves_all_or_nothing_of_what_was_due() -> None:
    head, _ = officer(), crowd(3)
    callout = started(head, Line(MANAGER, "KCR2", quorum=1, at_once=1, minutes=10))
    for minutes in (11, 22):
        with clock_at(now() + timedelta(minutes=minutes)):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (ours,) = cursor.fetchone()
            _cut(ours)
            connection.close()
            handle_due(callouts=[callout], actor=NODE)
            assert handle_due(callouts=[callout], actor=NODE) == 0, "it was done, once"
    assert set(states(callout).values()) == {"asked"}
    assert Sent.objects.count() == 3


def _cut(backend: int) -> None:
    """Another connection ends ours, as a database that restarts does."""
    other = connection.copy("other")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    finally:
        other.close()


def test_the_night_in_which_the_clock_goes_back_escalates_and_asks_again_after_real_time() -> None:
    """At 01:00 UTC the clock in Amsterdam goes from 03:00 back to 02:00: an hour stands on it twice."""
    begins = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    with clock_at(begins):
        head, people = officer(), crowd(3)
        callout = started(head, Line(MANAGER, "KCR2", quorum=2, at_once=2, minutes=60))
        one = next(each for each in people if states(callout)[each.name] == "asked")
        later = Given(Answer.LATER, begins + timedelta(hours=2))
        answer_own(call=own_calls(actor=one)[0].call.id, given=later, actor=one)
    before = states(callout)
    for minutes, happens in ((59, False), (61, True)):
        with clock_at(begins + timedelta(minutes=minutes)):
            handle_due(callouts=[callout], actor=NODE)
            assert ("waiting" not in states(callout).values()) is (happens or "waiting" not in before.values())
    for minutes, state in ((119, "later"), (121, "asked")):
        with clock_at(begins + timedelta(minutes=minutes)):
            handle_due(callouts=[callout], actor=NODE)
            assert states(callout)[one.name] == state
    assert Call.objects.get(person=UUID(one.id)).rounds == 2
    assert seen(callout).groups[0].standing == "asking" or seen(callout).groups[0].standing == "exhausted"
