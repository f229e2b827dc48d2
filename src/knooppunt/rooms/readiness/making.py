"""Making the proposal that was asked for a roster. No transaction is open and no row locked while the solver works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import now
from knooppunt.rooms.readiness.actions.proposing import ask_proposal, give_up_proposal, keep_proposal
from knooppunt.rooms.readiness.keeping import defer_proposal
from knooppunt.rooms.readiness.queries.drafts import being_made, kept_of, roster_asked
from knooppunt.rooms.readiness.queries.rosters import digest_of
from knooppunt.rooms.readiness.rules.rosters import Held, Need, Question
from knooppunt.rooms.readiness.solving import conflicts, explaining
from knooppunt.rooms.readiness.solving.proposing import SECONDS, Answer, propose

NODE = system_actor("readiness")
MOST_BEGINS, SOON = 3, 5
"""How often the making of one is begun at most; seconds after which it is looked again whether another is made."""
MOST_EXPLAINED = 5
"""Needs that cannot be filled of which it is found out why."""


def propose_roster(*, roster: UUID, seconds: float = SECONDS, actor: Actor) -> UUID:
    """Ask for a proposal and wait for it: for scripts. Pages ask, and a worker makes it."""
    asked = ask_proposal(roster=roster, actor=actor)
    make_proposal(draft=asked, seconds=seconds)
    return asked


def make_proposal(*, draft: UUID, seconds: float = SECONDS, begun: int = 0) -> None:
    """Let the solver fill the roster around what was fixed by hand or has begun, and keep what it found.

    Takes at most about ``seconds``, longer when needs go unfilled: then it says why. A second time does nothing.
    What was being made when something went wrong is told to have failed, and what begins too late or was ``begun`` too
    often: what kills its worker would do so again.
    """
    if begun >= MOST_BEGINS or roster_asked(draft, actor=NODE) is None:
        give_up_proposal(draft=draft, actor=NODE)
    question = being_made(draft, actor=NODE)
    if question is None:
        return
    try:
        kept = kept_of(question, now())
        asked = replace(question, held=kept, shifts=[one for one in question.shifts if one.starts > now()])
        answer = propose(asked, seconds)
        duties = [_written(asked, answer, duty) for duty in answer.duties]
        told = _told(asked, answer)
    except Exception:
        give_up_proposal(draft=draft, actor=NODE)
        raise
    keep_proposal(draft=draft, digest=digest_of(question), duties=duties, told=told, actor=NODE)


def put_off_proposal(*, draft: UUID) -> None:
    """Let it be made a little later, while another is being made; given up when that has become too late."""
    roster = roster_asked(draft, actor=NODE)
    if roster is None:
        give_up_proposal(draft=draft, actor=NODE)
    else:
        defer_proposal(draft, roster, seconds=SOON)


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
        # Of a duty on another roster no times: who borrows someone need not know when else they work.
        "held": [[names.get(one.person, ""), one.shift] for one in found.held],
        "able": list(found.able),
        "needed": need.shift.needs[need.role],
    }
