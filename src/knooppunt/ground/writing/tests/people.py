"""People who write, and a text to write in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID, uuid5

from knooppunt.ground.access.public import TLP
from knooppunt.ground.writing.public import begin_text
from knooppunt.kit.authority import Actor, Mandate

SPACE = UUID("0190b3a4-0000-7000-8000-000000000001")
KCR2 = str(SPACE)


def actor(name: str, *more: str, write: bool = True, sections: Collection[str] = (), organisation: str = KCR2) -> Actor:
    """Someone who may read texts, and unless told otherwise write in those of ``sections``."""
    permissions = ["writing.read", *(["writing.write"] if write else []), *more]
    mandates = frozenset(Mandate(permission) for permission in permissions)
    return Actor(str(uuid5(SPACE, name)), name, organisation, mandates=mandates, sections=frozenset(sections))


def begun(by: Actor, text: str, *, key: str = "zorg", section: str = "health", marking: str = TLP.AMBER_STRICT,
          readers: Sequence[str] = (), **more: Any) -> UUID:  # fmt: skip
    """A text of a section, begun by someone."""
    return begin_text(about="editie", key=key, section=section, text=text, held_by=KCR2, marking=marking,
                      shared_with=[], readers=readers, actor=by, **more)  # fmt: skip
