"""Where an edition stands, and the one table of what may happen to it there."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from knooppunt.kit.problems import Conflict, phrase


class Step(StrEnum):
    """Where an edition stands. ``APPROVED`` is read from the approvals, not kept: it falls when the content changes."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVAL = "approval"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class Verb(StrEnum):
    """What may happen to an edition."""

    WRITE = "write"
    REFRESH = "refresh"
    SUBMIT = "submit"
    REVIEW = "review"
    ASK = "ask"
    APPROVE = "approve"
    RETURN = "return"
    PUBLISH = "publish"
    SCHEDULE = "schedule"
    WITHDRAW = "withdraw"
    DISCARD = "discard"


ALLOWED: Mapping[tuple[Step, Verb], frozenset[Step]] = {
    (Step.DRAFT, Verb.WRITE): frozenset({Step.DRAFT}),
    (Step.DRAFT, Verb.REFRESH): frozenset({Step.DRAFT}),
    (Step.DRAFT, Verb.SUBMIT): frozenset({Step.REVIEW}),
    (Step.DRAFT, Verb.PUBLISH): frozenset({Step.PUBLISHED}),
    (Step.DRAFT, Verb.SCHEDULE): frozenset({Step.SCHEDULED}),
    (Step.DRAFT, Verb.DISCARD): frozenset({Step.DISCARDED}),
    (Step.REVIEW, Verb.WRITE): frozenset({Step.REVIEW}),
    (Step.REVIEW, Verb.REFRESH): frozenset({Step.REVIEW}),
    (Step.REVIEW, Verb.REVIEW): frozenset({Step.REVIEW}),
    (Step.REVIEW, Verb.ASK): frozenset({Step.APPROVAL}),
    (Step.REVIEW, Verb.RETURN): frozenset({Step.DRAFT}),
    (Step.REVIEW, Verb.PUBLISH): frozenset({Step.PUBLISHED}),
    (Step.REVIEW, Verb.SCHEDULE): frozenset({Step.SCHEDULED}),
    (Step.REVIEW, Verb.DISCARD): frozenset({Step.DISCARDED}),
    # A text that changes goes back to its section; new figures only to the commissioners.
    (Step.APPROVAL, Verb.WRITE): frozenset({Step.REVIEW}),
    (Step.APPROVAL, Verb.REFRESH): frozenset({Step.APPROVAL}),
    (Step.APPROVAL, Verb.APPROVE): frozenset({Step.APPROVAL, Step.APPROVED}),
    (Step.APPROVAL, Verb.RETURN): frozenset({Step.DRAFT}),
    (Step.APPROVAL, Verb.PUBLISH): frozenset({Step.PUBLISHED}),  # the operator only, see may_publish
    (Step.APPROVAL, Verb.DISCARD): frozenset({Step.DISCARDED}),
    (Step.APPROVED, Verb.WRITE): frozenset({Step.REVIEW}),
    (Step.APPROVED, Verb.REFRESH): frozenset({Step.APPROVAL}),
    (Step.APPROVED, Verb.RETURN): frozenset({Step.DRAFT}),
    (Step.APPROVED, Verb.PUBLISH): frozenset({Step.PUBLISHED}),
    (Step.APPROVED, Verb.SCHEDULE): frozenset({Step.SCHEDULED}),
    (Step.APPROVED, Verb.DISCARD): frozenset({Step.DISCARDED}),
    (Step.SCHEDULED, Verb.RETURN): frozenset({Step.DRAFT}),
    (Step.SCHEDULED, Verb.PUBLISH): frozenset({Step.PUBLISHED}),
    (Step.PUBLISHED, Verb.WITHDRAW): frozenset({Step.WITHDRAWN}),
}
"""From where by which verb to where; what is not here is refused. The database holds the same table of kept steps."""

UNDERWAY = frozenset({Step.DRAFT, Step.REVIEW, Step.APPROVAL, Step.APPROVED, Step.SCHEDULED})
WITH_COMMISSIONERS = frozenset({Step.APPROVAL, Step.APPROVED, Step.SCHEDULED})


def kept(step: Step) -> Step:
    """The step as it stands in the database: approved is for approval, with every approval given."""
    return Step.APPROVAL if step is Step.APPROVED else step


def may_step(step: Step, verb: Verb) -> frozenset[Step]:
    """Where ``verb`` may lead from ``step``; :class:`Conflict` in a sentence when it may not be done there."""
    found = ALLOWED.get((step, verb))
    if found is None:
        raise Conflict(REFUSED[step])
    return found


def can(step: Step, verb: Verb) -> bool:
    """Whether ``verb`` has any place at ``step``."""
    return (step, verb) in ALLOWED


def kept_moves() -> frozenset[tuple[Step, Step]]:
    """Every change of the kept step that some verb makes."""
    pairs = {(kept(before), kept(after)) for (before, _verb), afters in ALLOWED.items() for after in afters}
    return frozenset((before, after) for before, after in pairs if before is not after)


REFUSED: Mapping[Step, str] = {
    Step.DRAFT: phrase("This edition is a draft: let its sections review it first."),
    Step.REVIEW: phrase("This edition is being reviewed by its sections."),
    Step.APPROVAL: phrase("This edition waits for the approval of its commissioners."),
    Step.APPROVED: phrase("This edition is approved and waits to be published."),
    Step.SCHEDULED: phrase("This edition waits for the end of its embargo; return it first."),
    Step.PUBLISHED: phrase("This edition is published and can no longer change."),
    Step.WITHDRAWN: phrase("This edition was withdrawn and can no longer change."),
    Step.DISCARDED: phrase("This draft was put aside."),
}
