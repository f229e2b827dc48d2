"""Tests run on the embedded PostgreSQL, or on the server that ``DATABASE_URL`` names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase

os.environ.setdefault("KNOOPPUNT_HOME", str(Path(__file__).parent / "var" / "tests"))

from knooppunt.config.embedded import hold_server


@pytest.fixture(scope="session", autouse=True)
def database_server() -> Iterator[None]:
    """Hold the embedded server as long as the tests run."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    server = hold_server(Path(os.environ["KNOOPPUNT_HOME"]))
    with psycopg.connect(server.url, autocommit=True) as link:  # what tests write need not outlive the machine
        link.execute("ALTER SYSTEM SET fsync = off")
        link.execute("SELECT pg_reload_conf()")
    yield
    server.release()


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests() -> None:
    """Let tests with real transactions empty the append-only tables when they end; only the emptying may."""
    empty = TransactionTestCase._fixture_teardown

    def emptied(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")  # no table of Django's, so that Django leaves it
        empty(self)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")

    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]  # there is no hook for it
