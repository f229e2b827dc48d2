"""Keeping what came in."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from knooppunt.ground.files.events import OriginalKept
from knooppunt.ground.files.models import Original
from knooppunt.ground.files.vault import Stored, Vault
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.audience import NOBODY_HEARS
from knooppunt.kit.authority import NATION, Actor
from knooppunt.kit.clock import now


@action
def keep(*, source: Path | BinaryIO, name: str, permission: str, area: str = NATION, actor: Actor) -> Original:
    """Keep the bytes of ``source`` as they are; bytes that were kept before give the same original.

    ``permission`` is that of the verb that takes the file in: whoever may do that, in ``area``, may have its original
    kept.
    """
    actor.require(permission, area)
    stored = _store(source)
    original, fresh = Original.objects.get_or_create(
        sha256=stored.sha256,
        defaults={"size": stored.size, "name": name, "kept_at": now(), "kept_by": actor.name},
    )
    if fresh:
        record(OriginalKept(sha256=stored.sha256, name=name, size=stored.size, audience=NOBODY_HEARS))
    return original


def _store(source: Path | BinaryIO) -> Stored:
    vault = Vault(settings.KNOOPPUNT.home / "originals")
    if isinstance(source, Path):
        with source.open("rb") as stream:
            return vault.store(stream)
    return vault.store(source)
