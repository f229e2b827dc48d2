"""Answers of PostgreSQL in its own binary form, for statements that give bytes: as text each byte is two digits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg.pq import Format


@contextmanager
def binary_cursor() -> Iterator[CursorWrapper]:
    """A cursor of Django's connection, counted and logged as any other, that answers in binary."""
    connection.ensure_connection()
    # Django's own cursor has its values put in on this side, and such a one only answers in text.
    raw: Any = psycopg.Cursor(connection.connection)
    raw.format = Format.BINARY
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(raw) as cursor:
        yield cursor
