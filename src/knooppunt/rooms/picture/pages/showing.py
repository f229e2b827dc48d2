"""An edition in words, numbers and drawings of one language, ready for a template."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from knooppunt.kit.authority import Actor
from knooppunt.rooms.picture.exchange.documents import shown_with_drawings
from knooppunt.rooms.picture.public import EditionLine, content

KEPT = 64


def shown_edition(edition: EditionLine, language: str, *, actor: Actor) -> dict[str, Any]:
    """What a page draws of ``edition``. Whether ``actor`` may see it was decided when the line was read."""
    if edition.state == "published":
        return _shown_published(edition.id, edition.sha256, language, _Asking(actor))
    return _explained(shown_with_drawings(content(edition.id, actor=actor), language))


def _explained(shown: dict[str, Any]) -> dict[str, Any]:
    """With the note of each headline figure beside it, so that it opens in place."""
    notes = {note["number"]: note for note in shown["notes"]}
    for block in shown["blocks"]:
        for item in block.get("items", ()) if block["kind"] == "headline" else ():
            item["provenance"] = notes.get(item["cell"]["note"])
    return shown


class _Asking:
    """Carries the actor past the cache: what a published edition shows is the same for all who may see it."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asking)


@lru_cache(maxsize=KEPT)
def _shown_published(edition: UUID, sha256: str, language: str, asking: _Asking) -> dict[str, Any]:
    # A published edition never changes, so that nothing here can go stale; the digest keeps restored databases apart.
    return _explained(shown_with_drawings(content(edition, actor=asking.actor), language))
