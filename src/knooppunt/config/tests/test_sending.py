"""A served node sends what was enqueued, by the worker of its own that sending has."""

from __future__ import annotations

import subprocess
import sys

from knooppunt.config.tests.running import Installation, eventually
from knooppunt.ground.delivery.tests.mailserver import MailServer

PROGRAM = """
import django; django.setup()
from knooppunt.ground.access.public import operator
from knooppunt.ground.delivery.public import Message, send
from knooppunt.ground.network.public import add_person
to = [add_person(name=f"Ada {n}", email=f"ada{n}@example.org", actor=operator()).id for n in range(5)]
send(to=to, message=Message("Er staat iets klaar", "Zie Knooppunt."), about="x", key="x", actor=operator())
"""


def test_a_served_node_sends_what_was_enqueued(installation: Installation) -> None:
    with MailServer() as server:
        mail = {
            "KNOOPPUNT_MAIL_HOST": "127.0.0.1",
            "KNOOPPUNT_MAIL_PORT": str(server.port),
            "KNOOPPUNT_MAIL_TLS": "none",
            "KNOOPPUNT_MAIL_FROM": "knooppunt@node.example",
        }
        environment = {"DJANGO_SETTINGS_MODULE": "knooppunt.config.settings", **installation.environment()}
        with installation.node("--worker", **mail):
            subprocess.run([sys.executable, "-c", PROGRAM], env=environment, check=True, timeout=60)
            assert eventually(lambda: len(server.kept) == 5, seconds=60)
        assert {received.to for received in server.kept} == {f"ada{number}@example.org" for number in range(5)}
