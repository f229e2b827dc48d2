"""Live references in the texts of sections: ``{{cases.reported sum7 NL}}`` and ``{{duiding UUID}}``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

TOKEN = re.compile(r"\{\{[^{}\n]*\}\}")
STATEMENT = "duiding"
PARTS = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """A token in a text. A figure has ``indicator``, ``method`` and ``area``; a statement ``statement``; else wrong."""

    token: str
    indicator: str = ""
    method: str = ""
    area: str = ""
    statement: UUID | None = None

    @property
    def well_formed(self) -> bool:
        return bool(self.indicator) or self.statement is not None


def reference_of(token: str) -> Reference:
    """What a token asks for; an empty one when it has not the form of any."""
    words = token.removeprefix("{{").removesuffix("}}").split()
    if words[:1] == [STATEMENT]:
        return Reference(token, statement=_identifier(words[1:]))
    if len(words) != PARTS:
        return Reference(token)
    indicator, method, area = words
    return Reference(token, indicator, method, area)


def _identifier(words: list[str]) -> UUID | None:
    try:
        return UUID(words[0]) if len(words) == 1 else None
    except ValueError:
        return None


def references(texts: Iterable[str]) -> list[Reference]:
    """Every reference in these texts, each once, in their order."""
    tokens = dict.fromkeys(token for text in texts for token in TOKEN.findall(text))
    return [reference_of(token) for token in tokens]


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces: ``(True, token)`` for a reference, ``(False, words)`` for what stands between them."""
    last = 0
    for found in TOKEN.finditer(text):
        if found.start() > last:
            yield False, text[last : found.start()]
        yield True, found.group()
        last = found.end()
    if last < len(text):
        yield False, text[last:]
