"""Where an edition stands: who reviewed and approved what, who is asked, what is missing, what happened on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from knooppunt.ground.access.public import who_may
from knooppunt.ground.network.public import Seat, seat
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.problems import NotFound
from knooppunt.rooms.picture.models import OUT, Approval, Edition, Fall, Review, State, Turn
from knooppunt.rooms.picture.queries.rows import (
    APPROVE,
    EditionLine,
    content_of,
    kept_content,
    line,
    present_texts,
    product_of,
    row_of,
    visible,
)
from knooppunt.rooms.picture.rules.approving import Approver, Given, step_of, wanting
from knooppunt.rooms.picture.rules.canonical import canonical, digest, text_digest
from knooppunt.rooms.picture.rules.changes import Change, changes_between
from knooppunt.rooms.picture.rules.composing import wrong_references
from knooppunt.rooms.picture.rules.lacking import Fact, list_digest, whole_list
from knooppunt.rooms.picture.rules.products import Commissioner, Words
from knooppunt.rooms.picture.rules.steps import Step

# To know who is asked one need not be allowed to read the whole directory.
DIRECTORY = system_actor("picture", ["network.read"])


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A text that its section must review. ``by`` and ``at`` are of the review that stands, if there is one."""

    key: str
    title: Words
    section: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A commissioner: the approval that stands, the last one that fell, and who may approve now.

    ``organisation`` is its identifier. ``without_mandate`` hold the function or act in it, without leave to approve.
    """

    commissioner: Commissioner
    organisation: str
    organisation_name: str
    approval: Given | None
    fallen: Given | None
    approvers: tuple[Approver, ...]
    without_mandate: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TurnLine:
    """A step that was taken, by whom, and why."""

    at: datetime
    name: str
    verb: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an edition stands. ``sha256`` is of its content as it is now, ``missing_sha256`` of the list ``missing``.

    ``wrong`` are references in texts that lead nowhere: text and token. ``since_approval`` is what changed since the
    last approval that fell; ``corrected_by`` the published edition that corrects this one.
    """

    step: Step
    sha256: str
    content: Mapping[str, Any]
    missing: tuple[Fact, ...]
    missing_sha256: str
    wrong: tuple[tuple[str, str], ...]
    reviews: tuple[ReviewLine, ...]
    seats: tuple[SeatLine, ...]
    turns: tuple[TurnLine, ...]
    since_approval: tuple[Change, ...]
    corrects: EditionLine | None
    corrected_by: EditionLine | None


def standing(which: UUID, *, actor: Actor) -> Standing:
    """Where the edition stands, for whoever may see what is in it. Raises :class:`NotFound`."""
    row = row_of(which, actor)
    content = content_of(row, actor)
    sha256 = row.content_sha256 if row.state in OUT else digest(canonical(content))
    given, needed = given_for(row), needed_for(row)
    missing = whole_list(content)
    seats = seats_of(row, given, sha256)
    return Standing(
        step=step_of(Step(row.state), needed, given, sha256),
        sha256=sha256,
        content=content,
        missing=tuple(missing),
        missing_sha256=list_digest(missing),
        wrong=tuple(wrong_references(content)),
        reviews=tuple(reviews_of(row)),
        seats=tuple(seats),
        turns=tuple(_turns(row)),
        since_approval=tuple(_since_approval(row, seats, content)),
        corrects=_line_of(row.corrects_id, actor),
        corrected_by=corrected_by(row.id, actor=actor),
    )


def corrected_by(which: UUID, *, actor: Actor) -> EditionLine | None:
    """The newest published edition that says it corrects this one, if ``actor`` sees it."""
    found = visible(actor).filter(corrects=which, state=State.PUBLISHED).order_by("-number").first()
    return line(found) if found else None


def _line_of(which: UUID | None, actor: Actor) -> EditionLine | None:
    try:
        return line(row_of(which, actor)) if which else None
    except NotFound:
        return None


def missing(which: UUID, *, actor: Actor) -> tuple[tuple[Fact, ...], str]:
    """What is missing in the edition, and the SHA-256 of that list: what publishing asks back."""
    facts = whole_list(content_of(row_of(which, actor), actor))
    return tuple(facts), list_digest(facts)


