"""Facts that were established, as frozen values in the past tense."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Self, get_type_hints
from uuid import UUID

type_names: dict[str, type[Event]] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events. A subclass lives in its room's ``events.py`` and is named ``room.ClassName``.

    Fields are text, numbers, booleans, dates, moments, UUIDs or tuples of these. ``about`` names the field that holds
    the identifier of the thing the event is about.
    """

    about: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # No zero-argument super(): slots=True makes the class twice.
        type_names[cls.event_name()] = cls

    @classmethod
    def event_name(cls) -> str:
        """``room.ClassName``, after the package the event lives in."""
        return f"{cls.__module__.split('.')[-2]}.{cls.__name__}"

    def subject(self) -> str:
        """The identifier of the thing this is about, as text."""
        return str(getattr(self, self.about)) if self.about else ""

    def payload(self) -> dict[str, Any]:
        """The fields as values that JSON can hold."""
        return {f.name: _plain(getattr(self, f.name)) for f in dataclasses.fields(self)}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """The event again, from what :meth:`payload` gave."""
        hints = get_type_hints(cls)
        return cls(**{name: _typed(hints.get(name), value) for name, value in payload.items()})


def event_named(name: str) -> type[Event]:
    """The class of the event called ``name``; ``KeyError`` when no room defines it."""
    return type_names[name]


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _typed(hint: Any, value: Any) -> Any:
    if isinstance(value, str) and hint is UUID:
        return UUID(value)
    if isinstance(value, str) and hint in (date, datetime):
        return hint.fromisoformat(value)
    if isinstance(value, list):
        return tuple(value)
    return value
