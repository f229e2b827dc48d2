"""Accounts with their authority, as every page asks for them: one written statement, kept until anything changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Min, QuerySet
from django.db.models.functions import Least

from knooppunt.ground.access.models import Account, MandateGrant
from knooppunt.ground.journal.public import Kept, standing
from knooppunt.kit.clock import now, today

SOMEONE, SOME_MOMENT, SOME_DAY = UUID(int=0), datetime.min.replace(tzinfo=UTC), date.min
"""Marks for the place of a value in a statement that is written once."""
AUTHORITY = ("known_as", "acts_for", "leave")
"""What ``with_authority`` puts on an account."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A row of an account with its authority, as it was at the moment ``since`` and is before ``until``, that day."""

    row: Sequence[Any] | None
    since: datetime
    until: datetime | None

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


KEPT: Kept[Authority] = Kept(1024)
