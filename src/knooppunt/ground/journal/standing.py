"""Whether anything at all was committed in the database since."""

from __future__ import annotations

from django.db import connection

# The backend knows which transactions are visible; the start of the server tells a restored database from this one.
STANDING = """
SELECT pg_current_snapshot()::text || ' ' || pg_postmaster_start_time()::text || ' ' || current_database()
 WHERE pg_current_xact_id_if_assigned() IS NULL
"""


def standing() -> str:
    """A name for all that is committed: while it is the same, every query gives what it gave. One query.

    Ask it before the queries whose answers are kept under it. Empty within a transaction that has written: what that
    sees has no name. Other work on the database, even without meaning here, gives a new name.
    """
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        found = cursor.fetchone()
    return str(found[0]) if found else ""
