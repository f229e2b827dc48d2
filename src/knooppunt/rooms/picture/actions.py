"""The verbs of editions: compile a draft, give it its texts, publish it, or discard it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

from django.db import connection
from django.db.models import Max

from knooppunt.ground.figures.public import settled_moment
from knooppunt.ground.files.public import keep
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.picture.events import EditionCompiled, EditionDiscarded, EditionPublished, TextGiven
from knooppunt.rooms.picture.exchange.documents import render
from knooppunt.rooms.picture.models import Edition, State
from knooppunt.rooms.picture.queries.compiling import Moment, circumstances, compiled, frozen, required
from knooppunt.rooms.picture.queries.editions import (
    COMPILE,
    EditionLine,
    checked_moment,
    draft_of,
    eyes,
    file_name,
    line,
    product_of,
    recompiled,
)
from knooppunt.rooms.picture.queries.products import declaration
from knooppunt.rooms.picture.rules.canonical import canonical, digest
from knooppunt.rooms.picture.rules.products import Product

PUBLISH = "picture.publish"
LONGEST_TEXT = 20_000
LANGUAGE = "nl"  # of the documents that are kept; the English ones are made when asked for


@action
def compile_edition(
    *,
    product: str,
    on: date,
    known: datetime | None = None,
    texts: Mapping[str, str] | None = None,
    actor: Actor,
) -> UUID:
    """Make a draft of a product on a day, as known at ``known`` (now when not given), and return its identifier.

    :class:`Conflict` when nothing at all is known; :class:`Invalid` for a moment ahead of us or a text nobody asked.
    """
    actor.require(COMPILE)
    declared = declaration(product)
    given = _checked_texts(declared.product, texts or {})
    settled = settled_moment(actor=actor)
    at = Moment(on, checked_moment(known) or settled, on)
    around = circumstances(declared, at, actor)
    required(compiled(declared.product, around, given, at, actor))
    row = Edition.objects.create(
        product=declared.product.slug,
        on=on,
        known_at=at.known_at,
        borders=at.borders,
        declaration=declared.text,
        circumstances=frozen(around),
        texts=given,
        reader=eyes(actor),
        made_at=now(),
        made_by_id=actor.id,
        made_by_name=actor.name,
        held_by=actor.organisation,
        marking=around.marking,
        readers=[actor.id],
    )
    record(EditionCompiled(row.id, row.product, on, at.known_at))
    return row.id


@action
def set_text(*, edition: UUID, key: str, text: str, actor: Actor) -> None:
    """Write what a section has to say in a draft; an empty text takes it away. :class:`Conflict` when published."""
    actor.require(COMPILE)
    row = draft_of(edition, actor)
    given = _checked_texts(product_of(row), {key: text})
    row.texts = {name: words for name, words in (row.texts | given).items() if words.strip()}
    row.save(update_fields=["texts"])
    record(TextGiven(row.id, row.product, key, digest(text.encode())))


@action
def publish(*, edition: UUID, actor: Actor) -> EditionLine:
    """Publish a draft: number it, freeze its content, keep it as JSON, HTML, PDF and xlsx. It never changes again."""
    actor.require(PUBLISH)
    row = draft_of(edition, actor)
    row.number = _next_number(row.product)
    row.reader = eyes(actor)
    content = required(recompiled(row, actor))
    frozen_bytes = canonical(content)
    row.content_sha256 = digest(frozen_bytes)
    _keep_documents(row, {"json": frozen_bytes} | {kind: render(content, kind, LANGUAGE) for kind in KINDS}, actor)
    row.state, row.published_at = State.PUBLISHED, now()
    row.published_by_id, row.published_by_name = actor.id, actor.name
    row.save()
    record(EditionPublished(row.id, row.product, row.number, row.on, row.content_sha256))
    return line(row)


@action
def discard(*, edition: UUID, actor: Actor) -> None:
    """Put a draft away; it is no longer shown. :class:`Conflict` when it was published."""
    actor.require(COMPILE)
    row = draft_of(edition, actor)
    row.state = State.DISCARDED
    row.save(update_fields=["state"])
    record(EditionDiscarded(row.id, row.product))


KINDS = ("html", "pdf", "xlsx")


def _keep_documents(row: Edition, documents: Mapping[str, bytes], actor: Actor) -> None:
    for kind, data in documents.items():
        original = keep(source=BytesIO(data), name=file_name(row, kind), permission=PUBLISH, actor=actor)
        setattr(row, "canonical" if kind == "json" else kind, original)


def _next_number(product: str) -> int:
    """One more than the last; two who publish at once come one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"picture.number.{product}"])
    highest = Edition.objects.filter(product=product).aggregate(Max("number"))["number__max"]
    return (highest or 0) + 1


def _checked_texts(product: Product, texts: Mapping[str, str]) -> dict[str, str]:
    known = [block.key for block in product.texts]
    for key, text in texts.items():
        if key not in known:
            template = phrase("There is no text {key}; there are {known}.")
            raise Invalid(template, place=key, key=key, known=", ".join(known))
        if len(text) > LONGEST_TEXT:
            template = phrase("The text is longer than {longest} characters.")
            raise Invalid(template, place=key, longest=LONGEST_TEXT)
        if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in text):
            raise Invalid(phrase("The text holds signs that cannot be printed."), place=key)
    return dict(texts)
