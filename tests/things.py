"""What is drawn and what is made of it: shared by what plants and what looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from knooppunt.ground.access.public import TLP
from knooppunt.kit.authority import Actor
from tests.rights import Person

NODE = "KCR2"
SOME_EDITIONS = (
    (TLP.AMBER, "published"), (TLP.RED, "published"), (TLP.AMBER_STRICT, "approval"), (TLP.GREEN, "scheduled"),
)  # fmt: skip


def word() -> str:
    """A word that stands nowhere else."""
    return f"geheim{uuid4().hex}"


@dataclass(frozen=True)
class Choices:
    """What is drawn: the markings of what is made, by whom it is held, with whom it is shared, how far it got.

    ``editions``: a marking and a step of each small one; ``open`` is the step of one for everyone.
    """

    delivery: TLP = TLP.AMBER
    round: TLP = TLP.AMBER
    texts: list[TLP] = field(default_factory=lambda: [TLP.AMBER, TLP.RED])
    statements: list[TLP] = field(default_factory=lambda: [TLP.AMBER, TLP.GREEN])
    dispatch: TLP = TLP.AMBER
    holder: str = NODE
    shared: str = "VRD"
    step: str = "published"
    editions: list[tuple[TLP, str]] = field(default_factory=lambda: list(SOME_EDITIONS))
    open: str = "published"


@dataclass(frozen=True)
class Thing:
    """Something that was made. ``word`` stands in it and nowhere else; ``key`` is its identifier, where it has one.

    ``sees``: who may read it. ``hears``: of whom the journal may know. ``addresses`` answer to who may see it.
    ``known_to_all``: strangers may know that it is there; ``read_by_all``: they may read it.
    """

    kind: str
    word: str
    key: str
    sees: Callable[[Person], bool]
    hears: Callable[[Person], bool]
    addresses: tuple[str, ...] = ()
    known_to_all: bool = False
    read_by_all: bool = False


@dataclass(frozen=True)
class Stage:
    """Who makes things, and where files are written."""

    folder: Path
    makers: dict[str, Actor]
    ids: dict[str, str]


@dataclass(frozen=True)
class Planted:
    """All that was made."""

    things: list[Thing]
    lists: list[str]
    open: list[str]
    inquiries: list[tuple[UUID, UUID]]
    editions: dict[UUID, Thing]

    def everywhere(self) -> list[str]:
        """Every page, table and answer of an interface on which something of it could stand."""
        return list(dict.fromkeys([*self.lists, *(path for thing in self.things for path in thing.addresses)]))

    def by_key(self) -> dict[str, Thing]:
        """The things by what the journal calls them."""
        return {thing.key: thing for thing in self.things if thing.key}
