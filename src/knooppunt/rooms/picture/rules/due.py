"""How far the product that is due has come, from the editions that the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from knooppunt.kit.problems import phrase
from knooppunt.rooms.picture.rules.rhythm import Due


class Progress(StrEnum):
    """How far something is that is due."""

    DUE = "due"
    DRAFTED = "drafted"
    APPROVAL = "approval"
    PUBLISHED = "published"
    OVERDUE = "overdue"
    UNSEEN = "unseen"


PROGRESS_NAMES = {
    Progress.DUE: phrase("Due"),
    Progress.DRAFTED: phrase("Being made"),
    Progress.APPROVAL: phrase("For approval"),
    Progress.PUBLISHED: phrase("Published"),
    Progress.OVERDUE: phrase("Overdue"),
    Progress.UNSEEN: phrase("Nothing that you may see"),
}
STEPS = {
    "draft": Progress.DRAFTED,
    "review": Progress.DRAFTED,
    "approval": Progress.APPROVAL,
    "scheduled": Progress.APPROVAL,
    "published": Progress.PUBLISHED,
    "withdrawn": Progress.PUBLISHED,
}
"""States of an edition that count; what was put away does not. One that was withdrawn did come out."""
ORDER = (Progress.DRAFTED, Progress.APPROVAL, Progress.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Seen:
    """An edition that the reader may see. ``changed`` is when it came to where it stands (aware)."""

    id: UUID
    on: date
    state: str
    changed: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stand:
    """How far what is due has come, by which edition, and since when. ``late``: it came out, but after it was due."""

    progress: Progress
    edition: UUID | None = None
    changed: datetime | None = None
    late: bool = False


def stand(due: Due, editions: Sequence[Seen], now: datetime, *, makes: bool) -> Stand:
    """How far what is due is.

    ``makes``: whether the reader sees drafts. Who does not, and sees nothing, cannot know whether there is nothing.
    """
    at = due.at
    found = [each for each in editions if due.after < each.on <= due.about and each.state in STEPS]
    best = max(found, key=lambda each: (ORDER.index(STEPS[each.state]), -each.changed.timestamp()), default=None)
    if best is not None and STEPS[best.state] is Progress.PUBLISHED:
        late = best.published_at is not None and best.published_at > at
        return Stand(Progress.PUBLISHED, best.id, best.published_at, late)
    if at <= now:
        return Stand(Progress.OVERDUE if makes else Progress.UNSEEN, best.id if best else None, at)
    if best is None:
        return Stand(Progress.DUE)
    return Stand(STEPS[best.state], best.id, best.changed)
