"""Proposals for a roster: asked for, made by the solver in a job, adopted by a person who saw what it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, NotFound, phrase
from knooppunt.rooms.readiness.keeping import changed, defer_proposal, end_duty, hold_people, keep_duty
from knooppunt.rooms.readiness.models import Draft, Making
from knooppunt.rooms.readiness.queries.drafts import LATE, duties_of, kept_of, missing
from knooppunt.rooms.readiness.queries.rosters import audience_of, digest_of, live_duties, question_of, roster_row
from knooppunt.rooms.readiness.roster_events import DraftAsked, DraftFailed, RosterProposed
from knooppunt.rooms.readiness.rules.checking import added, refusal
from knooppunt.rooms.readiness.rules.permissions import ROSTER
from knooppunt.rooms.readiness.rules.rosters import Held, Question


@action
def ask_proposal(*, roster: UUID, actor: Actor) -> UUID:
    """Ask for a proposal, which a worker makes; one that is being made already is what one gets.

    Nothing changes in the roster until it is adopted.
    """
    actor.require(ROSTER)
    row = roster_row(roster, actor, lock=True)
    for making in Draft.objects.filter(roster=row, state=Making.ASKED):
        if now() - making.made_at < LATE:
            return making.id
        _fail(making)
    made = Draft.objects.create(roster=row, made_at=now())
    defer_proposal(made.id, row.id)
    record(DraftAsked(row.id, made.id, audience_of(row.organisation_id)))
    return made.id


@action
def keep_proposal(*, draft: UUID, digest: str, duties: Sequence[Any], told: Mapping[str, Any], actor: Actor) -> bool:
    """Keep what was found for the roster as it was seen (``digest``); whether it still was to be made."""
    found = _being_made(draft, actor)
    if found is None:
        return False
    found.state, found.done_at = Making.READY, now()
    found.digest, found.duties, found.told = digest, list(duties), dict(told)
    found.save()
    record(RosterProposed(found.roster_id, found.id, audience_of(found.roster.organisation_id)))
    return True


@action
def give_up_proposal(*, draft: UUID, actor: Actor) -> None:
    """Say that none could be made, unless there is one."""
    found = _being_made(draft, actor)
    if found is not None:
        _fail(found)


def _being_made(draft: UUID, actor: Actor) -> Draft | None:
    actor.require(ROSTER)
    rows = Draft.objects.select_for_update(of=("self",)).select_related("roster")
    return rows.filter(pk=draft, state=Making.ASKED).first()


def _fail(draft: Draft) -> None:
    draft.state, draft.done_at = Making.NONE, now()
    draft.save()
    record(DraftFailed(draft.roster_id, draft.id, audience_of(draft.roster.organisation_id)))


@action
def adopt_draft(*, draft: UUID, actor: Actor) -> None:
    """Make the roster what was proposed. :class:`Conflict` when the roster, its people or their leave changed since.

    Duties that stay what they are keep their identity; whoever loses one has it cancelled.
    """
    actor.require(ROSTER)
    which = Draft.objects.filter(pk=draft).values_list("roster", flat=True).first()
    if which is None:
        raise NotFound(phrase("There is nothing here."))
    row = roster_row(which, actor, lock=True)
    found = Draft.objects.select_for_update().get(pk=draft)
    hold_people({one.person for one in duties_of(found.duties)})
    question = question_of(row)
    if found.state != Making.READY:
        raise Conflict(phrase("There is no proposal here to adopt."))
    if found.adopted_at is not None or found.digest != digest_of(question):
        raise Conflict(phrase("The roster changed after this was proposed: make a new proposal."))
    kept, wanted = kept_of(question, now()), missing(question, duties_of(found.duties), now())
    _check(question, kept, wanted)
    stays = {(one.person, one.role, one.shift) for one in wanted}
    stand = {one.id for one in kept}
    present = {(one.person_id, one.role, one.shift): one for one in live_duties(row) if one.id not in stand}
    for key, duty in present.items():
        if key not in stays:
            end_duty(duty, "roster changed")
    for new in wanted:
        if (new.person, new.role, new.shift) not in present:
            keep_duty(row, new)
    found.adopted_at = now()
    found.save(update_fields=["adopted_at"])
    changed(row)


def _check(question: Question, kept: Sequence[Held], wanted: Sequence[Held]) -> None:
    """Nothing begins in the past; and the checker has the last word, whatever the solver says."""
    if any(one.starts <= now() for one in wanted):
        raise Conflict(phrase("A duty that was proposed has begun meanwhile: make a new proposal."))
    for one in added(question.people, kept, [*kept, *wanted]):
        raise refusal(one)
