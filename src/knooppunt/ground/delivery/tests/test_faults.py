"""A mail server that is down, slow, refusing, or dying: what the addressee gets, and what is known of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from knooppunt.ground.delivery.channels.email import smtp
from knooppunt.ground.delivery.models import Attempt, Dispatch, Lane
from knooppunt.ground.delivery.public import attempt, send_again
from knooppunt.ground.delivery.tests.mailserver import MailServer
from knooppunt.ground.delivery.tests.people import NODE, person, sent_to
from knooppunt.ground.journal.public import entries
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import Conflict

pytestmark = pytest.mark.django_db


def tried(dispatch: Dispatch, later: timedelta = timedelta()) -> Dispatch:
    """The dispatch after a worker had it, ``later`` than it is due."""
    dispatch.refresh_from_db()
    with clock_at(max(now(), dispatch.due_at) + later):
        attempt(dispatch.id)
    dispatch.refresh_from_db()
    return dispatch


def outcomes(dispatch: Dispatch) -> list[tuple[str, int | None]]:
    return list(Attempt.objects.filter(dispatch=dispatch).values_list("outcome", "code"))


def test_a_server_that_is_down_costs_attempts_and_no_mail(server: MailServer) -> None:
    (dispatch,) = sent_to(person("Anna"))
    server.stop()
    assert tried(dispatch).state == "waiting"
    assert dispatch.reason == smtp.UNREACHABLE
    server.start()
    assert tried(dispatch, timedelta(minutes=1)).state == "sent"
    assert outcomes(dispatch) == [("postponed", None), ("sent", 250)]
    assert len(server.kept) == 1


def test_a_server_that_is_down_is_not_tried_for_every_message(server: MailServer) -> None:
    first, second = sent_to(person("Anna"), person("Bo"))
    server.stop()
    tried(first)
    attempt(second.id)
    second.refresh_from_db()
    assert Lane.objects.get(name="email").closed_until
    assert (second.state, outcomes(second)) == ("waiting", [])
    assert second.due_at > now()


def test_a_slow_server_is_given_up_before_the_message_and_tried_again(server: MailServer) -> None:
    (dispatch,) = sent_to(person("Anna"))
    server.to_recipient.append("silent")
    assert tried(dispatch).state == "waiting"
    assert tried(dispatch, timedelta(minutes=1)).state == "sent"
    assert [outcome for outcome, _ in outcomes(dispatch)] == ["postponed", "sent"]
    assert len(server.kept) == 1


def test_greylisting_is_waited_out(server: MailServer) -> None:
    (dispatch,) = sent_to(person("Anna"))
    server.to_recipient += ["450 4.2.0 Greylisted, try again in five minutes"] * 3
    pauses = []
    for _ in range(3):
        before = max(now(), dispatch.due_at)
        pauses.append((tried(dispatch).due_at - before).total_seconds() // 60)
    assert pauses == [1, 2, 4]
    assert "Greylisted" in Attempt.objects.filter(dispatch=dispatch)[0].answer
    assert tried(dispatch).state == "sent"
    assert len(server.kept) == 1


@pytest.mark.parametrize("at", ["to_recipient", "to_message"])
def test_a_refusal_of_one_addressee_is_final_and_the_others_get_theirs(server: MailServer, at: str) -> None:
    anna, bo = sent_to(person("Anna"), person("Bo"))
    getattr(server, at).append("550 5.1.1 No such person here")
    assert tried(anna).state == "refused"
    assert tried(bo).state == "sent"
    assert outcomes(anna) == [("refused", 550)]
    assert [received.to for received in server.kept] == ["bo@region.example"]


def test_a_server_that_does_not_take_the_message_now_is_asked_again(server: MailServer) -> None:
    (dispatch,) = sent_to(person("Anna"))
    server.to_message.append("452 4.3.1 Insufficient system storage")
    assert tried(dispatch).state == "waiting"
    assert tried(dispatch).state == "sent"
    assert len(server.kept) == 1


def test_tries_are_bounded_and_then_it_has_failed(server: MailServer, settings: Settings) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, mail_tries=3)
    (dispatch,) = sent_to(person("Anna"))
    server.to_recipient += ["450 later"] * 3
    assert [tried(dispatch).state for _ in range(3)] == ["waiting", "waiting", "failed"]
    assert entries(event="delivery.AttemptEnded", actor=NODE)[0].payload["state"] == "failed"
    tried(dispatch)
    assert server.kept == []


def test_a_server_that_dies_after_the_message_is_at_least_once_under_one_message_id(server: MailServer) -> None:
    (dispatch,) = sent_to(person("Anna"))
    server.to_message.append("die")
    assert tried(dispatch).state == "waiting"
    assert dispatch.reason == smtp.UNANSWERED
    assert tried(dispatch).state == "sent"
    assert outcomes(dispatch) == [("uncertain", None), ("sent", 250)]
    first, second = server.kept
    assert first == second, "the repeat is the same to the last byte"
    assert first.mail["Message-ID"] == f"<{dispatch.id}@node.example>"


def test_where_it_is_set_so_what_may_have_arrived_is_not_repeated(server: MailServer, settings: Settings) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, mail_uncertain="stop")
    (ordinary,) = sent_to(person("Anna"))
    (urgent,) = sent_to(person("Bo"), urgent=True)
    server.to_message += ["die", "die"]
    assert tried(ordinary).state == "uncertain"
    assert tried(urgent).state == "waiting"
    tried(ordinary)
    assert len(server.kept) == 2


def test_a_server_that_takes_too_long_over_the_message_leaves_it_uncertain(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "LONGER", 1)
    (dispatch,) = sent_to(person("Anna"))
    server.to_message.append("silent")
    tried(dispatch)
    assert outcomes(dispatch) == [("uncertain", None)]


def test_a_person_brings_back_what_failed_and_only_that(server: MailServer) -> None:
    anna, bo = sent_to(person("Anna"), person("Bo"))
    server.to_recipient.append("550 No")
    tried(anna)
    tried(bo)
    send_again(dispatch=anna.id, actor=NODE)
    assert tried(anna).state == "sent"
    for settled in (anna, bo):
        with pytest.raises(Conflict):
            send_again(dispatch=settled.id, actor=NODE)
    assert len(server.kept) == 2


@contextmanager
def raw(talk: list[bytes | None], settings: Settings) -> Iterator[None]:
    """A server of bare sockets that says these things, each after hearing something, and hangs up (at ``None``)."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.KNOOPPUNT = replace(settings.KNOOPPUNT, mail_port=listening.getsockname()[1])

        def answer() -> None:
            line, _ = listening.accept()
            with line:
                for words in talk:
                    if words is None:
                        return
                    line.sendall(words)
                    line.recv(65536)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield
        thread.join(10)


