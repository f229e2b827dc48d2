"""A text from what is kept of it, as it stands or as it was at an earlier version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection

from knooppunt.ground.writing.crdt import Shared
from knooppunt.ground.writing.models import Snapshot, Update

NEWEST = 2**62
KEPT = """
WITH newest AS (
    SELECT DISTINCT ON (document_id) document_id, seq, content FROM writing_snapshot
     WHERE document_id = ANY(%(documents)s) AND seq <= %(until)s ORDER BY document_id, seq DESC
)
SELECT document_id, seq, content FROM newest
UNION ALL
SELECT u.document_id, u.seq, u.content FROM writing_update u LEFT JOIN newest n USING (document_id)
 WHERE u.document_id = ANY(%(documents)s) AND u.seq > coalesce(n.seq, 0) AND u.seq <= %(until)s
 ORDER BY 1, 2
"""


def shared_text(document: UUID, until: int = NEWEST) -> Shared:
    """The text with its history up to and with a version. One query."""
    return shared_texts([document], until).get(document) or Shared()


def shared_texts(documents: Iterable[UUID], until: int = NEWEST) -> Mapping[UUID, Shared]:
    """Several texts that have been written in. One query."""
    found: dict[UUID, list[bytes]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(KEPT, {"documents": list(documents), "until": until})
        for document, _seq, content in cursor.fetchall():
            found[document].append(bytes(content))
    return {document: Shared(updates) for document, updates in found.items()}


def newest_snapshot(document: UUID) -> int:
    """The version of the newest snapshot; 0 when there is none."""
    newest = Snapshot.objects.filter(document=document).order_by("-seq").values_list("seq", flat=True).first()
    return newest or 0


def changed_by(document: UUID, after: int) -> list[str]:
    """Identifiers of who wrote after a version, in order of appearance."""
    rows = Update.objects.filter(document=document, seq__gt=after).order_by("seq").values_list("person", flat=True)
    return list(dict.fromkeys(rows))
