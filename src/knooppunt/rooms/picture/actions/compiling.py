"""The verbs of drafts: compile one, give it its texts and newer figures, correct a published one, put one aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from knooppunt.ground.figures.public import settled_moment
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, phrase
from knooppunt.rooms.picture.events import EditionCompiled, EditionDiscarded, EditionRefreshed, TextGiven
from knooppunt.rooms.picture.models import WITH_COMMISSIONERS, Edition, State
from knooppunt.rooms.picture.queries.compiling import Moment, circumstances, compiled, frozen, required
from knooppunt.rooms.picture.queries.products import Declared, declaration
from knooppunt.rooms.picture.queries.referring import with_references
from knooppunt.rooms.picture.queries.rows import (
    COMPILE,
    checked_moment,
    circumstances_of,
    content_of,
    eyes,
    locked,
    present_texts,
    product_of,
)
from knooppunt.rooms.picture.rules.approving import needed_reason
from knooppunt.rooms.picture.rules.canonical import digest
from knooppunt.rooms.picture.rules.composing import Circumstances
from knooppunt.rooms.picture.rules.products import Product
from knooppunt.rooms.picture.rules.steps import Step, Verb
from knooppunt.rooms.picture.turning import audience_of, back_to_work, let_fall, may_do, present_digest, turn
from knooppunt.rooms.picture.written import begin_texts, close_texts, open_texts, share_texts, write_text

LONGEST_TEXT = 20_000


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
    row = _begun(declared, at, given, None, actor)
    record(EditionCompiled(row.id, row.product, on, at.known_at, audience_of(row)))
    return row.id


@action
def correct(*, edition: UUID, reason: str, actor: Actor) -> UUID:
    """Begin the edition that corrects a published one: the same product, day and texts, with what is known now.

    It says which one it corrects and why; once it is published, the page of the earlier one points to it.
    """
    actor.require(COMPILE)
    row = locked(edition, actor)
    if row.state != State.PUBLISHED:
        raise Conflict(phrase("Only a published edition can be corrected."))
    corrects = {"number": row.number, "on": row.on.isoformat(), "reason": needed_reason(reason)}
    declared = declaration(row.product)
    keys = {block.key for block in declared.product.texts}
    given = {key: text for key, text in row.texts.items() if key in keys}
    at = Moment(row.on, settled_moment(actor=actor), row.borders)
    made = _begun(declared, at, given, corrects, actor, corrected=row)
    record(EditionCompiled(made.id, made.product, made.on, at.known_at, audience_of(made)))
    return made.id


def _begun(
    declared: Declared,
    at: Moment,
    given: dict[str, str],
    corrects: dict[str, Any] | None,
    actor: Actor,
    corrected: Edition | None = None,
) -> Edition:
    around = replace(circumstances(declared, at, actor), corrects=corrects)
    seen = with_references(around, given.values(), at, actor)
    content = required(compiled(declared.product, seen, given, at, actor))
    row = Edition.objects.create(
        product=declared.product.slug,
        on=at.on,
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
        marking=content["marking"],
        readers=[actor.id],
        commissioners=[asdict(each) for each in declared.product.commissioners],
        corrects=corrected,
    )
    begin_texts(row, given, actor)
    return row


@action
def set_text(*, edition: UUID, key: str, text: str, actor: Actor) -> None:
    """Write what a section has to say; an empty text takes it away. :class:`Conflict` when published.

    An edition that was for approval goes back to its sections, and the approvals of it fall.
    """
    actor.require(COMPILE)
    row = locked(edition, actor)
    step = may_do(row, Verb.WRITE, actor)
    given = _checked_texts(product_of(row), {key: text})
    if step in (Step.APPROVAL, Step.APPROVED):
        turn(row, Verb.WRITE, Step.REVIEW, actor)
        open_texts(row)
        back_to_work(row)
    write_text(row, key, given[key], actor)
    row.marking = content_of(row, actor)["marking"]
    share_texts(row)
    if step in (Step.APPROVAL, Step.APPROVED):
        let_fall(row, present_digest(row, actor))
    row.save()
    record(TextGiven(row.id, row.product, key, digest(text.encode()), audience_of(row)))


@action
def refreeze(*, edition: UUID, actor: Actor) -> datetime:
    """Freeze the figures, and everything around them, as known now; returns the moment. Other bytes let approvals fall.

    The product stays as it was declared when the edition was begun.
    """
    actor.require(COMPILE)
    row = locked(edition, actor)
    step = may_do(row, Verb.REFRESH, actor)
    settled = settled_moment(actor=actor)
    before, at = circumstances_of(row, actor), Moment(row.on, settled, row.borders)
    row.known_at, around = settled, _around_now(row, before, at, actor)
    row.circumstances, row.marking = frozen(around), around.marking
    share_texts(row)
    if row.state in WITH_COMMISSIONERS:
        row.reader = eyes(actor)
    turn(row, Verb.REFRESH, step, actor)
    let_fall(row, present_digest(row, actor))
    row.save()
    record(EditionRefreshed(row.id, audience_of(row)))
    return settled


def _around_now(row: Edition, before: Circumstances, at: Moment, actor: Actor) -> Circumstances:
    declared = Declared(product_of(row), row.declaration, row.product)
    around = replace(circumstances(declared, at, actor), corrects=before.corrects, number=row.number)
    seen = with_references(around, present_texts(row).values(), at, actor)
    content = required(compiled(declared.product, seen, present_texts(row), at, actor))
    return replace(around, marking=content["marking"])


@action
def discard(*, edition: UUID, actor: Actor) -> None:
    """Put a draft away; it is no longer shown, and a number it had is not given out again. Not when published."""
    actor.require(COMPILE)
    row = locked(edition, actor)
    may_do(row, Verb.DISCARD, actor)
    hears = audience_of(row)
    turn(row, Verb.DISCARD, Step.DISCARDED, actor)
    close_texts(row)
    row.save(update_fields=["state"])
    record(EditionDiscarded(row.id, row.product, hears))


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
