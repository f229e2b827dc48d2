"""A consumer that is not ours verifies and reads our webhooks: Node, with the reference libraries."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.cast import someone

from knooppunt.ground.delivery.models import Attempt, Dispatch, Subscription
from knooppunt.ground.delivery.public import attempt, pass_on, subscribe
from knooppunt.ground.delivery.tests.people import NODE
from knooppunt.ground.incidents.public import open_incident

pytestmark = pytest.mark.django_db
CONSUMER = Path(__file__).resolve().parents[5] / "tools" / "conformance" / "webhook"


@contextmanager
def consuming(secret: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The consumer, and the port on which it listens."""
    node = shutil.which("node")
    if node is None or not (CONSUMER / "node_modules").exists():
        pytest.skip("the consumer is not installed: run make conformance ARGS=webhook")
    with subprocess.Popen([node, str(CONSUMER / "consumer.mjs"), secret], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        yield int(running.stdout.readline()), running
        running.terminate()


def what_the_consumer_said(settings: Settings, other_secret: str = "") -> dict[str, str]:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, webhook_private=True)
    ilse = someone("Ilse Beheer", bundle="administrator")
    made = subscribe(name="Bord", address="http://127.0.0.1:9/", events=["incidents.IncidentOpened"], actor=ilse)
    with consuming(other_secret or made.secret) as (port, running):
        Subscription.objects.update(address=f"http://127.0.0.1:{port}/")
        open_incident(name="Storm", exercise=True, reason="Code rood", actor=NODE)
        assert pass_on() == 1
        attempt(Dispatch.objects.get().id)
        assert running.stdout
        return dict(json.loads(running.stdout.readline()))


def test_a_consumer_with_the_reference_libraries_verifies_and_reads_it(settings: Settings) -> None:
    said = what_the_consumer_said(settings)
    sent = json.loads(Dispatch.objects.get().text)
    assert (said["id"], said["type"]) == (sent["id"], "nl.knooppunt.incidents.IncidentOpened")
    assert said["subject"] == sent["subject"]
    assert Attempt.objects.get().outcome == "sent"


def test_a_consumer_with_another_secret_refuses_it(settings: Settings) -> None:
    said = what_the_consumer_said(settings, other_secret="whsec_" + "QUJD" * 8)
    assert said.keys() == {"refused"}
    assert Attempt.objects.get().code == 401
