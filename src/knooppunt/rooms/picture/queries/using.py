"""In which editions statements stand, and what has become of them since."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from knooppunt.ground.interpretation.public import Kind, StatementLine
from knooppunt.kit.authority import Actor
from knooppunt.rooms.picture.models import OUT, Edition, State
from knooppunt.rooms.picture.queries.rows import (
    UNDERWAY,
    EditionLine,
    content_of,
    line,
    present_texts,
    reader_of,
    row_of,
    visible,
)
from knooppunt.rooms.picture.queries.stating import Said, lines_of
from knooppunt.rooms.picture.rules.references import references


@dataclass(frozen=True, slots=True)
class StatementNews:
    """What became of a statement since an edition with it went out, and when.

    ``what``: ``stale``, ``rewritten``, ``confirmed`` or ``withdrawn``. ``text`` is what the edition says.
    """

    id: UUID
    what: str
    text: str
    at: datetime


def statement_news(which: UUID, *, actor: Actor) -> list[StatementNews]:
    """What became of the statements in a published edition since; nothing for one that is underway.

    Everyone who may read the edition is told that, but not what the statement says now: it is read with the eyes of who
    published. No query without statements.
    """
    row = row_of(which, actor)
    if row.state not in OUT:
        return []
    said = stated_in(content_of(row, actor))
    now = lines_of(said, reader_of(row))
    return [news for which, one in said.items() if which in now and (news := _news(one, now[which]))]


def stated_in(content: Mapping[str, Any]) -> dict[UUID, Said]:
    """Every statement in this content once, in its order."""
    found = [each["statement"] for block in content["blocks"] for each in block.get("references", ())]
    return {UUID(each["id"]): each for each in found if each is not None}


def _news(said: Said, now: StatementLine) -> StatementNews | None:
    if now.number != said["version"]:
        return StatementNews(now.id, now.kind, said["text"], now.known_from)
    if now.stale_since and not said["stale_since"] and now.kind != Kind.WITHDRAWN:
        return StatementNews(now.id, "stale", said["text"], now.stale_since)
    return None


def editions_with(statements: Collection[UUID], *, actor: Actor) -> Mapping[UUID, Sequence[EditionLine]]:
    """The editions that ``actor`` sees in which each of these statements stands, the newest first, with drafts.

    One query, and two for every edition that is still written in.
    """
    names = [str(each) for each in statements]
    held = [Q(circumstances__statements__icontains=name) for name in names]
    where = Q(state__in=UNDERWAY)
    for one in held:
        where |= Q(state=State.PUBLISHED) & one
    found: dict[UUID, list[EditionLine]] = {each: [] for each in statements}
    for row in visible(actor).filter(where).order_by("-made_at", "-id") if names else ():
        for which in _named(row) & found.keys():
            found[which].append(line(row))
    return found


def _named(row: Edition) -> set[UUID]:
    return set(_frozen(row)) if row.state in OUT else set(_written(row))


def _frozen(row: Edition) -> Iterator[UUID]:
    for said in row.circumstances.get("statements", {}).values():
        yield UUID(said["id"])


def _written(row: Edition) -> Iterator[UUID]:
    for reference in references(present_texts(row).values()):
        if reference.statement:
            yield reference.statement
