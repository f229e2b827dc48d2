"""What is proposed for a roster, and what it would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.readiness.models import Draft, Making
from knooppunt.rooms.readiness.queries.rosters import RosterLine, digest_of, line_of, question_of, roster_row
from knooppunt.rooms.readiness.rules.permissions import ROSTER
from knooppunt.rooms.readiness.rules.rosters import Held, Question

LATE = timedelta(minutes=15)
"""After this a proposal is not begun any more; one still being made is given up when another is asked for."""


@dataclass(frozen=True, slots=True)
class Change:
    """Someone gains or loses a duty."""

    name: str
    shift: str
    role: str
    gains: bool
    others: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A proposal. ``state``: asked, ready, or none could be made; of one that is not ready the rest is empty.

    ``stale``: the roster changed since, or a duty in it has begun, so that it can no longer be adopted.

    ``told``: value, bound, optimal, and what is short with why.
    """

    id: UUID
    roster: RosterLine
    state: str
    made_at: datetime
    adopted_at: datetime | None
    stale: bool
    told: Mapping[str, Any]
    changes: Sequence[Change]
    same: int


def roster_draft(which: UUID, *, actor: Actor) -> DraftLine:
    """A proposal with who gains and who loses what; needs ``readiness.roster``."""
    actor.require(ROSTER)
    draft = Draft.objects.filter(pk=which).first()
    if draft is None:
        raise NotFound(phrase("There is nothing here."))
    row = roster_row(draft.roster_id, actor)
    if draft.state != Making.READY:
        return DraftLine(
            draft.id, line_of(row), draft.state, draft.made_at, None, stale=False, told={}, changes=(), same=0
        )
    question = question_of(row)
    names = {one.id: one.name for one in question.people}
    kept = {id(one) for one in kept_of(question, now())}
    before = {(one.person, one.shift, one.role) for one in question.held if one.shift and id(one) not in kept}
    why = {(UUID(one["person"]), one["shift"], one["role"]): one["others"] for one in draft.duties}
    changes = [Change(names.get(key[0], "?"), key[1], key[2], key in why, why.get(key, ())) for key in before ^ {*why}]
    changes.sort(key=lambda one: (one.shift, one.role, one.gains, one.name))
    late = any(one.starts <= now() for one in missing(question, duties_of(draft.duties), now()))
    stale = draft.adopted_at is None and (late or draft.digest != digest_of(question))
    return DraftLine(
        draft.id,
        line_of(row),
        draft.state,
        draft.made_at,
        draft.adopted_at,
        stale,
        draft.told,
        changes,
        len(before & {*why}),
    )


def being_made(which: UUID, *, actor: Actor) -> Question | None:
    """What the proposal is asked for, as the roster stands now; nothing when it is not to be made (any more)."""
    actor.require(ROSTER)
    draft = Draft.objects.filter(pk=which, state=Making.ASKED).first()
    return question_of(roster_row(draft.roster_id, actor)) if draft else None


def roster_asked(which: UUID, *, actor: Actor) -> UUID | None:
    """The roster for which a proposal is still to be made; nothing when it is not, or when it is too late for it."""
    actor.require(ROSTER)
    since = now() - LATE
    return (
        Draft.objects.filter(pk=which, state=Making.ASKED, made_at__gte=since).values_list("roster", flat=True).first()
    )


def duties_of(written: Iterable[Mapping[str, Any]]) -> list[Held]:
    """The duties of a proposal, as the rules see them."""
    return [
        Held(
            UUID(one["person"]),
            one["role"],
            datetime.fromisoformat(one["starts"]),
            datetime.fromisoformat(one["ends"]),
            one["shift"],
            fixed=False,
        )
        for one in written
    ]


def kept_of(question: Question, moment: datetime) -> list[Held]:
    """What a proposal keeps exactly: fixed by hand, begun, or of another roster."""
    return [one for one in question.held if one.fixed or not one.shift or one.starts <= moment]


def missing(question: Question, wanted: Iterable[Held], moment: datetime) -> list[Held]:
    """Of what is proposed all but what stands there already and has begun."""
    there = {(one.person, one.role, one.shift) for one in kept_of(question, moment) if one.shift}
    return [one for one in wanted if (one.person, one.role, one.shift) not in there]
