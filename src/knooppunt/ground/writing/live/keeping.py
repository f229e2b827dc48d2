"""What is typed live, to and from PostgreSQL: without Django, because many wait for it at once.

Each update is a fact with its author; the journal hears of them together (``note_changes``).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from knooppunt.ground.writing.history import KEPT, NEWEST

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from psycopg import AsyncConnection

CONNECTIONS = 4
PATIENCE = 10.0

# One statement, so one transaction and one wait for the disk. The row of the text is held until the commit: numbers are
# given in the order in which updates become visible, also to other processes.
APPEND = """
WITH head AS (
    UPDATE writing_document SET version = version + %(count)s
     WHERE id = %(document)s AND closed_at IS NULL RETURNING version - %(count)s AS before
), put AS (
    INSERT INTO writing_update (document_id, seq, content, person, client, at)
    SELECT %(document)s, head.before + given.place, given.content, given.person, given.client, clock_timestamp()
      FROM head, unnest(%(contents)s::bytea[], %(people)s::text[], %(clients)s::bigint[])
           WITH ORDINALITY AS given(content, person, client, place)
    RETURNING seq
), done AS (SELECT min(seq) AS first, max(seq) AS last FROM put)
SELECT first, last, pg_notify('knooppunt_writing', %(document)s::text || ' ' || last::text) FROM done
 WHERE last IS NOT NULL
"""
CLAIM = """
INSERT INTO writing_contributor (document_id, client, person, name) VALUES (%s, %s, %s, %s)
ON CONFLICT (document_id, client) DO NOTHING
"""
SINCE = "SELECT seq, content FROM writing_update WHERE document_id = %s AND seq > %s ORDER BY seq"


@dataclass(frozen=True, slots=True)
class Typed:
    """An update and who typed it; ``client`` is empty when it only takes away."""

    content: bytes
    person: str
    client: int | None


class Keeping:
    """The connections of one process for what is typed."""

    def __init__(self, url: str) -> None:
        self._pool: AsyncConnectionPool[AsyncConnection[tuple[Any, ...]]] = AsyncConnectionPool(
            url, min_size=1, max_size=CONNECTIONS, open=False, timeout=PATIENCE, kwargs={"autocommit": True}
        )

    async def open(self) -> None:
        """Begin to connect; does not wait for it."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Let the connections go."""
        await self._pool.close(timeout=1.0)

    async def append(self, document: UUID, typed: Sequence[Typed]) -> tuple[int, int] | None:
        """Commit these in order; their first and last number. ``None``: the text is closed, nothing was kept."""
        values = {
            "document": document,
            "count": len(typed),
            "contents": [one.content for one in typed],
            "people": [one.person for one in typed],
            "clients": [one.client for one in typed],
        }
        async with self._connection() as connection:
            row = await (await connection.execute(APPEND, values)).fetchone()
        return (row[0], row[1]) if row else None

    async def since(self, document: UUID, seq: int) -> list[tuple[int, bytes]]:
        """The updates after a number; from the beginning those of the newest snapshot are one."""
        async with self._connection() as connection:
            if seq:
                rows = await (await connection.execute(SINCE, [document, seq])).fetchall()
                return [(number, bytes(content)) for number, content in rows]
            found = await connection.execute(KEPT, {"documents": [document], "until": NEWEST})
            return [(number, bytes(content)) for _document, number, content in await found.fetchall()]

    async def claim(self, document: UUID, client: int, person: str, name: str) -> str:
        """Let someone type under a client number from now on; whose it is, which may be another's already."""
        async with self._connection() as connection:
            await connection.execute(CLAIM, [document, client, person, name])
            asked = "SELECT person FROM writing_contributor WHERE document_id = %s AND client = %s"
            row = await (await connection.execute(asked, [document, client])).fetchone()
        assert row
        return str(row[0])

    async def whisper(self, channel: str, text: str) -> None:
        """Tell the other processes something that need not be kept."""
        async with self._connection() as connection:
            # A notification is a commit of its own; nobody needs to wait for the disk.
            await connection.execute("SELECT set_config('synchronous_commit', 'off', false)")
            try:
                await connection.execute("SELECT pg_notify(%s, %s)", [channel, text])
            finally:
                await connection.execute("RESET synchronous_commit")

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection[tuple[Any, ...]]]:
        async with self._pool.connection() as connection:
            yield connection
