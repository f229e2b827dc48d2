"""What everyone may read: published editions marked TLP:CLEAR, for whoever asks, without signing in.

Of an exercise nothing is shown outside a demo: nobody must take it for real.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from knooppunt.ground.access.public import TLP, MarkedQuerySet
from knooppunt.kit.authority import Actor, Mandate
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.picture.models import OUT, Edition, State
from knooppunt.rooms.picture.queries.editions import Document, document
from knooppunt.rooms.picture.queries.products import READ
from knooppunt.rooms.picture.queries.rows import EditionLine, line, visible

PUBLIC = Actor(id="public", name="public", mandates=frozenset({Mandate(READ)}))
"""Everyone: works for no organisation, so the markings let through what is TLP:CLEAR and nothing else."""
KINDS = ("html", "pdf", "json")
LARGEST = 2**31 - 1
MOST = 100
"""Editions in the list and in the feed: the newest."""


@dataclass(frozen=True, slots=True)
class PublicEdition:
    """An edition for everyone. Moments in UTC; ``withdrawn_at`` where its content is no longer given.

    Nothing that says who made it, or what the house has besides.
    """

    id: UUID
    product: str
    slug: str
    title: Mapping[str, str]
    number: int
    on: date
    published_at: datetime
    updated_at: datetime
    withdrawn_at: datetime | None
    exercise: bool
    sha256: str
    pdf_size: int


def public_editions(product: str | None = None, *, actor: Actor = PUBLIC) -> list[PublicEdition]:
    """The newest editions that are for everyone, of one product or of all. One query."""
    rows = _for_everyone(actor)
    rows = rows.filter(product=product.replace("-", "_")) if product else rows
    return [_public(row) for row in rows.order_by("-published_at", "-id")[:MOST]]


def public_edition(product: str, number: int, *, actor: Actor = PUBLIC) -> tuple[PublicEdition, EditionLine]:
    """One edition, and as the line it is drawn from. Raises :class:`NotFound`."""
    row = _row(product, number, actor)
    return _public(row), line(row)


def public_document(product: str, number: int, kind: str, *, actor: Actor = PUBLIC) -> Document:
    """The edition in one format. Raises :class:`NotFound`, also when it was withdrawn."""
    row = _row(product, number, actor)
    if row.state != State.PUBLISHED or kind not in KINDS:
        raise NotFound(phrase("There is nothing here."))
    return document(row.id, kind, actor=actor)


def _row(product: str, number: int, actor: Actor) -> Edition:
    # The largest number a column holds: a larger one is no edition either.
    row = _for_everyone(actor).filter(product=product.replace("-", "_"), number=min(number, LARGEST)).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    return row


def _for_everyone(actor: Actor) -> MarkedQuerySet[Edition]:
    rows = visible(actor).filter(marking=TLP.CLEAR, state__in=OUT).select_related("pdf")
    return rows if settings.KNOOPPUNT.demo else rows.filter(circumstances__exercise=False)


def _public(row: Edition) -> PublicEdition:
    told = line(row)
    assert told.number is not None  # it is out
    assert told.published_at is not None
    return PublicEdition(
        told.id,
        told.product,
        told.product.replace("_", "-"),
        told.title,
        told.number,
        told.on,
        told.published_at,
        told.withdrawn_at or told.published_at,
        told.withdrawn_at,
        told.exercise,
        told.sha256,
        row.pdf.size,  # type: ignore[union-attr]  # what is out has it
    )
