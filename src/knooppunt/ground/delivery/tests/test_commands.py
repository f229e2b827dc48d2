"""``knooppunt delivery``, and what doctor and metrics say of what was sent."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from knooppunt.ground.delivery.commands import delivery
from knooppunt.ground.delivery.public import attempt
from knooppunt.ground.delivery.tests.mailserver import MailServer
from knooppunt.ground.delivery.tests.people import person, sent_to

pytestmark = pytest.mark.django_db


def said(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(delivery, arguments)
    assert done.exit_code == code, done.output
    return done.output


def test_the_list_gives_what_was_not_delivered_with_its_reason(server: MailServer) -> None:
    anna, _bo = sent_to(person("Anna"), person("Bo"))
    server.to_recipient.append("550 No")
    attempt(anna.id)
    told = said("list").splitlines()
    assert [line.split()[0] for line in told[:2]] == ["Sms", "Bellen"]  # no gateway is set up
    assert len(told) == 4
    (line,) = json.loads(said("list", "--state", "refused", "--json"))
    assert (line["id"], line["reason"]) == (str(anna.id), "De mailserver weigert dit.")


def test_what_failed_is_sent_again(server: MailServer) -> None:
    anna, bo = sent_to(person("Anna", email=""), person("Bo"))
    attempt(anna.id)
    attempt(bo.id)
    said("retry", "--failed")
    anna.refresh_from_db()
    assert anna.state == "waiting"
    assert CliRunner().invoke(delivery, ["retry"]).exit_code == 2


def test_trying_out_says_what_the_server_says(server: MailServer, settings: Settings) -> None:
    person("Anna")
    said("test", "anna@region.example")
    assert len(server.kept) == 1
    server.to_recipient.append("550 5.7.1 Relaying denied")
    assert "Relaying denied" in said("test", "anna@region.example", code=3)
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, mail_host="")
    assert "E-mail is niet ingesteld" in said("test", "anna@region.example", code=3)
