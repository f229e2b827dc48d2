"""What happened in readiness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class ProofAsked(Event):
    """Somebody is asked to answer on a contact point; neither its address nor the code is told."""

    about: ClassVar[str] = "proof"
    heard_with: ClassVar[tuple[str, ...]] = ("network.contacts",)

    proof: UUID
    contact: UUID
    person: UUID
    means: str


@dataclass(frozen=True, slots=True)
class ProofFailed(Event):
    """A wrong code was typed; ``left`` more are allowed."""

    about: ClassVar[str] = "proof"
    heard_with: ClassVar[tuple[str, ...]] = ("network.contacts",)

    proof: UUID
    contact: UUID
    left: int


@dataclass(frozen=True, slots=True)
class ProofAnswered(Event):
    """``how``: ``code`` or ``link``."""

    about: ClassVar[str] = "proof"
    heard_with: ClassVar[tuple[str, ...]] = ("network.contacts",)

    proof: UUID
    contact: UUID
    how: str
