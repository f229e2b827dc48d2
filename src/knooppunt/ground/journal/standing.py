"""Whether anything at all was committed in the database since, and what may be kept as long as nothing was."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from django.db import connection

T = TypeVar("T")

# The server knows which transactions can be seen; when it started tells a restored database from this one.
STANDING = """
SELECT CASE WHEN pg_current_xact_id_if_assigned() IS NULL
            THEN pg_current_snapshot()::text || ' ' || pg_postmaster_start_time()::text || ' ' || current_database()
            ELSE '' END,
       (SELECT coalesce(max(id), 0) FROM journal_entry)
"""


class Standing(NamedTuple):
    """How the database stands: a ``name`` for all that is committed, and the number of the newest journal entry.

    While the name is the same every query gives what it gave. It is empty within a transaction that has written: what
    that sees has no name. Any work on the database, also what does not matter here, makes another name.
    """

    name: str
    newest_entry: int


UNKNOWN = Standing("", 0)


def standing() -> Standing:
    """How the database stands now. Ask it before the queries whose answers are kept under it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        return Standing(*cursor.fetchone())


class Kept(Generic[T]):
    """Answers kept in this process, one for each key; one counts while the database stands as it did.

    It holds the ``most`` that were asked last. Time must be in the key of what depends on it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, tuple[str, T]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, stands: Standing, make: Callable[[], T]) -> T:
        """The answer for ``key``, made when there is none under the same name; without a name it is not kept."""
        with self._lock:
            found = self._answers.get(key)
            if found and found[0] == stands.name:
                self._answers.move_to_end(key)
                return found[1]
        answer = make()
        if stands.name:
            self._keep(key, (stands.name, answer))
        return answer

    def _keep(self, key: Hashable, answer: tuple[str, T]) -> None:
        with self._lock:
            self._answers[key] = answer
            self._answers.move_to_end(key)
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
