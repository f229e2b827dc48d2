"""Proposals for a roster: made by the solver, kept as a draft, adopted by a person who saw what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, NotFound, phrase
from knooppunt.rooms.readiness.keeping import changed, end_duty, hold_people, keep_duty
from knooppunt.rooms.readiness.models import Draft, Duty
from knooppunt.rooms.readiness.queries.drafts import duties_of, kept_of
from knooppunt.rooms.readiness.queries.rosters import (
    ROSTER,
    audience_of,
    digest_of,
    live_duties,
    question_of,
    roster_row,
)
from knooppunt.rooms.readiness.roster_events import RosterProposed
from knooppunt.rooms.readiness.rules.checking import findings
from knooppunt.rooms.readiness.rules.rosters import RULE_NAMES, Held, Need, Question
from knooppunt.rooms.readiness.solving import conflicts, explaining
from knooppunt.rooms.readiness.solving.proposing import SECONDS, Answer, propose

MOST_EXPLAINED = 5
"""Needs that cannot be filled of which it is found out why."""


@action
def propose_roster(*, roster: UUID, seconds: float = SECONDS, actor: Actor) -> UUID:
    """Let the solver fill the roster around what was fixed by hand or has begun; nothing changes until it is adopted.

    Takes at most about ``seconds``, and as long again when needs go unfilled: then it says why.
    :class:`Conflict` when nothing was found in that time.
    """
    actor.require(ROSTER)
    row = roster_row(roster, actor)
    question = question_of(row)
    kept = kept_of(question, now())
    asked = replace(question, held=kept, shifts=[one for one in question.shifts if one.starts > now()])
    answer = propose(asked, seconds)
    if not answer.found:
        raise Conflict(phrase("No roster was found in the time there was. Try again later, or for fewer days."))
    made = Draft.objects.create(
        roster=row,
        digest=digest_of(question),
        duties=[_written(asked, answer, duty) for duty in answer.duties],
        told=_told(asked, answer),
        made_at=now(),
    )
    record(RosterProposed(row.id, made.id, audience_of(row.organisation_id)))
    return made.id


@action
def adopt_draft(*, draft: UUID, actor: Actor) -> None:
    """Make the roster what was proposed. :class:`Conflict` when the roster, its people or their leave changed since.

    Duties that stay what they are keep their identity; whoever loses one has it cancelled.
    """
    actor.require(ROSTER)
    found = Draft.objects.select_for_update().filter(pk=draft).first()
    if found is None:
        raise NotFound(phrase("There is nothing here."))
    row = roster_row(found.roster_id, actor, lock=True)
    hold_people({one.person for one in duties_of(found.duties)})
    question = question_of(row)
    if found.adopted_at is not None or found.digest != digest_of(question):
        raise Conflict(phrase("The roster changed after this was proposed: make a new proposal."))
    kept, wanted = kept_of(question, now()), duties_of(found.duties)
    _check(question, kept, wanted)
    stays = {(one.person, one.role, one.shift) for one in wanted}
    present = {(one.person_id, one.role, one.shift): one for one in live_duties(row) if not _is_kept(one, kept)}
    for key, duty in present.items():
        if key not in stays:
            end_duty(duty, "roster changed")
    for new in wanted:
        if (new.person, new.role, new.shift) not in present:
            keep_duty(row, new)
    found.adopted_at = now()
    found.save(update_fields=["adopted_at"])
    changed(row)


def _is_kept(row: Duty, kept: Sequence[Held]) -> bool:
    return row.id in {one.id for one in kept}


def _check(question: Question, kept: Sequence[Held], wanted: Sequence[Held]) -> None:
    """The checker has the last word, whatever the solver says."""
    known = {(one.person, one.rule, one.duty.starts) for one in findings(question.people, list(kept))}
    for one in findings(question.people, [*kept, *wanted]):
        if (one.person, one.rule, one.duty.starts) not in known:
            template = phrase("{name}, {shift}: {rule}.")
            raise Conflict(template, name=one.name, shift=one.duty.shift, rule=RULE_NAMES[one.rule])


def _written(question: Question, answer: Answer, duty: Held) -> dict[str, Any]:
    return {
        "person": str(duty.person),
        "role": duty.role,
        "shift": duty.shift,
        "starts": duty.starts.isoformat(),
        "ends": duty.ends.isoformat(),
        "others": [
            {"name": one.name, "why": one.why, "duties": one.duties, "nights": one.nights, "weekends": one.weekends}
            for one in explaining.others(question, [*question.held, *answer.duties], duty)
        ],
    }


def _told(question: Question, answer: Answer) -> dict[str, Any]:
    """How good it is, and what could not be filled with why."""
    return {
        "value": answer.value,
        "bound": max(answer.bound, 0.0),
        "optimal": answer.optimal,
        "short": [
            {"shift": one.shift.key, "role": one.role, "short": one.short, "why": why}
            for one, why in _reasons(question, answer.short)
        ],
    }


def _reasons(question: Question, short: Sequence[Need]) -> list[tuple[Need, dict[str, Any] | None]]:
    explained = [(one, _reason(question, one)) for one in short[:MOST_EXPLAINED]]
    return explained + [(one, None) for one in short[MOST_EXPLAINED:]]


def _reason(question: Question, need: Need) -> dict[str, Any] | None:
    found = conflicts.conflict(question, need)
    if found is None:
        return None
    names = {one.id: one.name for one in question.people}
    return {
        "needs": [[one.shift.key, one.role, one.short] for one in found.needs],
        "leave": [one.name for one in found.leave],
        "held": [[names.get(one.person, ""), one.shift or one.starts.isoformat()] for one in found.held],
        "able": list(found.able),
        "needed": need.shift.needs[need.role],
    }
