"""Webhooks over crashes and races: each event is passed on once, and none is missed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection
from tests.cast import someone
from tests.processes import database_url, wait_until_alone

from knooppunt.ground.delivery.models import Dispatch, Subscription
from knooppunt.ground.delivery.public import pass_on, subscribe
from knooppunt.ground.network.public import add_organisation
from knooppunt.kit.authority import system_actor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NODE = system_actor("test of the cursor")
PASSING = """
import django; django.setup()
from knooppunt.ground.delivery.public import pass_on
print("ready", flush=True)
while True:
    pass_on()
"""


@pytest.fixture(autouse=True)
def subscribed() -> None:
    ilse = someone("Ilse Beheer", bundle="administrator")
    for name in ("Een", "Twee"):
        subscribe(name=name, address="https://bord.example/", events=["network.OrganisationAdded"], actor=ilse)


def happen(first: int, count: int) -> None:
    for number in range(first, first + count):
        add_organisation(name=f"Stichting {number}", kind="partner", actor=NODE)


def passed_on() -> list[int]:
    """How many dispatches each webhook has, and that none has an event twice."""
    counts = []
    for one in Subscription.objects.all():
        keys = list(Dispatch.objects.filter(addressee=one.id).values_list("about", flat=True))
        assert len(keys) == len(set(keys))
        counts.append(len(keys))
    return counts


def test_many_at_once_pass_each_event_on_once() -> None:
    happen(0, 20)

    def go() -> None:
        pass_on()
        connection.close()

    threads = [threading.Thread(target=go) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pass_on()
    assert passed_on() == [20, 20]


def test_whoever_passes_on_and_is_killed_leaves_nothing_out_and_nothing_twice() -> None:
    chance = random.Random(3)
    for turn in range(4):
        environment = os.environ | {"DATABASE_URL": database_url()}
        with subprocess.Popen(
            [sys.executable, "-c", PASSING], stdout=subprocess.PIPE, env=environment, text=True
        ) as process:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            happen(turn * 10, 10)
            time.sleep(chance.uniform(0.0, 0.2))
            process.send_signal(signal.SIGKILL)
        wait_until_alone()
    pass_on()
    assert passed_on() == [40, 40]
