"""Reading editions. A draft is for those who compile; a published edition for whoever its marking lets see it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q

from knooppunt.ground.access.public import MarkedQuerySet
from knooppunt.ground.files.public import original_path, vault
from knooppunt.kit.authority import EVERYTHING, Actor, Mandate
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.rooms.picture.models import Edition, State
from knooppunt.rooms.picture.queries.compiling import Moment, circumstances, compiled, thawed
from knooppunt.rooms.picture.queries.products import READ, declaration
from knooppunt.rooms.picture.rules.declarations import read_product
from knooppunt.rooms.picture.rules.products import Product, Words

COMPILE = "picture.compile"
Kind = Literal["json", "html", "pdf", "xlsx"]
MEDIA = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in a list. ``number`` and ``sha256`` are empty for a draft; moments are UTC."""

    id: UUID
    product: str
    title: Mapping[str, str]
    number: int | None
    on: date
    known_at: datetime
    borders: date
    state: str
    marking: str
    exercise: bool
    made_at: datetime
    made_by: str
    published_at: datetime | None
    published_by: str
    sha256: str

    def title_in(self, language: str) -> str:
        """The title in ``nl`` or ``en``."""
        return self.title[language]


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
    *, product: str | None = None, state: str | None = None, limit: int = 50, offset: int = 0, actor: Actor
) -> list[EditionLine]:
    """Editions, the newest first: drafts (of those who may compile) before what was published."""
    rows = visible(actor)
    if product:
        rows = rows.filter(product=product.replace("-", "_"))
    if state:
        rows = rows.filter(state=state)
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
    rows = visible(actor).filter(Q(state=State.DRAFT) | Q(pk__in=newest.values("pk"))).order_by("-made_at")
    found = [line(row) for row in rows]
    published = [each for each in found if each.state == State.PUBLISHED]
    return _last_first(published), [each for each in found if each.state == State.DRAFT]


def latest_editions(*, actor: Actor) -> list[EditionLine]:
    """The newest published edition of each product, the one that came out last first. One query."""
    rows = visible(actor).filter(state=State.PUBLISHED).order_by("product", "-number").distinct("product")
    return _last_first([line(row) for row in rows])


def _last_first(published: list[EditionLine]) -> list[EditionLine]:
    return sorted(published, key=lambda each: (each.published_at or each.made_at, each.product), reverse=True)


def waiting_drafts(*, actor: Actor) -> list[EditionLine]:
    """Drafts that are neither published nor discarded, the newest first; nothing for who may not compile."""
    return [line(row) for row in visible(actor).filter(state=State.DRAFT).order_by("-made_at")]


def edition_before(which: UUID, *, actor: Actor) -> EditionLine | None:
    """The published edition of the same product before this one; for a draft the newest."""
    found = row_before(row_of(which, actor), actor)
    return line(found) if found else None


def texts(which: UUID, *, actor: Actor) -> list[TextLine]:
    """What the sections wrote or have to write, in the order of the product."""
    row = row_of(which, actor)
    return [
        TextLine(block.key, block.title, block.section, block.prompt, row.texts.get(block.key, ""))
        for block in product_of(row).texts
    ]


def content(which: UUID, *, actor: Actor) -> dict[str, Any]:
    """The content: of a published edition the bytes that were published, of a draft what they would be now."""
    return content_of(row_of(which, actor), actor)


def content_of_line(edition: EditionLine, *, actor: Actor) -> dict[str, Any]:
    """The content of a published edition that was read as a line, which decided that it may be seen. No query."""
    actor.require(READ)
    return _published(edition.sha256)


def preview(product: str, *, on: date, known: datetime | None = None, actor: Actor) -> dict[str, Any]:
    """The content of a product on a day, without writing anything."""
    actor.require(COMPILE)
    declared = declaration(product)
    at = Moment(on, checked_moment(known) or now(), on)
    return compiled(declared.product, circumstances(declared, at, actor), {}, at, actor)


def document(which: UUID, kind: str, *, actor: Actor) -> Document:
    """A published edition as ``json``, ``html``, ``pdf`` or ``xlsx``. Raises :class:`NotFound`."""
    row = row_of(which, actor)
    if row.state != State.PUBLISHED or kind not in MEDIA:
        raise NotFound(phrase("There is nothing here."))
    original = getattr(row, "canonical" if kind == "json" else kind)
    path = original_path(original.sha256)
    return Document(file_name(row, kind), MEDIA[kind], path, original.size, original.sha256)


