"""Counting requests: all web processes together never let more through than the limit, and seldom ask the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as some

from knooppunt.ground.access.public import Rates
from knooppunt.ground.access.rates import asker_of, forget_old_counts
from knooppunt.ground.access.rules import got_of_share, share_of
from knooppunt.kit.authority import NOBODY, Actor
from knooppunt.kit.clock import clock_at, now

MOMENT = datetime(2026, 11, 26, 12, 0, 20, tzinfo=UTC)


@given(most=some.integers(1, 500), processes=some.integers(1, 5), takes=some.lists(some.integers(0, 4), max_size=200))
def test_shares_together_are_never_more_than_the_limit(most: int, processes: int, takes: list[int]) -> None:
    share, taken, given_out = share_of(most), 0, [0] * processes
    for who in takes:
        taken += share
        given_out[who % processes] += got_of_share(taken, share, most)
    assert sum(given_out) <= most
    assert sum(given_out) == min(most, len(takes) * share)


@pytest.mark.django_db
def test_one_process_lets_exactly_the_limit_through() -> None:
    rates = Rates()
    with clock_at(MOMENT):
        assert [rates.ask("person 1", 50).allowed for _ in range(60)] == [True] * 50 + [False] * 10


@pytest.mark.django_db
def test_two_processes_count_together() -> None:
    first, second = Rates(), Rates()
    with clock_at(MOMENT):
        through = sum(rates.ask("person 1", 50).allowed for _ in range(60) for rates in (first, second))
        assert through == 50


@pytest.mark.django_db
def test_one_asker_does_not_take_from_another() -> None:
    rates = Rates()
    with clock_at(MOMENT):
        for _ in range(10):
            rates.ask("person 1", 5)
        assert rates.ask("person 2", 5).allowed


@pytest.mark.django_db
def test_the_next_minute_begins_anew_and_the_answer_says_when() -> None:
    rates = Rates()
    with clock_at(MOMENT):
        refused = [rates.ask("person 1", 2) for _ in range(3)][-1]
        assert (refused.allowed, refused.left, refused.resets) == (False, 0, 40)
    with clock_at(MOMENT + timedelta(seconds=40)):
        assert rates.ask("person 1", 2).allowed


@pytest.mark.django_db
def test_most_requests_and_all_refusals_ask_the_database_nothing(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    rates = Rates()
    with clock_at(MOMENT):
        with django_assert_num_queries(20):
            for _ in range(600):
                rates.ask("person 1", 600)
        with django_assert_num_queries(0):
            for _ in range(100):
                rates.ask("person 1", 600)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_the_limit() -> None:
    processes, through = [Rates() for _ in range(4)], []

    def work(rates: Rates) -> None:
        with clock_at(MOMENT):
            through.extend(rates.ask("person race", 90).allowed for _ in range(60))
        connection.close()

    workers = [Thread(target=work, args=[processes[number % 4]]) for number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(through) == 90


@pytest.mark.django_db
def test_counts_of_long_ago_are_forgotten() -> None:
    rates = Rates()
    with clock_at(now() - timedelta(days=2)):
        rates.ask("person 1", 5)
    rates.ask("person 2", 5)
    forget_old_counts()
    with connection.cursor() as cursor:
        cursor.execute("SELECT asker FROM access_rate WHERE asker IN ('person 1', 'person 2')")
        assert cursor.fetchall() == [("person 2",)]


def test_of_an_address_only_a_digest_is_kept() -> None:
    asker = asker_of(NOBODY, "192.0.2.7")
    assert "192.0.2.7" not in asker
    assert asker == asker_of(NOBODY, "192.0.2.7") != asker_of(NOBODY, "192.0.2.8")
    assert asker_of(Actor(id="7", name="Ada"), "192.0.2.7") == "person 7"
    assert asker_of(Actor(id="7", name="Ada"), "192.0.2.7", by_token="t") == "token t"
