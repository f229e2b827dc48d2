"""The texts of an edition that is underway: each text block is a document that many may write at once.

Writing in it is the room of writing; when a document begins, closes and opens again is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from knooppunt.ground.access.public import TLP
from knooppunt.ground.network.public import NODE_ID
from knooppunt.ground.writing.public import begin_text, close_text, reopen_text, replace_text, share_text
from knooppunt.kit.authority import Actor, Mandate
from knooppunt.rooms.picture.models import Edition
from knooppunt.rooms.picture.queries.rows import PEN, product_of, written

WRITING = frozenset(Mandate(permission) for permission in ("writing.read", "writing.write", "writing.everywhere"))


def begin_texts(row: Edition, given: Mapping[str, str], actor: Actor) -> None:
    """Begin the document of every text block that has none."""
    there = {each.key for each in written(row)}
    for block in product_of(row).texts:
        if block.key not in there:
            begin_text(
                about=str(row.id),
                key=block.key,
                section=block.section,
                text=given.get(block.key, ""),
                held_by=row.held_by or str(NODE_ID),
                marking=_while_written(row),
                shared_with=[],
                readers=[row.made_by_id],
                actor=_pen_of(actor),
            )


def write_text(row: Edition, key: str, text: str, actor: Actor) -> None:
    """Put ``text`` in the place of what stands in the document of this block, in the name of ``actor``."""
    begin_texts(row, row.texts, actor)
    found = next(each for each in written(row) if each.key == key)
    replace_text(document=found.id, seen_version=found.version, text=text, actor=_pen_of(actor))


def close_texts(row: Edition) -> None:
    """Let nobody write any more; what somebody is typing now is either in it or refused."""
    for each in written(row):
        close_text(document=each.id, actor=PEN)


def open_texts(row: Edition) -> None:
    """Let people write again."""
    for each in written(row):
        reopen_text(document=each.id, actor=PEN)


def share_texts(row: Edition) -> None:
    """Let the documents be seen by no more people than the edition as it is marked now."""
    marking = _while_written(row)
    for each in written(row):
        if each.marking != marking:
            share_text(document=each.id, marking=marking, shared_with=[], readers=[row.made_by_id], actor=PEN)


def _while_written(row: Edition) -> str:
    """The marking of its documents. That of the edition is for when it is out; what is in draft stays at its holder."""
    return TLP.AMBER if row.marking in (TLP.CLEAR, TLP.GREEN) else row.marking


def _pen_of(actor: Actor) -> Actor:
    """The same person, who may write here because they may compile; what they write carries their name."""
    return replace(actor, mandates=actor.mandates | WRITING)
