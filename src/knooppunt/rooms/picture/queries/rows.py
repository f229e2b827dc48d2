"""Rows of editions: which ones an actor sees, what is in them, and whose eyes read it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from knooppunt.ground.access.public import MarkedQuerySet
from knooppunt.ground.files.public import vault
from knooppunt.ground.writing.public import WrittenText, texts_about
from knooppunt.kit.authority import EVERYTHING, Actor, Mandate, system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid, NotFound, phrase
from knooppunt.rooms.picture.models import BEFORE_APPROVAL, OUT, WITH_COMMISSIONERS, Edition, State
from knooppunt.rooms.picture.queries.compiling import Moment, compiled, thawed
from knooppunt.rooms.picture.queries.lacking import outside
from knooppunt.rooms.picture.queries.products import READ
from knooppunt.rooms.picture.queries.referring import with_references
from knooppunt.rooms.picture.rules.composing import PRESENT, Circumstances
from knooppunt.rooms.picture.rules.declarations import read_product
from knooppunt.rooms.picture.rules.products import Product

COMPILE, APPROVE = "picture.compile", "picture.approve"
SIGHT = ("figures.read", "interpretation.read", "reporting.read")
"""What the eyes of whoever compiles may read; the first is all that was kept of them at first."""
PEN = system_actor("picture")
"""Who reads, closes and opens the documents: whoever may do the verb need not be allowed to write in them."""
UNDERWAY = (*BEFORE_APPROVAL, *WITH_COMMISSIONERS)


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in a list. ``number`` and ``sha256`` are empty for a draft; moments are UTC.

    ``state`` is the kept step, see ``rules.steps``. ``corrects``: the earlier edition that this one corrects.
    """

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
    unapproved: bool
    embargo: datetime | None
    corrects: UUID | None
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str

    @property
    def underway(self) -> bool:
        """Whether it is not published, and may be."""
        return self.state in UNDERWAY

    def title_in(self, language: str) -> str:
        """The title in ``nl`` or ``en``."""
        return self.title[language]


def file_name(row: Edition, kind: str) -> str:
    """``landelijk-beeld-12-2020-09-15.pdf``."""
    return f"{row.product.replace('_', '-')}-{row.number}-{row.on.isoformat()}.{kind}"


def visible(actor: Actor) -> MarkedQuerySet[Edition]:
    """The editions that ``actor`` sees; needs ``picture.read``. What commissioners have before them, they see too."""
    actor.require(READ)
    shown = [*OUT]
    if actor.may(COMPILE):
        shown += BEFORE_APPROVAL
    if actor.may(COMPILE) or actor.may(APPROVE):
        shown += WITH_COMMISSIONERS
    return Edition.objects.visible_to(actor).filter(state__in=shown)


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
    """See :func:`content`. What commissioners have before them is read with the eyes of who asked them."""
    if row.state == State.WITHDRAWN:
        may_see_withdrawn(actor)
    if row.state in OUT:
        return kept_content(row.content_sha256)
    return recompiled(row, reader_of(row) if row.state in WITH_COMMISSIONERS else actor)


def may_see_withdrawn(actor: Actor) -> None:
    """What was withdrawn is read by those who compile; for others there is nothing but that it was."""
    if not actor.may(COMPILE):
        raise NotFound(phrase("There is nothing here."))


def kept_content(sha256: str) -> dict[str, Any]:
    """The content with this digest. That its bytes are kept is sure: the edition points at them."""
    found: dict[str, Any] = json.loads(vault().place(sha256).read_bytes())
    return found


def recompiled(row: Edition, actor: Actor, texts: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The content composed again from the figures, read with the eyes of ``actor``; ``texts`` instead of its own."""
    words = present_texts(row) if texts is None else texts
    around = circumstances_of(row, actor, words)
    return compiled(product_of(row), around, words, moment_of(row), actor)


def circumstances_of(row: Edition, actor: Actor, texts: Mapping[str, str] | None = None) -> Circumstances:
    """Everything in it that is not a figure: frozen when it is out; else with what texts and other rooms say now."""
    at = moment_of(row)
    around = thawed(row.circumstances, at, row.number)
    if row.state in OUT:
        return around
    fresh = replace(around, schema=PRESENT, unapproved=row.unapproved)
    words = present_texts(row) if texts is None else texts
    fresh = with_references(fresh, words.values(), at, actor)
    return replace(fresh, outside=outside(product_of(row), fresh, at, actor))


def moment_of(row: Edition) -> Moment:
    """The day and the moment as known of this edition."""
    return Moment(row.on, row.known_at, row.borders)


def present_texts(row: Edition) -> dict[str, str]:
    """What the sections have written, by block: in their documents, until it goes for approval and is frozen."""
    texts: dict[str, str] = row.texts
    if row.state not in BEFORE_APPROVAL:
        return texts
    found = texts | {each.key: each.text for each in written(row)}
    return {key: text for key, text in found.items() if text.strip()}


def written(row: Edition) -> Sequence[WrittenText]:
    """The documents of its text blocks, as they stand; none for an edition from before there were any. Two queries."""
    return texts_about(str(row.id), actor=PEN)


def product_of(row: Edition) -> Product:
    """The product as it was declared when the edition was made."""
    return _read_product(row.declaration, row.product)


@lru_cache(maxsize=256)
def _read_product(written: str, slug: str) -> Product:
    return read_product(written, slug)


def reader_of(row: Edition) -> Actor:
    """Whose eyes read the figures of this edition, so that making it again reads the same."""
    permissions = [EVERYTHING] if row.reader["everything"] else row.reader.get("may", SIGHT[:1])
    return Actor(
        id=row.reader["id"],
        name=row.reader["name"],
        organisation=row.reader["organisation"],
        kind=row.reader["kind"],
        mandates=frozenset(Mandate(permission) for permission in permissions),
    )


def eyes(actor: Actor) -> dict[str, Any]:
    """What :func:`reader_of` needs to know of ``actor``."""
    return {
        "id": actor.id,
        "name": actor.name,
        "organisation": actor.organisation,
        "kind": actor.kind,
        "everything": actor.may(EVERYTHING),
        "may": [permission for permission in SIGHT if actor.may(permission)],
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
        sha256=row.content_sha256 if row.state in OUT else "",
        unapproved=row.unapproved,
        embargo=row.embargo,
        corrects=row.corrects_id,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by_name,
        withdrawn_why=row.withdrawn_why,
    )


def locked(which: UUID, actor: Actor) -> Edition:
    """The row, locked until the transaction ends, so that verbs on one edition come one after the other."""
    row = visible(actor).select_for_update(of=("self",)).filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is no such edition."))
    return row
