"""Workers that die half-way, and many at once: exactly once where SMTP allows it, at least once where it does not."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from tests.processes import database_url, wait_until_alone

from knooppunt.ground.delivery.models import Attempt, Dispatch
from knooppunt.ground.delivery.public import attempt, sweep
from knooppunt.ground.delivery.tests.mailserver import MailServer
from knooppunt.ground.delivery.tests.people import person, sent_to
from knooppunt.kit.clock import clock_at, now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@contextmanager
def worker(server: MailServer, *dispatches: UUID) -> Iterator[subprocess.Popen[str]]:
    """A process that works on these, until the block ends; then it is killed, if it still is."""
    command = [sys.executable, "-m", "knooppunt.ground.delivery.tests.worker", *map(str, dispatches)]
    mail = {
        "KNOOPPUNT_MAIL_HOST": "127.0.0.1",
        "KNOOPPUNT_MAIL_PORT": str(server.port),
        "KNOOPPUNT_MAIL_TLS": "none",
        "KNOOPPUNT_MAIL_FROM": "knooppunt@node.example",
        "KNOOPPUNT_MAIL_PER_MINUTE": "100000",
    }
    environment = os.environ | {"DATABASE_URL": database_url()} | mail
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


def killed_while_waiting_for_an_answer(server: MailServer, dispatch: Dispatch) -> None:
    with worker(server, dispatch.id):
        assert server.tarrying.wait(30)
    wait_until_alone()


def worked_off(dispatch: Dispatch) -> Dispatch:
    """The dispatch after others took over, at the moments it is due."""
    for _ in range(3):
        dispatch.refresh_from_db()
        with clock_at(max(now(), dispatch.due_at) + timedelta(seconds=1)):
            attempt(dispatch.id)
    dispatch.refresh_from_db()
    return dispatch


def test_a_worker_killed_before_the_message_was_handed_over_costs_nothing(server: MailServer) -> None:
    (dispatch,) = sent_to(person("Anna"))
    server.to_recipient.append("silent")
    killed_while_waiting_for_an_answer(server, dispatch)
    assert Dispatch.objects.get().state == "attempting"
    assert worked_off(dispatch).state == "sent"
    assert list(Attempt.objects.values_list("outcome", flat=True)) == ["postponed", "sent"]
    assert len(server.kept) == 1, "exactly once"


def test_a_worker_killed_between_sending_and_recording_repeats_under_the_same_message_id(server: MailServer) -> None:
    (dispatch,) = sent_to(person("Anna"))
    server.to_message.append("silent")
    killed_while_waiting_for_an_answer(server, dispatch)
    assert worked_off(dispatch).state == "sent"
    assert list(Attempt.objects.values_list("outcome", flat=True)) == ["uncertain", "sent"]
    assert len(server.kept) == 2, "at least once: nobody can know"
    assert server.kept[0] == server.kept[1]


def test_killed_at_any_moment_nobody_is_forgotten_and_none_gets_two_different_mails(server: MailServer) -> None:
    people = [person(f"Person{number}") for number in range(12)]
    dispatches = sent_to(*people)
    chance = random.Random(7)
    for _ in range(4):
        server.asked.clear()
        with worker(server, *(one.id for one in dispatches)):
            assert server.asked.wait(30)
            time.sleep(chance.uniform(0.0, 0.15))
        wait_until_alone()
    for dispatch in dispatches:
        assert worked_off(dispatch).state == "sent"
    assert {received.to for received in server.kept} == {f"person{number}@region.example" for number in range(12)}
    uncertain = Attempt.objects.filter(outcome="uncertain").count()
    assert 12 <= len(server.kept) <= 12 + uncertain
    assert len({received.content for received in server.kept}) == 12


def at_once(times: int, what: Callable[[], object]) -> None:
    def done(_: int) -> None:
        try:
            what()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        list(pool.map(done, range(times)))


def test_many_workers_at_once_send_each_dispatch_once(server: MailServer) -> None:
    dispatches = sent_to(*(person(f"Person{number}") for number in range(15)))

    def all_of_them() -> None:
        for one in dispatches:
            attempt(one.id)

    at_once(8, all_of_them)
    assert len(server.kept) == 15
    assert Attempt.objects.count() == 15
    assert set(Dispatch.objects.values_list("state", flat=True)) == {"sent"}


def test_two_who_send_the_same_at_once_make_one_dispatch(server: MailServer) -> None:
    people = [person(f"Person{number}") for number in range(5)]
    at_once(6, lambda: sent_to(*people))
    assert Dispatch.objects.count() == 5


def test_what_a_dead_worker_left_is_found_by_the_round(server: MailServer) -> None:
    (dispatch,) = sent_to(person("Anna"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    with clock_at(now() + timedelta(minutes=2)):
        assert sweep() == 1
        assert sweep() == 0, "it has a job now"
    attempt(dispatch.id)
    with clock_at(now() + timedelta(minutes=2)):
        assert sweep() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE delivery_dispatch SET state = 'waiting', settled_at = NULL",
        "UPDATE delivery_dispatch SET text = 'iets anders'",
        "DELETE FROM delivery_dispatch",
        "UPDATE delivery_attempt SET outcome = 'refused'",
        "DELETE FROM delivery_attempt",
    ],
)
def test_the_database_itself_keeps_what_was_sent(server: MailServer, statement: str) -> None:
    (dispatch,) = sent_to(person("Anna"))
    attempt(dispatch.id)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(statement)
