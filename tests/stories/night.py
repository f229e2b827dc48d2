"""The world around a call-out in the night: 180 people of 31 organisations, their gateways, and the node's clock."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.test import Client
from pytest_django import Settings
from standardwebhooks import Webhook

from knooppunt.ground.access.public import Place, operator, welcome
from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.public import attempt, carry
from knooppunt.ground.delivery.tests.gateway import Gateway
from knooppunt.ground.delivery.tests.mailserver import MailServer
from knooppunt.ground.network.public import add_contact_point, organisations
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import clock_at, now
from knooppunt.rooms.readiness.clock import Clock
from knooppunt.rooms.readiness.public import answer_by_key

NODE = system_actor("a night")
PHONE = system_actor("phone", ["readiness.answer_by_link"])
REGIONAL = (
    "operational_leader", "operational_leader", "information_manager", "information_manager", "spokesperson",
    "crisis_coordinator",
)  # fmt: skip
PARTNERS = ("VWS", "JenV", "DEF", "NP", "NRK", "RIVM")
LIAISONS = 5
SECRET = "whsec_" + "QUJD" * 8
ANSWER = re.compile(r"/a/[\w-]+/")


@dataclass(slots=True)
class Outside:
    """What lies outside the node: a gateway for text messages, one for calls, a mail server."""

    sms: Gateway
    voice: Gateway
    mail: MailServer

    def links(self, callee: Callee) -> list[str]:
        """The links for answering that came to someone, the oldest of each channel first."""
        took = [one for gateway in (self.sms, self.voice) for one in gateway.sent.values()]
        texts = [one["text"] for one in took if one["to"] == callee.mobile]
        bodies = [one.mail.get_body(("plain",)) for one in self.mail.kept if one.to == callee.mailbox]
        texts += [body.get_content() for body in bodies if body]
        return [link for text in texts for link in ANSWER.findall(text)]

    def rung(self, callee: Callee) -> list[UUID]:
        """The calls that came to someone, the oldest first."""
        return [UUID(one["reference"]) for one in self.voice.sent.values() if one["to"] == callee.mobile]


@contextmanager
def outside(settings: Settings) -> Iterator[Outside]:
    """Real servers on this machine, and the settings that lead to them."""
    with Gateway() as sms, Gateway() as voice, MailServer() as mail:
        settings.KNOOPPUNT = dataclasses.replace(
            settings.KNOOPPUNT, sms_url=sms.url, voice_url=voice.url, voice_secret=SECRET,
            sms_per_minute=100_000, voice_per_minute=100_000,
            gateway_seconds=5, gateway_connections=4, mail_host="127.0.0.1", mail_port=mail.port, mail_tls="none",
            mail_from="knooppunt@node.example", mail_seconds=5, mail_per_minute=100_000,
        )  # fmt: skip
        yield Outside(sms, voice, mail)


@dataclass(frozen=True, slots=True)
class Callee:
    """Someone of the network. ``mobile`` takes text messages and, when they have ``voice``, calls."""

    id: UUID
    name: str
    role: str
    organisation: str
    mobile: str
    mailbox: str


def gather_callees() -> Sequence[Callee]:
    """Six people in each region, five in each partner; a third of them cannot be called by phone."""
    regions = [one.abbreviation for one in organisations(actor=NODE) if one.kind == "region"]
    places = [(where, role) for where in regions for role in REGIONAL]
    places += [(where, "liaison") for where in PARTNERS for _ in range(LIAISONS)]
    return [_callee(number, where, role) for number, (where, role) in enumerate(places)]


def _callee(number: int, where: str, role: str) -> Callee:
    name, mailbox, mobile = f"Mens{number:03} {where}", f"mens{number:03}@example.org", f"+31612{number:06}"
    account = welcome(
        name=name, email=mailbox, place=Place(where, f"{role} {number}", role=role), bundle="", area="NL",
        password=None, actor=operator(),
    )  # fmt: skip
    for means in ("sms",) if number % 3 == 2 else ("sms", "voice"):
        add_contact_point(person=account.person_id, means=means, address=mobile, actor=NODE)
    return Callee(account.person_id, name, role, where, mobile, mailbox)


def press(dispatch: UUID, digit: str) -> None:
    """The gateway reports which key was pressed in a call, signed at its own time, which nobody sets."""
    at = datetime.now(UTC)
    body, name = json.dumps({"reference": str(dispatch), "type": "key", "digit": digit}), str(uuid4())
    headers = {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(name, at, body),
    }
    answer = Client().post("/gateway/voice/", body, content_type="application/json", headers=headers)
    assert answer.status_code == 204
    answer_by_key(dispatch=dispatch, digit=digit, actor=PHONE)


def work(clock: Clock) -> None:
    """What the clock and the workers do at this moment: each does what is due, nobody waits."""
    clock.tick()
    for channel in ("sms", "voice"):
        carry(channel)
    for one in Dispatch.objects.filter(channel="email", state="waiting", due_at__lte=now()):
        attempt(one.id)


def pass_time(begins: datetime, ends: datetime, step: timedelta) -> None:
    """Let the node work from one moment to another, every so often."""
    with clock_at(begins):
        clock = Clock()
    moment = begins
    while moment <= ends:
        with clock_at(moment):
            work(clock)
        moment += step
