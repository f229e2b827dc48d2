"""Accounts with their authority, as every page asks for them: one written statement, kept until anything changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from knooppunt.ground.access.models import Account
from knooppunt.ground.journal.public import Kept, Standing, standing
from knooppunt.kit.clock import now, today

SOMEONE, SOME_MOMENT, SOME_DAY = UUID(int=0), datetime.min.replace(tzinfo=UTC), date.min
"""Marks for the place of a value in a statement that is written once."""
AUTHORITY = ("known_as", "acts_for", "leave", "works_in", "next_change")
"""What ``with_authority`` puts on an account."""


@dataclass(frozen=True, slots=True)
class Found:
    """The row of an active account with its authority, if there is one, as it was found at the moment ``at``."""

    row: Sequence[Any] | None
    at: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether no mandate began or ended between then and ``moment``."""
        next_change = self.row[-1] if self.row else None
        return self.at <= moment and (next_change is None or moment < next_change)


KEPT: Kept[Found] = Kept(1024)


def account_with_authority(which: UUID, stands: Standing | None = None) -> Account | None:
    """The active account with the name of its person, organisation and mandates. One query, two when anything changed.

    ``stands`` on it says how the database stood when this was asked; see the journal. Whoever knows that already gives
    it, which saves the one query.
    """
    stands, moment, day = stands or standing(), now(), today()
    found = KEPT.get((which, day), stands, lambda: _found(which, moment, day))
    if not found.holds(moment):
        found = _found(which, moment, day)
    return _account(found.row, stands) if found.row else None


def _found(which: UUID, moment: datetime, day: date) -> Found:
    statement, marked = _statement()
    known: dict[Any, Any] = {SOMEONE: which, SOME_MOMENT: moment, SOME_DAY: day}
    with connection.cursor() as cursor:
        cursor.execute(statement, [known.get(value, value) for value in marked])
        return Found(cursor.fetchone(), moment)


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """The SQL of ``with_authority`` for one account, and its values with the marks above among them.

    Django takes ten times as long to write it as to ask it.
    """
    rows = Account.objects.with_authority(SOME_MOMENT, SOME_DAY).filter(pk=SOMEONE, is_active=True)
    return rows.values_list(*_columns(), *AUTHORITY).query.sql_with_params()


@cache
def _columns() -> tuple[str, ...]:
    return tuple(field.attname for field in Account._meta.concrete_fields)


def _account(row: Sequence[Any], stands: Standing) -> Account:
    columns = _columns()
    account = Account.from_db("default", columns, row[: len(columns)])
    vars(account).update(zip(AUTHORITY, row[len(columns) :], strict=True), stands=stands)
    return account
