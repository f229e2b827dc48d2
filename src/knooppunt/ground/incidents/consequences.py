"""What a phase brings with it, as other rooms know it; and where it is decided to go up and down.

Rooms above declare it when the node starts: this room knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knooppunt.ground.incidents.rules import Phase
from knooppunt.kit.authority import Actor

Provider = Callable[[Phase, Actor], Sequence[str]]
"""The lines that this actor may read, in the language that is set; none when there is nothing or nothing to see."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What one room does in a phase. ``name`` is an English template to translate."""

    name: str
    lines: tuple[str, ...]


@dataclass(slots=True)
class Ways:
    """Names of the addresses where going up and down is decided; "" where no room brings them."""

    up: str = ""
    down: str = ""


_providers: dict[str, Provider] = {}
WAYS = Ways()


def declare_consequence(name: str, provider: Provider) -> None:
    """Let ``provider`` say what a phase brings with it, under the heading ``name`` (marked ``phrase``)."""
    _providers[name] = provider


def declare_ways(*, up: str, down: str) -> None:
    """Say at which addresses people decide to scale up and down."""
    WAYS.up, WAYS.down = up, down


def consequences(phase: Phase, *, actor: Actor) -> list[Consequence]:
    """What a phase brings with it, as far as the actor may know; by name, without what says nothing."""
    said = ((name, tuple(_providers[name](phase, actor))) for name in sorted(_providers))
    return [Consequence(name, lines) for name, lines in said if lines]
