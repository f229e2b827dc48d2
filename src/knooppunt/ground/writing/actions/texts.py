"""Beginning, replacing, closing and sharing texts. What is typed live does not come by here: see ``live``."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.writing.appending import RIGHTS, append_edits, keep_snapshot, tell
from knooppunt.ground.writing.events import TextBegun, TextChanged, TextClosed, TextShared
from knooppunt.ground.writing.history import shared_text
from knooppunt.ground.writing.models import Document
from knooppunt.ground.writing.queries import writable
from knooppunt.ground.writing.rules.differing import Edit, edits
from knooppunt.ground.writing.rules.rights import WRITE
from knooppunt.ground.writing.rules.stale import Stale, tidy
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid, NotFound, phrase

BEGINNING = 7_301_003  # advisory lock: one at a time begins the text of a place; the constraint has the last word
NOTE = "writing.note"
"""Granted to nobody: the process in which people write tells the journal that they did."""


@action
def begin_text(
    *,
    about: str,
    key: str,
    section: str,
    text: str,
    held_by: str,
    marking: str,
    shared_with: Sequence[str],
    readers: Sequence[str],
    actor: Actor,
) -> UUID:
    """Begin the text of a place, or find the one that was begun there already; its identifier.

    ``about`` and ``key`` name the place. Who may see it is as for any marked row.
    """
    actor.require(WRITE)
    words = tidy(text)
    if _held(about, key):
        return _already(about, key, actor)
    who = {"held_by": held_by, "marking": marking, "shared_with": list(shared_with), "readers": list(readers)}
    document = Document.objects.create(about=about, key=key, section=section, created_at=now(), **who)
    append_edits(document, [Edit(0, 0, words)] if words else [], actor)
    record(TextBegun(document.id, document.audience))
    return document.id


@action
def replace_text(*, document: UUID, seen_version: int, text: str, actor: Actor) -> int:
    """Put ``text`` in the place of what was seen; the version it has now.

    :class:`Stale` when the text is no longer what it was at ``seen_version``: nothing is written.
    """
    found = writable(document, actor)
    new, present = tidy(text), str(shared_text(document, found.version))
    if not 0 <= seen_version <= found.version:
        raise Invalid(phrase("This text has no version {version}."), place="seen_version", version=seen_version)
    if str(shared_text(document, seen_version)) != present:
        raise Stale
    if append_edits(found, edits(present, new), actor):
        record(TextChanged(document, found.version, found.audience))
    return found.version


@action
def close_text(*, document: UUID, actor: Actor) -> int:
    """Let nobody write in it any more; the version at which it stands. A closed one stays as it is."""
    found = writable(document, actor, also_closed=True)
    if found.closed_at is None:
        found.closed_at = now()
        found.save(update_fields=["closed_at"])
        tell(found.id, RIGHTS)
        record(TextClosed(found.id, found.version, reopened=False, audience=found.audience))
    return found.version


@action
def reopen_text(*, document: UUID, actor: Actor) -> None:
    """Let people write in it again."""
    found = writable(document, actor, also_closed=True)
    if found.closed_at is not None:
        found.closed_at = None
        found.save(update_fields=["closed_at"])
        tell(found.id, RIGHTS)
        record(TextClosed(found.id, found.version, reopened=True, audience=found.audience))


@action
def share_text(
    *, document: UUID, marking: str, shared_with: Sequence[str], readers: Sequence[str], actor: Actor
) -> None:
    """Let others see it; whoever has it open and may no longer, is shut out at once."""
    found = writable(document, actor, also_closed=True)
    found.marking, found.shared_with, found.readers = marking, list(shared_with), list(readers)
    found.save(update_fields=["marking", "shared_with", "readers"])
    tell(found.id, RIGHTS)
    record(TextShared(found.id, found.audience))


@action
def note_changes(*, document: UUID, actor: Actor) -> bool:
    """Tell the journal of what was typed live since the last time, if anything was; keep a snapshot now and then."""
    actor.require(NOTE)
    found = Document.objects.select_for_update().filter(pk=document).first()
    if found is None:
        raise NotFound(phrase("There is nothing here."))
    if found.version == found.noted:
        return False
    found.noted = found.version
    found.save(update_fields=["noted"])
    keep_snapshot(found)
    record(TextChanged(found.id, found.version, found.audience))
    return True


def _held(about: str, key: str) -> bool:
    """Whether there is a text in this place; whoever else begins one there waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [BEGINNING, f"{about} {key}"])
    return Document.objects.filter(about=about, key=key).exists()


def _already(about: str, key: str, actor: Actor) -> UUID:
    found = Document.objects.visible_to(actor).filter(about=about, key=key).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(phrase("There is nothing here."))
    return found
