"""What was sent, read from the table of the room below: it offers no question for it that a test can ask."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class Sent:
    addressee: UUID
    key: str
    subject: str
    text: str
    link: str


def sent() -> list[Sent]:
    """Every dispatch, by key and addressee."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT addressee, key, subject, text, link FROM delivery_dispatch ORDER BY key, addressee")
        return [Sent(*row) for row in cursor.fetchall()]