def given_for(row: Edition) -> list[Given]:
    """Every approval that was ever given, in order."""
    fallen = dict(Fall.objects.filter(approval__edition=row).values_list("approval", "at"))
    return [
        Given(
            Commissioner(each.organisation, each.function),
            each.person,
            each.name,
            each.acting_for,
            each.sha256,
            each.at,
            fallen.get(each.id),
        )
        for each in Approval.objects.filter(edition=row)
    ]


def needed_for(row: Edition) -> list[Commissioner]:
    """The seats that must approve, as they were declared when the edition was made."""
    return [Commissioner(**each) for each in row.commissioners]


def reviews_of(row: Edition) -> list[ReviewLine]:
    """Each text and the review of it that stands: of exactly what is there now."""
    texts = present_texts(row)
    said = {(each.key, each.sha256): each for each in Review.objects.filter(edition=row)}
    lines = []
    for block in product_of(row).texts:
        found = said.get((block.key, text_digest(texts.get(block.key, ""))))
        lines.append(
            ReviewLine(block.key, block.title, block.section, found.name if found else "", found.at if found else None)
        )
    return lines


def seats_of(row: Edition, given: Sequence[Given], sha256: str) -> list[SeatLine]:
    """Each commissioner with approvals and approvers. Five queries a seat, one for all; only while it is asked."""
    needed = needed_for(row)
    if not needed:
        return []
    asked = row.state not in OUT
    allowed = who_may(APPROVE, actor=DIRECTORY) if asked else frozenset()
    return [_seat(each, given, sha256, allowed, asked=asked) for each in needed]


def _seat(
    wanted: Commissioner, given: Sequence[Given], sha256: str, allowed: frozenset[str], *, asked: bool
) -> SeatLine:
    found = _occupied(wanted)
    occupants = found.occupants if asked else ()
    own = [each for each in given if each.commissioner == wanted]
    there = [each for each in own if each.stands(sha256)]
    return SeatLine(
        wanted,
        found.organisation,
        found.organisation_name,
        there[-1] if there else None,
        own[-1] if own and not there else None,
        tuple(
            Approver(wanted, each.person, each.name, each.acting_for_id, each.acting_for)
            for each in occupants
            if each.person in allowed
        ),
        tuple(each.name for each in occupants if each.person not in allowed),
    )


def _occupied(wanted: Commissioner) -> Seat:
    """Who sits there; an organisation that is not known has an empty seat, which the page says."""
    try:
        return seat(wanted.organisation, wanted.function, actor=DIRECTORY)
    except NotFound:
        return Seat("", wanted.organisation, wanted.function, None, ())


def _turns(row: Edition) -> Iterable[TurnLine]:
    for each in Turn.objects.filter(edition=row):
        yield TurnLine(each.at, each.name, each.verb, each.before, each.after, each.reason)


def _since_approval(row: Edition, seats: Sequence[SeatLine], content: Mapping[str, Any]) -> list[Change]:
    """What is different from the content that was approved last, when that approval no longer counts."""
    fallen = [each.fallen for each in seats if each.fallen]
    if not fallen or row.state in OUT:
        return []
    last = max(fallen, key=lambda each: each.at)
    return changes_between(kept_content(last.sha256), content)


def waiting_for(*, actor: Actor) -> list[EditionLine]:
    """The editions that wait for the approval of ``actor``, the oldest first."""
    if not actor.may(APPROVE):
        return []
    rows = visible(actor).filter(state=State.APPROVAL).order_by("made_at")
    return [line(row) for row in rows if _waits_for(row, actor)]


def _waits_for(row: Edition, actor: Actor) -> bool:
    """Whether a seat of this actor lacks an approval of what is there now."""
    given = given_for(row)
    mine = {
        each.commissioner for each in seats_of(row, given, "") if actor.id in {one.person for one in each.approvers}
    }
    if not mine:
        return False
    sha256 = digest(canonical(content_of(row, actor)))
    there = [each for each in given if each.stands(sha256)]
    open_ = set(wanting(needed_for(row), given, sha256))
    return bool(mine & open_) and actor.id not in {each.person for each in there}
