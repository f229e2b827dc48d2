"""The door of the room."""

from __future__ import annotations

from knooppunt.rooms.picture.actions import compile_edition, discard, publish, set_text
from knooppunt.rooms.picture.exchange.drawing import warm_up
from knooppunt.rooms.picture.queries.comparing import (
    Correction,
    Replay,
    changes,
    corrected_since,
    correction_counts,
    replay,
)
from knooppunt.rooms.picture.queries.editions import (
    Document,
    EditionLine,
    TextLine,
    content,
    content_of_line,
    document,
    edition,
    edition_before,
    editions,
    front,
    latest_edition,
    latest_editions,
    preview,
    texts,
    waiting_drafts,
)
from knooppunt.rooms.picture.queries.products import product, products
from knooppunt.rooms.picture.rules.changes import Change
from knooppunt.rooms.picture.rules.products import Product

__all__ = [
    "Change",
    "Correction",
    "Document",
    "EditionLine",
    "Product",
    "Replay",
    "TextLine",
    "changes",
    "compile_edition",
    "content",
    "content_of_line",
    "corrected_since",
    "correction_counts",
    "discard",
    "document",
    "edition",
    "edition_before",
    "editions",
    "front",
    "latest_edition",
    "latest_editions",
    "preview",
    "product",
    "products",
    "publish",
    "replay",
    "set_text",
    "texts",
    "waiting_drafts",
    "warm_up",
]
