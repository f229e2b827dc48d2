"""Reading editions. A draft is for those who compile; a published edition for whoever its marking lets see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q

from knooppunt.ground.files.public import original_path
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.picture.models import OUT, State
from knooppunt.rooms.picture.queries.compiling import Moment, circumstances, compiled
from knooppunt.rooms.picture.queries.products import READ, declaration
from knooppunt.rooms.picture.queries.rows import (
    COMPILE,
    UNDERWAY,
    EditionLine,
    checked_moment,
    content_of,
    file_name,
    kept_content,
    line,
    may_see_withdrawn,
    present_texts,
    product_of,
    row_before,
    row_of,
    visible,
)
from knooppunt.rooms.picture.rules.products import Words

Kind = Literal["json", "html", "pdf", "xlsx"]
MEDIA = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text that a section writes in an edition; ``text`` is empty when it has not. ``section``: a key, see rules."""

    key: str
    title: Words
    section: str
    prompt: Words
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A published edition in one format, for reading only."""

    name: str
    media_type: str
    path: Path
    size: int
    sha256: str


def editions(
    *,
    product: str | None = None,
    state: str | Sequence[str] | None = None,
    limit: int = 50,
    offset: int = 0,
    actor: Actor,
) -> list[EditionLine]:
    """Editions, the newest first: drafts (of those who may compile) before what was published."""
    rows = visible(actor)
    if product:
        rows = rows.filter(product=product.replace("-", "_"))
    if state:
        rows = rows.filter(state__in=[state] if isinstance(state, str) else state)
    return [line(row) for row in rows.order_by("-made_at", "-id")[offset : offset + limit]]


def edition(which: UUID, *, actor: Actor) -> EditionLine:
    """One edition. Raises :class:`NotFound`, also when it may not be seen."""
    return line(row_of(which, actor))


def latest_edition(product: str, *, actor: Actor) -> EditionLine | None:
    """The published edition of the product with the highest number, when there is one."""
    rows = visible(actor).filter(product=product.replace("-", "_"), state=State.PUBLISHED)
    found = rows.order_by("-number").first()
    return line(found) if found else None


def front(*, actor: Actor) -> tuple[list[EditionLine], list[EditionLine]]:
    """What :func:`latest_editions` and :func:`waiting_drafts` tell, together. One query."""
    newest = visible(actor).filter(state=State.PUBLISHED).order_by("product", "-number").distinct("product")
    rows = visible(actor).filter(Q(state__in=UNDERWAY) | Q(pk__in=newest.values("pk"))).order_by("-made_at")
    found = [line(row) for row in rows]
    published = [each for each in found if each.state == State.PUBLISHED]
    return _last_first(published), [each for each in found if each.underway]


def latest_editions(*, actor: Actor) -> list[EditionLine]:
    """The newest published edition of each product, the one that came out last first. One query."""
    rows = visible(actor).filter(state=State.PUBLISHED).order_by("product", "-number").distinct("product")
    return _last_first([line(row) for row in rows])


def _last_first(published: list[EditionLine]) -> list[EditionLine]:
    return sorted(published, key=lambda each: (each.published_at or each.made_at, each.product), reverse=True)


def waiting_drafts(*, actor: Actor) -> list[EditionLine]:
    """What is underway: not published and not put aside, the newest first. Of whoever may see it."""
    return [line(row) for row in visible(actor).filter(state__in=UNDERWAY).order_by("-made_at")]


def edition_before(which: UUID, *, actor: Actor) -> EditionLine | None:
    """The published edition of the same product before this one; for a draft the newest."""
    found = row_before(row_of(which, actor), actor)
    return line(found) if found else None


def texts(which: UUID, *, actor: Actor) -> list[TextLine]:
    """What the sections wrote or have to write, in the order of the product."""
    row = row_of(which, actor)
    return [
        TextLine(block.key, block.title, block.section, block.prompt, present_texts(row).get(block.key, ""))
        for block in product_of(row).texts
    ]


def content(which: UUID, *, actor: Actor) -> dict[str, Any]:
    """The content: of a published edition the bytes that were published, of a draft what they would be now."""
    return content_of(row_of(which, actor), actor)


def content_of_line(edition: EditionLine, *, actor: Actor) -> dict[str, Any]:
    """The content of a published edition that was read as a line, which decided that it may be seen. No query."""
    actor.require(READ)
    if edition.state == State.WITHDRAWN:
        may_see_withdrawn(actor)
    return kept_content(edition.sha256)


def resolve(which: UUID, tokens: Sequence[str] | None = None, *, actor: Actor) -> dict[str, Any]:
    """The content of an edition that is underway, with ``tokens`` as the text of its first section (nothing: its own).

    Its ``references`` say what each token stands for. Writes nothing. Raises :class:`NotFound`.
    """
    actor.require(COMPILE)
    row = row_of(which, actor)
    keys = [block.key for block in product_of(row).texts]
    if row.state in OUT or not keys:
        raise NotFound(phrase("There is nothing here."))
    if tokens is not None:
        row.texts = {keys[0]: " ".join(tokens)}
    return content_of(row, actor)


def preview(product: str, *, on: date, known: datetime | None = None, actor: Actor) -> dict[str, Any]:
    """The content of a product on a day, without writing anything."""
    actor.require(COMPILE)
    declared = declaration(product)
    at = Moment(on, checked_moment(known) or now(), on)
    return compiled(declared.product, circumstances(declared, at, actor), {}, at, actor)


def document(which: UUID, kind: str, *, actor: Actor) -> Document:
    """A published edition as ``json``, ``html``, ``pdf`` or ``xlsx``. Raises :class:`NotFound`.

    The documents of one that was withdrawn are kept, for those who compile.
    """
    row = row_of(which, actor)
    if row.state not in OUT or kind not in MEDIA:
        raise NotFound(phrase("There is nothing here."))
    if row.state == State.WITHDRAWN:
        may_see_withdrawn(actor)
    original = getattr(row, "canonical" if kind == "json" else kind)
    path = original_path(original.sha256)
    return Document(file_name(row, kind), MEDIA[kind], path, original.size, original.sha256)


def due(*, actor: Actor) -> list[UUID]:
    """The editions whose embargo has ended, the one that waits longest first."""
    rows = visible(actor).filter(state=State.SCHEDULED, embargo__lte=now())
    return list(rows.order_by("embargo", "id").values_list("pk", flat=True))


def approved_somewhere(*, actor: Actor) -> list[UUID]:
    """The editions that are for approval."""
    return list(visible(actor).filter(state=State.APPROVAL).order_by("made_at").values_list("pk", flat=True))