@pytest.mark.parametrize(
    "talk",
    [
        [None],
        [b"554 No service\r\n", None],
        [b"nonsense\r\n", None],
        [b"220 mail\r\n", None],
        [b"220 mail\r\n", b"250 mail\r\n", b"550 Sender refused\r\n", None],
        [b"220 mail\r\n", b"250 mail\r\n", b"421 Closing\r\n", None],
        [b"220 mail\r\n", b"250 mail\r\n", b"250 OK\r\n", b"250 OK\r\n", None],
        [b"220 mail\r\n", b"250 mail\r\n", b"250 OK\r\n", b"250 OK\r\n", b"451 Not now\r\n", None],
    ],
)
def test_whatever_breaks_before_the_message_is_over_is_no_delivery_and_no_refusal(
    talk: list[bytes | None], settings: Settings
) -> None:
    (dispatch,) = sent_to(person("Anna"))
    with raw(talk, settings):
        assert tried(dispatch).state == "waiting"
    ((outcome, _),) = outcomes(dispatch)
    assert outcome == "postponed"


def test_a_server_that_hangs_up_in_the_middle_of_the_message_leaves_it_uncertain(settings: Settings) -> None:
    (dispatch,) = sent_to(person("Anna"))
    talk = [b"220 mail\r\n", b"250 mail\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 Go ahead\r\n", None]
    with raw(talk, settings):
        tried(dispatch)
    ((outcome, _),) = outcomes(dispatch)
    assert outcome == "uncertain"


def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for(server: MailServer, settings: Settings) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, mail_tls="starttls")
    (dispatch,) = sent_to(person("Anna"))
    assert tried(dispatch).state == "waiting"
    assert server.kept == []


def test_without_a_mail_server_it_waits_and_no_attempt_is_made(settings: Settings) -> None:
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, mail_host="")
    (dispatch,) = sent_to(person("Anna"))
    assert (tried(dispatch).state, outcomes(dispatch)) == ("waiting", [])


def test_in_a_demo_the_mail_lies_in_a_folder(server: MailServer, settings: Settings, tmp_path: Path) -> None:
    home = tmp_path / "home"
    settings.KNOOPPUNT = replace(settings.KNOOPPUNT, demo=True, home=home)
    (dispatch,) = sent_to(person("Anna"))
    assert tried(dispatch).state == "sent"
    assert [place.name for place in (home / "mail").iterdir()] == [f"{dispatch.id}.eml"]
    assert server.kept == []
