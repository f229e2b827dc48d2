"""Whether anything at all was committed in the database since, and what may be kept as long as nothing was."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from django.db import connection

T = TypeVar("T")

# The server knows which transactions can be seen; when it started tells a restored database from this one.
STANDING = """
SELECT pg_current_snapshot()::text || ' ' || pg_postmaster_start_time()::text || ' ' || current_database()
 WHERE pg_current_xact_id_if_assigned() IS NULL
"""


def standing() -> str:
    """A name for all that is committed: while it is the same, every query gives what it gave. One query.

    Ask it before the queries whose answers are kept under it. Empty within a transaction that has written: what that
    sees has no name. Any other work on the database gives a new name too.
    """
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        found = cursor.fetchone()
    return str(found[0]) if found else ""


class Kept(Generic[T]):
    """Answers kept in this process, one for each key; one counts while the database stands as it did.

    It holds the ``most`` that were asked last. Time must be in the key of what depends on it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, tuple[str, T]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, as_it_stands: str, make: Callable[[], T]) -> T:
        """The answer for ``key``, made when there is none under this :func:`standing`; never kept under an empty one."""
        with self._lock:
            found = self._answers.get(key)
            if found and found[0] == as_it_stands:
                self._answers.move_to_end(key)
                return found[1]
        answer = make()
        if as_it_stands:
            self._keep(key, (as_it_stands, answer))
        return answer

    def _keep(self, key: Hashable, answer: tuple[str, T]) -> None:
        with self._lock:
            self._answers[key] = answer
            self._answers.move_to_end(key)
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
