"""Workers that die amid a batch, and two at once: nobody is missed, and what may have gone twice says so."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.processes import database_url, wait_until_alone

from knooppunt.ground.delivery.models import Attempt, Dispatch
from knooppunt.ground.delivery.public import Message, carry, fates, send, watch
from knooppunt.ground.delivery.tests.gateway import Gateway
from knooppunt.ground.delivery.tests.people import NODE
from knooppunt.ground.network.public import ContactPoint, Person
from knooppunt.kit.clock import clock_at, now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CALL = Message("Oproep", "Komt u? Antwoord via", "/answer/{token}/", purpose="answer")
MANY = 300
"""More than go in one batch."""


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    with Gateway() as running:
        settings.KNOOPPUNT = replace(
            settings.KNOOPPUNT,
            sms_url=running.url,
            sms_per_minute=100_000,
            gateway_seconds=5,
            gateway_connections=4,
        )
        yield running


def called(count: int) -> list[UUID]:
    """So many people are sent a text message; their dispatches."""
    made = Person.objects.bulk_create(Person(name=f"Persoon {number}", email="") for number in range(count))
    ContactPoint.objects.bulk_create(
        ContactPoint(person=one, means="sms", address=f"+316{number:08}", rank=0, made_at=now())
        for number, one in enumerate(made)
    )
    to = [one.id for one in made]
    return list(send(channel="sms", to=to, message=CALL, about="call", key="1", urgent=True, actor=NODE))


@contextmanager
def worker(gateway: Gateway) -> Iterator[subprocess.Popen[str]]:
    """A process that carries text messages, until the block ends; then it is killed, if it still is."""
    command = [sys.executable, "-m", "knooppunt.ground.delivery.tests.worker", "carry", "sms"]
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "KNOOPPUNT_SMS_URL": gateway.url,
        "KNOOPPUNT_SMS_PER_MINUTE": "100000",
        "KNOOPPUNT_GATEWAY_SECONDS": "30",
        "KNOOPPUNT_GATEWAY_CONNECTIONS": "4",
    }
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


def until_took(gateway: Gateway, count: int) -> None:
    """Wait until the gateway took so many messages in all, or the test has waited long enough."""
    for _ in range(3_000):
        if len(gateway.took) >= count:
            return
        time.sleep(0.01)
    raise AssertionError(f"only {len(gateway.took)} came")


def carried_on() -> None:
    """Others take over, at the moments it is due."""
    for seconds in (0, 20, 60):
        with clock_at(now() + timedelta(seconds=seconds)):
            carry("sms")


def under_way() -> int:
    return Attempt.objects.filter(ended_at__isnull=True).count()


def test_killed_at_any_moment_in_a_batch_nobody_is_missed_and_what_may_have_gone_twice_says_so(
    gateway: Gateway,
) -> None:
    dispatches = called(MANY)
    chance = random.Random(11)
    for _ in range(4):
        with worker(gateway):
            until_took(gateway, min(MANY, len(gateway.took) + chance.randrange(1, 60)))
            time.sleep(chance.uniform(0.0, 0.1))
        wait_until_alone()
    carried_on()
    found = {fate.dispatch: fate for fate in fates("call", actor=NODE)}
    assert {fate.state.value for fate in found.values()} == {"sent"}
    assert set(gateway.sent) == {str(one) for one in dispatches}, "nobody is missed, nobody else is called"
    for reference, times in Counter(body["reference"] for body in gateway.took).items():
        # A gateway that keeps to the protocol sends it once: a repetition has the same key.
        assert times == 1 or found[UUID(reference)].maybe_twice
    assert all(
        asked["idempotency-key"] == body["reference"] for asked, body in zip(gateway.headers, gateway.took, strict=True)
    )
    assert under_way() == 0


def test_what_a_killed_worker_had_begun_is_ended_as_uncertain_and_goes_again_under_its_key(gateway: Gateway) -> None:
    (dispatch,) = called(1)
    gateway.answers.append(-1)
    with worker(gateway):
        assert gateway.tarrying.wait(30)
    wait_until_alone()
    assert (Dispatch.objects.get().state, under_way()) == ("attempting", 1)
    carried_on()
    assert list(Attempt.objects.order_by("number").values_list("outcome", flat=True)) == ["uncertain", "sent"]
    (fate,) = fates("call", actor=NODE)
    assert (fate.state.value, fate.maybe_twice) == ("sent", True)
    assert [body["reference"] for body in gateway.took] == [str(dispatch)] * 2


def test_what_was_begun_is_left_alone_while_its_worker_lives(gateway: Gateway) -> None:
    called(1)
    gateway.answers.append(-1)
    with worker(gateway) as process:
        assert gateway.tarrying.wait(30)
        with clock_at(now() + timedelta(seconds=60)):
            carry("sms")
        assert (under_way(), len(gateway.took)) == (1, 1)
        assert process.poll() is None


def test_the_watch_finds_the_channel_of_a_killed_worker(gateway: Gateway) -> None:
    called(1)
    gateway.answers.append(-1)
    with worker(gateway):
        assert gateway.tarrying.wait(30)
    wait_until_alone()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    with clock_at(now() + timedelta(seconds=10)):
        watch()
        watch()
    (job,) = ProcrastinateJob.objects.filter(task_name="delivery.carry")
    assert job.args == {"channel": "sms"}
    carried_on()
    assert Dispatch.objects.get().state == "sent"


def test_two_workers_on_one_lane_hand_each_over_once(gateway: Gateway) -> None:
    dispatches = called(MANY)
    with worker(gateway) as one, worker(gateway) as other:
        assert (one.wait(60), other.wait(60)) == (0, 0)
    carried_on()
    assert Counter(body["reference"] for body in gateway.took) == Counter(str(one) for one in dispatches)
    assert Attempt.objects.count() == MANY
    assert {fate.state.value for fate in fates("call", actor=NODE)} == {"sent"}
