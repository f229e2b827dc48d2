"""The verbs on the way to publication: submit, review, ask for approval, approve, return."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from knooppunt.ground.access.public import TLP
from knooppunt.ground.files.public import keep
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, NotFound, phrase
from knooppunt.rooms.picture.events import (
    ApprovalAsked,
    EditionApproved,
    EditionSubmitted,
    SectionReviewed,
)
from knooppunt.rooms.picture.models import Approval, Edition, Review
from knooppunt.rooms.picture.queries.compiling import required
from knooppunt.rooms.picture.queries.rows import (
    APPROVE,
    COMPILE,
    circumstances_of,
    content_of,
    eyes,
    locked,
    present_texts,
)
from knooppunt.rooms.picture.queries.standing import (
    SeatLine,
    given_for,
    needed_for,
    reviews_of,
    seats_of,
)
from knooppunt.rooms.picture.rules.approving import (
    approver_for,
    may_approve_once_more,
    may_ask,
    may_review,
    needed_reason,
    standing,
    wanting,
)
from knooppunt.rooms.picture.rules.canonical import canonical, digest, text_digest
from knooppunt.rooms.picture.rules.composing import wrong_references
from knooppunt.rooms.picture.rules.steps import Step, Verb
from knooppunt.rooms.picture.turning import audience_of, given_back, may_do, next_number, turn
from knooppunt.rooms.picture.written import close_texts

PUBLISH = "picture.publish"


@action
def submit(*, edition: UUID, actor: Actor) -> None:
    """Ask the sections to review their texts."""
    actor.require(COMPILE)
    row = locked(edition, actor)
    may_do(row, Verb.SUBMIT, actor)
    turn(row, Verb.SUBMIT, Step.REVIEW, actor)
    row.save(update_fields=["state"])
    record(EditionSubmitted(row.id, audience_of(row)))


@action
def review(*, edition: UUID, key: str, sha256: str, actor: Actor) -> None:
    """Say for a section that its text ``key`` is right: the text with this SHA-256 (see ``text_digest``) that was read.

    It counts until the text changes.
    """
    actor.require(COMPILE)
    row = locked(edition, actor)
    may_do(row, Verb.REVIEW, actor)
    found = next((each for each in reviews_of(row) if each.key == key), None)
    if found is None:
        raise NotFound(phrase("There is no text {key}."), place="key", key=key)
    may_review(found.section, actor.sections, publishes=actor.may(PUBLISH))
    if sha256 != text_digest(present_texts(row).get(key, "")):
        raise Conflict(phrase("The text has changed since you read it."), place=key)
    if found.at is not None:
        raise Conflict(phrase("This text was reviewed already."), place=key)
    Review.objects.create(edition=row, at=now(), person=actor.id, name=actor.name, key=key, sha256=sha256)
    record(SectionReviewed(row.id, key, sha256, audience_of(row)))


@action
def ask_approval(*, edition: UUID, actor: Actor) -> None:
    """Ask the commissioners. The edition gets its number, its texts are frozen, and the figures are read with the eyes
    of ``actor`` from then on; an organisation that is asked sees it. :class:`Conflict` when a text was not reviewed.
    """
    actor.require(COMPILE)
    row = locked(edition, actor)
    may_do(row, Verb.ASK, actor)
    close_texts(row)
    row.texts, row.reader = present_texts(row), eyes(actor)
    row.number = next_number(row.product)
    row.marking = circumstances_of(row, actor).marking
    _let_see(row, seats_of(row, [], ""))
    turn(row, Verb.ASK, Step.APPROVAL, actor)
    content = required(content_of(row, actor))
    may_ask([each.key for each in reviews_of(row) if each.at is None], wrong_references(content))
    row.save()
    record(ApprovalAsked(row.id, digest(canonical(content)), audience_of(row)))


def _let_see(row: Edition, seats: list[SeatLine]) -> None:
    """Whoever must approve it must be able to read it; :class:`Conflict` when the marking does not allow that."""
    asked = {each.organisation: each.organisation_name for each in seats if each.organisation}
    if row.marking == TLP.AMBER_STRICT and asked.keys() - {row.held_by}:
        template = phrase("TLP:AMBER+STRICT keeps this within the node: it cannot be read by {names}.")
        raise Conflict(template, names="; ".join(asked.values()))
    row.shared_with = sorted({*row.shared_with, *asked})
    row.readers = sorted({*row.readers, *(one.person for each in seats for one in each.approvers)})


@action
def approve(*, edition: UUID, sha256: str, actor: Actor) -> None:
    """Approve the content with this SHA-256, as commissioner or as deputy; :class:`Conflict` when it is another now.

    One person approves for one commissioner. The approved bytes are kept, so that what changes later can be shown.
    """
    actor.require(APPROVE)
    row = locked(edition, actor)
    may_do(row, Verb.APPROVE, actor)
    data = canonical(content_of(row, actor))
    if sha256 != digest(data):
        raise Conflict(phrase("The content has changed since you read it; look at it again."))
    given, needed = given_for(row), needed_for(row)
    approvers = [one for each in seats_of(row, given, sha256) for one in each.approvers]
    may_approve_once_more(actor.id, standing(given, sha256))
    chosen = approver_for(actor.id, approvers, wanting(needed, given, sha256))
    made = Approval.objects.create(
        edition=row,
        at=now(),
        person=actor.id,
        name=actor.name,
        organisation=chosen.commissioner.organisation,
        function=chosen.commissioner.function,
        acting_for_id=chosen.acting_for_id,
        acting_for=chosen.acting_for,
        sha256=sha256,
        # The name is in the journal, where more people read than may know which edition is under way.
        content=keep(source=BytesIO(data), name=f"{row.id}.json", permission=APPROVE, actor=actor),
    )
    record(EditionApproved(row.id, made.id, sha256, audience_of(row)))


@action
def send_back(*, edition: UUID, reason: str, actor: Actor) -> None:
    """Make it a draft again, with a reason; for who compiles and for who approves. All approvals fall."""
    if not actor.may(COMPILE):
        actor.require(APPROVE)
    row = locked(edition, actor)
    may_do(row, Verb.RETURN, actor)
    given_back(row, needed_reason(reason), actor)
