"""Who acts, for whom, and with what mandate. Authority travels as a value: asking it costs no query."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

from knooppunt.kit.problems import NotAllowed, phrase

NATION = "NL"
EVERYTHING = "*"

_times_asked: ContextVar[int] = ContextVar("times_asked", default=0)


def times_asked() -> int:
    """How often authority was asked in this context; ``@action`` compares before and after."""
    return _times_asked.get()


@dataclass(frozen=True, slots=True)
class Mandate:
    """Leave to use ``permission`` (``"room.verb"``) in ``area`` (a code; ``NL`` holds everywhere)."""

    permission: str
    area: str = NATION

    def covers(self, permission: str, area: str) -> bool:
        return self.permission in (permission, EVERYTHING) and self.area in (area, NATION)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a system that asks for something.

    ``id`` and ``organisation`` are identifiers as text, so that the journal can outlive them. ``kind`` ``"system"`` is
    the node itself (a job, or an operator at the terminal of the server). ``sections`` are the sections of the node in
    which the person has a function today; that alone gives no leave for anything.
    """

    id: str
    name: str
    organisation: str = ""
    kind: Literal["person", "system"] = "person"
    mandates: frozenset[Mandate] = field(default_factory=frozenset)
    sections: frozenset[str] = field(default_factory=frozenset)

    def may(self, permission: str, area: str = NATION) -> bool:
        """Whether a mandate covers this. Does not count as asking; verbs use :meth:`require`."""
        return any(mandate.covers(permission, area) for mandate in self.mandates)

    def may_anywhere(self, permission: str) -> bool:
        """Whether a mandate gives this permission for any area at all."""
        return any(mandate.covers(permission, mandate.area) for mandate in self.mandates)

    def areas_of(self, permission: str) -> frozenset[str]:
        """The areas in which mandates give this permission; ``NL`` among them: everywhere."""
        return frozenset(mandate.area for mandate in self.mandates if mandate.covers(permission, mandate.area))

    def require_anywhere(self, permission: str) -> frozenset[str]:
        """The areas in which ``permission`` is given; :class:`NotAllowed` when there are none."""
        areas = self.areas_of(permission)
        self.require(permission, min(areas, default=NATION))
        return areas

    def require(self, permission: str, area: str = NATION) -> None:
        """Raise :class:`NotAllowed` unless a mandate covers ``permission`` in ``area``."""
        _times_asked.set(_times_asked.get() + 1)
        if not self.may(permission, area):
            raise NotAllowed(phrase("There is nothing here."))


NOBODY = Actor(id="", name="")


def system_actor(name: str, permissions: Iterable[str] = (EVERYTHING,)) -> Actor:
    """The node itself, acting under ``name`` with ``permissions`` everywhere."""
    return Actor(
        id=f"system:{name}",
        name=name,
        kind="system",
        mandates=frozenset(Mandate(permission) for permission in permissions),
    )
