"""What an action under way has done so far: who acts, what it recorded, whether it wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from knooppunt.kit.authority import Actor
from knooppunt.kit.events import Event

WRITING = re.compile(
    r"\s*(?:with\b.*\b)?(insert|update|delete|merge|truncate|copy\b.*\bfrom)\b", re.IGNORECASE | re.DOTALL
)


@dataclass(slots=True)
class Happening:
    """An event that waits to be written when the outermost action ends."""

    event: Event
    actor: Actor
    action: str


@dataclass(slots=True)
class Frame:
    """One action under way."""

    actor: Actor
    action: str
    outer: Frame | None
    happenings: list[Happening] = field(default_factory=list)
    wrote: bool = False

    def watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """A Django execute wrapper that notices writing."""
        if not self.wrote and WRITING.match(sql):
            self.wrote = True
        return execute(sql, params, many, context)


current: ContextVar[Frame | None] = ContextVar("action_frame", default=None)