def file_name(row: Edition, kind: str) -> str:
    """``landelijk-beeld-12-2020-09-15.pdf``."""
    return f"{row.product.replace('_', '-')}-{row.number}-{row.on.isoformat()}.{kind}"


def visible(actor: Actor) -> MarkedQuerySet[Edition]:
    """The editions that ``actor`` sees; needs ``picture.read``."""
    actor.require(READ)
    shown = Q(state=State.PUBLISHED)
    if actor.may(COMPILE):
        shown |= Q(state=State.DRAFT)
    return Edition.objects.visible_to(actor).filter(shown)


def row_of(which: UUID, actor: Actor) -> Edition:
    """The row of an edition that ``actor`` sees, with its files. Raises :class:`NotFound`."""
    row = visible(actor).select_related("canonical", "html", "pdf", "xlsx").filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is no such edition."))
    return row


def row_before(row: Edition, actor: Actor) -> Edition | None:
    """The published edition of the same product before this one; for a draft the newest."""
    rows = visible(actor).filter(product=row.product, state=State.PUBLISHED).select_related("canonical")
    if row.number is not None:
        rows = rows.filter(number__lt=row.number)
    return rows.order_by("-number").first()


def content_of(row: Edition, actor: Actor) -> dict[str, Any]:
    """See :func:`content`."""
    if row.state == State.PUBLISHED:
        return _published(row.content_sha256)
    return recompiled(row, actor)


def _published(sha256: str) -> dict[str, Any]:
    """The content with this digest. That its bytes are kept is sure: the edition points at them."""
    found: dict[str, Any] = json.loads(vault().place(sha256).read_bytes())
    return found


def recompiled(row: Edition, actor: Actor, number: int | None = None) -> dict[str, Any]:
    """The content composed again from the figures, read with the eyes of ``actor``."""
    at = Moment(row.on, row.known_at, row.borders)
    around = thawed(row.circumstances, at, number or row.number)
    return compiled(product_of(row), around, row.texts, at, actor)


def product_of(row: Edition) -> Product:
    """The product as it was declared when the edition was made."""
    return _read_product(row.declaration, row.product)


@lru_cache(maxsize=256)
def _read_product(written: str, slug: str) -> Product:
    return read_product(written, slug)


def reader_of(row: Edition) -> Actor:
    """Whose eyes read the figures of this edition, so that making it again reads the same."""
    permission = EVERYTHING if row.reader["everything"] else "figures.read"
    return Actor(
        id=row.reader["id"],
        name=row.reader["name"],
        organisation=row.reader["organisation"],
        kind=row.reader["kind"],
        mandates=frozenset({Mandate(permission)}),
    )


def eyes(actor: Actor) -> dict[str, Any]:
    """What :func:`reader_of` needs to know of ``actor``."""
    return {
        "id": actor.id,
        "name": actor.name,
        "organisation": actor.organisation,
        "kind": actor.kind,
        "everything": actor.may(EVERYTHING),
    }


def checked_moment(known: datetime | None) -> datetime | None:
    """``known``, refused when it lies ahead: what we will know then is not known."""
    if known is not None and known > now():
        raise Invalid(phrase("The moment {known} lies in the future."), place="known", known=known.isoformat())
    return known


def line(row: Edition) -> EditionLine:
    product = product_of(row)
    return EditionLine(
        id=row.id,
        product=row.product,
        title={"nl": product.title.nl, "en": product.title.en},
        number=row.number,
        on=row.on,
        known_at=row.known_at,
        borders=row.borders,
        state=row.state,
        marking=row.marking,
        exercise=row.circumstances["exercise"],
        made_at=row.made_at,
        made_by=row.made_by_name,
        published_at=row.published_at,
        published_by=row.published_by_name,
        sha256=row.content_sha256,
    )


def draft_of(which: UUID, actor: Actor) -> Edition:
    """The draft, locked until the transaction ends. Raises :class:`Conflict` when it was published already."""
    row = visible(actor).select_for_update().filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is no such edition."))
    if row.state == State.PUBLISHED:
        raise Conflict(phrase("Edition {number} is published and can no longer change."), number=row.number)
    return row
