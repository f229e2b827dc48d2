"""Who may do what to a text, of those who may see it."""

from __future__ import annotations

from enum import Enum

from knooppunt.kit.authority import Actor

READ, WRITE, EVERYWHERE = "writing.read", "writing.write", "writing.everywhere"


class Right(Enum):
    """What someone may do to a text, from less to more: read it, suggest changes to it, write in it."""

    READ = "read"
    SUGGEST = "suggest"
    WRITE = "write"


def right_of(actor: Actor, section: str, *, closed: bool) -> Right | None:
    """What ``actor`` may do to a text of ``section`` (empty: of everyone); ``None`` when not even read.

    A text belongs to a section: who works there writes, others suggest, unless they may write everywhere.
    """
    if not actor.may(READ):
        return None
    if closed or not actor.may(WRITE):
        return Right.READ
    if not section or section in actor.sections or actor.may(EVERYWHERE):
        return Right.WRITE
    return Right.SUGGEST
