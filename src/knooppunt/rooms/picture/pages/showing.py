"""An edition in words, numbers and drawings of one language, ready for a template."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils import translation

from knooppunt.kit.authority import Actor
from knooppunt.rooms.picture.exchange.cells import Speaker
from knooppunt.rooms.picture.exchange.completeness import said
from knooppunt.rooms.picture.exchange.documents import shown_with_drawings
from knooppunt.rooms.picture.exchange.ground import regions_held
from knooppunt.rooms.picture.public import EditionLine, content, content_of_line
from knooppunt.rooms.picture.rules.lacking import whole_list

KEPT = 64


def shown_edition(
    edition: EditionLine, language: str, composed: Mapping[str, Any] | None = None, *, actor: Actor
) -> dict[str, Any]:
    """What a page draws of ``edition``. Whether ``actor`` may see it was decided when the line was read.

    ``composed`` is the content of one that is not published, when it was composed already.

    The ``name`` in it says what a published edition shows, apart from the language.
    """
    if not edition.underway:
        return _shown_published(_Asked(edition, language, actor))
    return _explained(shown_with_drawings(composed or content(edition.id, actor=actor), language))


def said_missing(composed: Mapping[str, Any], language: str) -> list[str]:
    """What is missing in this content, sentence by sentence."""
    with translation.override(language):
        return said(whole_list(composed), Speaker(composed, language))


def _explained(shown: dict[str, Any]) -> dict[str, Any]:
    """With the note of each headline figure beside it, so that it opens in place."""
    notes = {note["number"]: note for note in shown["notes"]}
    for block in shown["blocks"]:
        for item in block.get("items", ()) if block["kind"] == "headline" else ():
            item["provenance"] = notes.get(item["cell"]["note"])
    return shown


class _Asked:
    """A question for a published edition, which shows the same to all who may see it, and changes only its borders.

    The digest keeps the editions of restored databases apart. Costs one query.
    """

    def __init__(self, edition: EditionLine, language: str, actor: Actor) -> None:
        self.edition = edition
        self.language = language
        self.actor = actor
        self.held = regions_held()
        self.key = (edition.id, edition.sha256, language, self.held)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key


@lru_cache(maxsize=KEPT)
def _shown_published(asked: _Asked) -> dict[str, Any]:
    told = content_of_line(asked.edition, actor=asked.actor)
    shown = _explained(shown_with_drawings(told, asked.language, asked.held))
    return shown | {"name": f"{asked.edition.id} {asked.edition.sha256} {asked.held}"}
