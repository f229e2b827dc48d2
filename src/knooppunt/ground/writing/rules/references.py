"""Live references in a text: what is written between double braces stands for a value that is looked up when read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

TOKEN = re.compile(
    r"\{\{(?:duiding (?P<statement>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
    r"|(?P<indicator>[a-z0-9_]+(?:\.[a-z0-9_]+)+) (?P<method>[a-z][a-z0-9_]*) (?P<area>[A-Z]{2}[0-9A-Z]*))\}\}"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A token in a text: a figure (``{{indicator method area}}``) or a statement (``{{duiding UUID}}``)."""

    token: str
    start: int
    kind: Literal["figure", "statement"]
    indicator: str = ""
    method: str = ""
    area: str = ""
    statement: UUID | None = None


def references(text: str) -> Iterator[Reference]:
    """The references in reading order. Other braces are just text."""
    for found in TOKEN.finditer(text):
        token, start = found[0], found.start()
        if found["statement"]:
            yield Reference(token, start, "statement", statement=UUID(found["statement"]))
        else:
            yield Reference(token, start, "figure", found["indicator"], found["method"], found["area"])
