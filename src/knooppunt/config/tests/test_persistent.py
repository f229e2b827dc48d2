"""A connection that stays open is used again without asking, and replaced when the server has ended it."""

from __future__ import annotations

import pytest
from django.db import close_old_connections, connections

pytestmark = pytest.mark.django_db(transaction=True)


def backend() -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_request_uses_the_connection_of_the_one_before() -> None:
    before = backend()
    close_old_connections()
    assert backend() == before


def test_a_connection_that_the_server_ended_is_replaced_before_the_next_request() -> None:
    before = backend()
    other = connections["default"].copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    other.close()
    close_old_connections()
    assert backend() != before
