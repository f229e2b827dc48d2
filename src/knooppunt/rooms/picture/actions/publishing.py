"""The verbs that let an edition out: publish, schedule under embargo, release at its end; and withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db.models import Max

from knooppunt.ground.files.public import keep
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import EVERYTHING, Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Problem, phrase
from knooppunt.rooms.picture.events import EditionPublished, EditionScheduled, EditionWithdrawn
from knooppunt.rooms.picture.exchange.documents import render
from knooppunt.rooms.picture.models import OUT, Edition, State
from knooppunt.rooms.picture.queries.compiling import compiled, frozen, required
from knooppunt.rooms.picture.queries.rows import (
    EditionLine,
    circumstances_of,
    eyes,
    file_name,
    line,
    locked,
    moment_of,
    present_texts,
    product_of,
    reader_of,
)
from knooppunt.rooms.picture.queries.standing import given_for, needed_for
from knooppunt.rooms.picture.rules.approving import (
    acknowledge,
    checked_embargo,
    in_order,
    may_ask,
    may_publish,
    needed_reason,
    step_of,
    wanting,
)
from knooppunt.rooms.picture.rules.canonical import canonical, digest
from knooppunt.rooms.picture.rules.composing import Circumstances, wrong_references
from knooppunt.rooms.picture.rules.lacking import list_digest, whole_list
from knooppunt.rooms.picture.rules.steps import REFUSED, Step, Verb, may_step
from knooppunt.rooms.picture.turning import audience_of, given_back, may_do, next_number, turn
from knooppunt.rooms.picture.written import close_texts

PUBLISH, WITHDRAW = "picture.publish", "picture.withdraw"
LANGUAGE = "nl"  # of the documents that are kept; the English ones are made when asked for
KINDS = ("html", "pdf", "xlsx")


@action
def publish(*, edition: UUID, acknowledged: str | None = None, actor: Actor) -> EditionLine:
    """Publish: freeze the content, keep it as JSON, HTML, PDF and xlsx. It never changes again.

    ``acknowledged`` is the SHA-256 of the list of what is missing, as it was seen (``missing``). Exactly the bytes that
    every commissioner approved go out; a product without commissioners needs no approval. The operator of the system
    acts with the authority of all: without approvals the edition says that it had none.
    """
    actor.require(PUBLISH)
    row = locked(edition, actor)
    if row.state == State.SCHEDULED:
        raise Conflict(REFUSED[Step.SCHEDULED])
    data, content = _ready(row, Verb.PUBLISH, acknowledged, actor)
    row.published_by_id, row.published_by_name = actor.id, actor.name
    return _out(row, data, content, actor)


@action
def schedule(*, edition: UUID, until: datetime, acknowledged: str | None = None, actor: Actor) -> EditionLine:
    """Publish when the embargo ends (``until``, aware): what :func:`publish` asks is asked now, and again then."""
    actor.require(PUBLISH)
    row = locked(edition, actor)
    row.embargo = checked_embargo(until, now())
    data, _content = _ready(row, Verb.SCHEDULE, acknowledged, actor)
    row.content_sha256 = digest(data)
    row.published_by_id, row.published_by_name = actor.id, actor.name
    turn(row, Verb.SCHEDULE, Step.SCHEDULED, actor)
    row.save()
    record(EditionScheduled(row.id, audience_of(row)))
    return line(row)


@action
def release(*, edition: UUID, actor: Actor) -> bool:
    """Publish an edition whose embargo has ended; whether it went out.

    When its content is no longer what was approved or seen, it goes back to draft and says why: nothing goes out that
    nobody saw. Doing it twice does nothing the second time.
    """
    actor.require(EVERYTHING)
    row = locked(edition, actor)
    if row.state != State.SCHEDULED or row.embargo is None or row.embargo > now():
        return False
    try:
        data, content = _same(row)
    except Problem as problem:
        given_back(row, problem.sentence(), actor)
        return False
    _out(row, data, content, actor)
    return True


@action
def withdraw(*, edition: UUID, reason: str, actor: Actor) -> None:
    """Withdraw a published edition: it says so, with the reason, and is kept for those who compile."""
    actor.require(WITHDRAW)
    row = locked(edition, actor)
    may_step(Step(row.state), Verb.WITHDRAW)
    row.withdrawn_why = needed_reason(reason)
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_by_name = now(), actor.id, actor.name
    turn(row, Verb.WITHDRAW, Step.WITHDRAWN, actor, row.withdrawn_why)
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_by_id", "withdrawn_by_name", "withdrawn_why"])
    record(EditionWithdrawn(row.id, row.product, row.number or 0, audience_of(row)))


def _ready(row: Edition, verb: Verb, acknowledged: str | None, actor: Actor) -> tuple[bytes, dict[str, Any]]:
    """What would go out, when all that is asked before that is there. Sets what the row keeps of it."""
    operator, needed = actor.may(EVERYTHING), needed_for(row)
    may_do(row, verb, actor)
    if row.state != State.APPROVAL:
        row.reader = eyes(actor)
        close_texts(row)
    row.number = row.number or next_number(row.product)
    around, data, content = _composed(row)
    step = step_of(Step(row.state), needed, given_for(row), digest(data))
    may_step(step, verb)
    if not may_publish(step, needed, operator=operator) and needed:
        row.unapproved = True
        around, data, content = _composed(row)
    may_ask([], wrong_references(content))
    facts = whole_list(content)
    acknowledge(acknowledged, list_digest(facts), lacking=bool(facts), operator=operator)
    row.acknowledged_sha256 = list_digest(facts)
    _freeze(row, around, content)
    return data, content


def _same(row: Edition) -> tuple[bytes, dict[str, Any]]:
    """What goes out at the end of an embargo; :class:`Conflict` when that is not what was approved and seen."""
    around, data, content = _composed(row)
    lacking = [] if row.unapproved else wanting(needed_for(row), given_for(row), digest(data))
    if digest(data) != row.content_sha256 or lacking:
        raise Conflict(phrase("The content changed during the embargo; it must be approved and seen again."))
    _freeze(row, around, content)
    return data, content


def _composed(row: Edition) -> tuple[Circumstances, bytes, dict[str, Any]]:
    """The content as its reader sees it, and as bytes. Refused when an edition with a higher number is already out."""
    out = Edition.objects.filter(product=row.product, state__in=OUT).aggregate(Max("number"))["number__max"]
    in_order(row.number or 0, out or 0)
    reader = reader_of(row)
    around = circumstances_of(row, reader)
    content = required(compiled(product_of(row), around, present_texts(row), moment_of(row), reader))
    return around, canonical(content), content


def _freeze(row: Edition, around: Circumstances, content: dict[str, Any]) -> None:
    """From now on the row holds everything that is not a figure, and is marked as what is in it."""
    row.texts, row.marking = present_texts(row), content["marking"]
    row.circumstances = frozen(replace(around, marking=row.marking))


def _out(row: Edition, data: bytes, content: dict[str, Any], actor: Actor) -> EditionLine:
    row.content_sha256 = digest(data)
    _keep_documents(row, {"json": data} | {kind: render(content, kind, LANGUAGE) for kind in KINDS}, actor)
    turn(row, Verb.PUBLISH, Step.PUBLISHED, actor)
    row.published_at = now()
    row.save()
    told = (row.product, row.number or 0, row.on, row.content_sha256)
    record(EditionPublished(row.id, *told, audience_of(row)))
    return line(row)


def _keep_documents(row: Edition, documents: Mapping[str, bytes], actor: Actor) -> None:
    for kind, data in documents.items():
        original = keep(source=BytesIO(data), name=file_name(row, kind), permission=PUBLISH, actor=actor)
        setattr(row, "canonical" if kind == "json" else kind, original)
