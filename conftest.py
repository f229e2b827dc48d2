"""Tests run on the embedded PostgreSQL, or on the server that ``DATABASE_URL`` names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from psycopg import sql

os.environ.setdefault("KNOOPPUNT_HOME", str(Path(__file__).parent / "var" / "tests"))

from knooppunt.config.embedded import hold_server

# How long an example takes says something about the machine, nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


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


KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""What migrations wrote about the tables themselves: true as long as the tables are there."""


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests() -> None:
    """Empty the tables that a test with real transactions filled, also the append-only ones; only this may.

    Django empties every table and tells the whole house that it migrated: a quarter of a second for each test.
    """

    def emptied(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            filled = [table for table in connection.introspection.table_names(cursor) if table not in KEPT]
            asked = sql.SQL(" UNION ALL ").join(
                sql.SQL("(SELECT {} FROM {} LIMIT 1)").format(table, sql.Identifier(table)) for table in filled
            )
            cursor.execute(asked)
            rows = [sql.Identifier(table) for (table,) in cursor.fetchall()]
            if rows:
                cursor.execute("SET session_replication_role = replica")
                cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(rows)))
                cursor.execute("SET session_replication_role = DEFAULT")

    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]  # there is no hook for it
