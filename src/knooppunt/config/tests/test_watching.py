"""Health, metrics and logs: they say enough for whoever watches, and nothing of anyone."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from knooppunt.config.environment import read_environment
from knooppunt.config.examination import sending
from knooppunt.config.logs import Lines, without_persons
from knooppunt.ground.delivery.actions import begin_attempt
from knooppunt.ground.delivery.public import Message, send
from knooppunt.ground.network.public import add_person
from knooppunt.kit.authority import system_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


def test_a_stranger_learns_only_whether_it_works(client: Client) -> None:
    answer = client.get("/health", REMOTE_ADDR="192.0.2.7")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get("/metrics", headers={"x-forwarded-for": "192.0.2.7"}).status_code == 404


def test_this_machine_may_watch(client: Client) -> None:
    assert client.get("/health").json()["migrations_waiting"] == 0
    client.get("/health")
    said = client.get("/metrics").content.decode()
    assert "knooppunt_database_up 1.0" in said
    assert 'knooppunt_requests_total{method="GET",route="health",status="200"}' in said
    assert "knooppunt_jobs_failed 0.0" in said


def test_with_a_token_only_the_token_lets_in(client: Client, settings: Any) -> None:
    settings.KNOOPPUNT = read_environment({"KNOOPPUNT_METRICS_TOKEN": "een-lang-woord"})
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer fout"}).status_code == 404
    assert (
        client.get("/metrics", headers={"authorization": "Bearer een-lang-woord"}, REMOTE_ADDR="192.0.2.7").status_code
        == 200
    )


def test_a_line_about_a_request_names_no_one(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("knooppunt.request").propagate = True
    with caplog.at_level("DEBUG", "knooppunt.request"):
        answer = client.get("/health?email=anna@example.org")
    lines = [json.loads(Lines().format(record)) for record in caplog.records if record.name == "knooppunt.request"]
    assert lines[0]["route"] == "health"
    assert lines[0]["status"] == 200
    assert "anna" not in json.dumps(lines)
    assert len(answer["X-Request-ID"]) == 36


def test_what_is_logged_has_no_addresses_queries_or_rows() -> None:
    said = without_persons("key (email)=(a.b@example.org) at /x?name=Jan: failed\nDETAIL:  Key (name)=(Jan)\nat line 3")
    assert "example.org" not in said
    assert "Jan" not in said
    assert "at line 3" in said
    try:
        raise ValueError("jan@example.org is unknown")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "it broke", (), sys.exc_info())
    line = json.loads(Lines().format(record))
    assert "ValueError: [email] is unknown" in line["exception"]
    assert settings.LOGGING["loggers"]["django.request"]["level"] == "ERROR"


def test_what_waits_to_be_sent_is_measured(client: Client) -> None:
    node = system_actor("test of watching")
    ada = add_person(name="Ada", actor=node).id
    send(to=[ada], message=Message("Er staat iets klaar", "Zie Knooppunt."), about="x", key="x", actor=node)
    said = client.get("/metrics").content.decode()
    assert 'knooppunt_dispatches{channel="email",state="waiting"} 1.0' in said


def test_doctor_says_that_nothing_can_be_sent_and_what_was_not() -> None:
    node = system_actor("test of watching")
    (made,) = send(
        to=[add_person(name="Ada", actor=node).id], message=Message("x", "x"), about="x", key="x", actor=node
    )
    assert any("KNOOPPUNT_MAIL_HOST" in found.sentence() for found in sending())
    begin_attempt(dispatch=made, refused="There is no address to send this to.", actor=node)
    assert any("1 messages over email are failed" in found.sentence() for found in sending())
