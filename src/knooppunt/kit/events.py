"""Facts that were established, as frozen values in the past tense."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Self, get_type_hints
from uuid import UUID

from knooppunt.kit.audience import NOBODY_HEARS, Audience
from knooppunt.kit.authority import Actor

AUDIENCE = "audience"
"""The field of an event that says who may hear of it."""

type_names: dict[str, type[Event]] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events. A subclass lives in its room's ``events.py`` and is named ``room.ClassName``.

    Fields are text, numbers, booleans, dates, moments, UUIDs or tuples of these. ``about`` names the field that holds
    the identifier of the thing the event is about. A class with a field ``audience: Audience`` is heard of by that
    audience only; of one without it hears whoever may read in its room. ``heard_with`` names permissions of which one
    is needed besides, for things that not everybody who may read in the room may see; none: no more is needed.
    """

    about: ClassVar[str] = ""
    heard_with: ClassVar[tuple[str, ...]] = ()

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
        """The event again, from what :meth:`payload` gave, also in an earlier version of the house.

        A field that is no more is left out. One written before it had an audience is for nobody but the node itself.
        """
        hints = get_type_hints(cls)
        names = {f.name for f in dataclasses.fields(cls)}
        kept = {name: _typed(hints[name], value) for name, value in payload.items() if name in names}
        return cls(**({AUDIENCE: NOBODY_HEARS} | kept if cls.has_audience() else kept))

    @classmethod
    def has_audience(cls) -> bool:
        """Whether events of this class say who may hear of them."""
        return any(f.name == AUDIENCE for f in dataclasses.fields(cls))

    @classmethod
    def open_to(cls, actor: Actor) -> bool:
        """Whether ``actor`` has a permission that events of this class are heard with."""
        return not cls.heard_with or any(actor.may_anywhere(permission) for permission in cls.heard_with)


def event_named(name: str) -> type[Event]:
    """The class of the event called ``name``; ``KeyError`` when no room defines it."""
    return type_names[name]


def without_audience() -> list[str]:
    """The names of the known events that do not say who may hear of them: whoever may read in their room."""
    return sorted(name for name, event in type_names.items() if not event.has_audience())


def closed_to(actor: Actor) -> list[str]:
    """The names of the events that ``actor`` may not hear of, whoever their audience is: see ``heard_with``."""
    return sorted(name for name, event in type_names.items() if not event.open_to(actor))


def audience_from(told: dict[str, Any] | None) -> Audience | None:
    """The audience again, from what a payload holds of it."""
    if told is None:
        return None
    return Audience(told["held_by"], told["marking"], tuple(told["shared_with"]), tuple(told["readers"]))


def _plain(value: Any) -> Any:
    if isinstance(value, Audience):
        return {name: _plain(part) for name, part in dataclasses.asdict(value).items()}
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _typed(hint: Any, value: Any) -> Any:
    if hint is Audience:
        return audience_from(value)
    if isinstance(value, str) and hint is UUID:
        return UUID(value)
    if isinstance(value, str) and hint in (date, datetime):
        return hint.fromisoformat(value)
    if isinstance(value, list):
        return tuple(value)
    return value
