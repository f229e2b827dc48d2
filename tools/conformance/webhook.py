"""A consumer in Node, with the reference libraries of Standard Webhooks and CloudEvents, gets our webhooks.

The exercise changes its phase and back, and a webhook tells so. The consumer must understand it; a second one, which
has another secret, must refuse it. The libraries are installed as ``webhook/package-lock.json`` says.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from benchmarks.measuring import ADDRESS, free_port
from django.conf import settings
from django.test import override_settings

from knooppunt.ground.access.public import accounts, actor_by_email, operator
from knooppunt.ground.delivery.public import attempt, dispatches, end_subscription, pass_on, subscribe
from knooppunt.ground.incidents.public import Phase, change_phase, current_incident
from knooppunt.kit.authority import Actor
from tools import api_rules
from tools.conformance import ROOT, Stage

FOLDER = ROOT / "tools" / "conformance" / "webhook"
EVENT = "incidents.PhaseChanged"
ANOTHER_SECRET = "whsec_" + "QUJD" * 8
NEEDS = "delivery.subscribe", "delivery.read"


def check(_: Stage) -> Iterator[str]:
    """What the consumers made of it, when that is not as it should be."""
    api_rules.install(FOLDER)
    with override_settings(KNOOPPUNT=replace(settings.KNOOPPUNT, webhook_private=True)):
        understood, refused = _told(), _told(ANOTHER_SECRET)
    if [one.get("type") for one in understood] != [f"nl.knooppunt.{EVENT}"] * 2:
        yield f"the consumer did not understand what it got: {understood}"
    if [set(one) for one in refused] != [{"refused"}] * 2:
        yield f"a consumer with another secret did not refuse: {refused}"


def _told(secret: str = "") -> list[dict[str, str]]:
    """What a consumer says of two changes of phase; it has the secret of the webhook, or the one given."""
    someone, port = _administrator(), free_port()
    made = subscribe(name="conformance", address=f"http://{ADDRESS}:{port}/", events=[EVENT], actor=someone)
    try:
        with _consuming(secret or made.secret, port) as consumer:
            _there_and_back()
            pass_on()
            sent = [one.id for one in dispatches(addressee=made.id, actor=someone)]
            for dispatch in reversed(sent):
                attempt(dispatch)
            consumer.terminate()  # it says what it thinks before it answers, so that all is said by now
            assert consumer.stdout
            return [json.loads(line) for line in consumer.stdout]
    finally:
        end_subscription(subscription=made.id, actor=someone)


@contextmanager
def _consuming(secret: str, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [api_rules.program("node"), str(FOLDER / "consumer.mjs"), secret, str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout
            running.stdout.readline()  # that it listens
            yield running
        finally:
            running.kill()


def _there_and_back() -> None:
    incident = current_incident(actor=operator())
    assert incident  # the exercise has one
    other = Phase.WARM if incident.phase == Phase.LUKEWARM else Phase.LUKEWARM
    for phase in (other, incident.phase):
        change_phase(incident=incident.id, phase=phase, reason="Conformance", decision="conformance", actor=operator())


def _administrator() -> Actor:
    everyone = (actor_by_email(one.email) for one in accounts(actor=operator()) if one.active)
    return next(one for one in everyone if all(one.may(needed) for needed in NEEDS) and one.organisation)
