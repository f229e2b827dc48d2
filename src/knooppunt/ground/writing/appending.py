"""Adding to a text from within a transaction; whoever writes live hears of it when that commits."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from knooppunt.ground.writing.crdt import Shared
from knooppunt.ground.writing.history import newest_snapshot, shared_text
from knooppunt.ground.writing.models import Contributor, Document, Snapshot, Update
from knooppunt.ground.writing.rules.differing import Edit
from knooppunt.ground.writing.rules.updates import NOTHING
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now

CHANGED, RIGHTS = "knooppunt_writing", 0
"""The channel on which changes are told (``document version``); version 0 says that rights may have changed."""
SNAPSHOT_AFTER = 500  # updates; reading that many takes about 20 ms


def append_edits(document: Document, changes: Sequence[Edit], actor: Actor) -> bool:
    """Write changes in a text whose row is locked, under a client number of their own; whether there were any.

    ``document.version`` is the new one; the caller records what happened.
    """
    client = _new_client(document.id)
    update = Shared([shared_text(document.id).since()], client=client).edit(changes)
    if update == NOTHING:
        return False
    Contributor.objects.create(document=document, client=client, person=actor.id, name=actor.name)
    document.version += 1
    document.noted = document.version
    document.save(update_fields=["version", "noted"])
    Update.objects.create(
        document=document, seq=document.version, content=update, person=actor.id, client=client, at=now()
    )
    tell(document.id, document.version)
    return True


def tell(document: UUID, version: int) -> None:
    """Let every process know when this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANGED, f"{document} {version}"])


def keep_snapshot(document: Document) -> bool:
    """Keep all updates so far in one, when there are many since the last time; whether it was done."""
    if document.version - newest_snapshot(document.id) < SNAPSHOT_AFTER:
        return False
    content = shared_text(document.id, document.version).since()
    # Another process may keep the same one; they are equal in what they say.
    Snapshot.objects.bulk_create(
        [Snapshot(document=document, seq=document.version, content=content, at=now())], ignore_conflicts=True
    )
    return True


def _new_client(document: UUID) -> int:
    """A client number that nobody uses in this text; the database has the last word."""
    taken = set(Contributor.objects.filter(document=document).values_list("client", flat=True))
    while (number := secrets.randbits(32)) in taken:
        pass
    return number
