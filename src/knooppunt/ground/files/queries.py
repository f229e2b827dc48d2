"""Reading originals back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from knooppunt.ground.files.models import Original
from knooppunt.ground.files.vault import Vault
from knooppunt.kit.authority import EVERYTHING, Actor
from knooppunt.kit.problems import NotFound, phrase


def vault() -> Vault:
    """The folder in which the originals of this installation lie."""
    return Vault(settings.KNOOPPUNT.home / "originals")


def originals(*, actor: Actor) -> Iterator[tuple[str, int]]:
    """SHA-256 (hex) and size (bytes) of every original, in order of digest; for the node itself only."""
    actor.require(EVERYTHING)
    yield from Original.objects.order_by("sha256").values_list("sha256", "size").iterator()


def original_path(sha256: str) -> Path:
    """Where the bytes of an original lie, for reading only. Whoever calls decides who may see it.

    Raises :class:`NotFound` when there is no such original or its bytes are missing.
    """
    place = vault().place(sha256)
    if not Original.objects.filter(sha256=sha256).exists() or not place.exists():
        raise NotFound(phrase("There is nothing here."))
    return place
