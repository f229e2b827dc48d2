"""An edition as a file: ``json``, ``html``, ``pdf`` or ``xlsx``, in Dutch or in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from knooppunt.ground.geography.public import HeldBorders
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.picture.exchange.ground import regions_held, shapes_of
from knooppunt.rooms.picture.exchange.html import html
from knooppunt.rooms.picture.exchange.pdf import drawn, pdf
from knooppunt.rooms.picture.exchange.showing import Shown, show
from knooppunt.rooms.picture.exchange.xlsx import xlsx
from knooppunt.rooms.picture.rules.canonical import canonical

LANGUAGES = ("nl", "en")


def shown(content: Mapping[str, Any], language: str, held: Sequence[HeldBorders] | None = None) -> Shown:
    """The content in words, with its maps on the borders of the edition. ``held``: see :func:`regions_held`."""
    known = regions_held() if held is None else held
    return show(content, language, shapes_of(date.fromisoformat(content["borders"]), known))


def shown_with_drawings(content: Mapping[str, Any], language: str, held: Sequence[HeldBorders] | None = None) -> Shown:
    """The same, with every map and chart drawn (``svg``) beside its specification, for where no script runs."""
    words = shown(content, language, held)
    blocks = zip(words["blocks"], drawn(words)["blocks"], strict=True)
    return words | {"blocks": [block | after for block, after in blocks]}


def render(content: dict[str, Any], kind: str, language: str) -> bytes:
    """The bytes of the document; the same content gives the same bytes. Raises :class:`NotFound` for another kind."""
    if kind == "json":
        return canonical(content)
    if kind not in KINDS or language not in LANGUAGES:
        raise NotFound(phrase("There is nothing here."))
    return KINDS[kind](content, shown(content, language))


KINDS: dict[str, Callable[[Mapping[str, Any], Shown], bytes]] = {"html": html, "pdf": pdf, "xlsx": xlsx}
