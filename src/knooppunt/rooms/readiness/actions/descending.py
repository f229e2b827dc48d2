"""Scaling down by a recorded decision, looking again at a pilot light, and reminding of that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from knooppunt.ground.delivery.public import Message, send
from knooppunt.ground.incidents.public import change_phase
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import NODE_ID, Role, holders
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import Conflict, phrase
from knooppunt.rooms.readiness.actions.callouts import stand_down as end_callout
from knooppunt.rooms.readiness.events import PilotReviewed, ReviewReminded, ScaledDown
from knooppunt.rooms.readiness.models import Descent, Review
from knooppunt.rooms.readiness.queries.descending import Going, frozen, going_down
from knooppunt.rooms.readiness.queries.descents import descent as descent_line
from knooppunt.rooms.readiness.queries.descents import overdue
from knooppunt.rooms.readiness.rules.descending import Check, check_despite, check_seen
from knooppunt.rooms.readiness.rules.permissions import REMIND, SCALE
from knooppunt.rooms.readiness.rules.piloting import Post, check_posts, check_review_on
from knooppunt.rooms.readiness.rules.proposing import reason_of

ROLES = frozenset(role.value for role in Role)


@action
def scale_down(
    *,
    reason: str,
    despite: str = "",
    stays: Sequence[Post],
    review_on: date,
    stand_down: Sequence[UUID] = (),
    seen: str,
    actor: Actor,
) -> UUID:
    """Decide to go one phase down, on what stands now; the identifier of the decision. Call-outs stand down with it.

    ``seen``: :attr:`Going.seen` of the page that was looked at; :class:`Conflict` when something changed since.
    ``despite`` is needed where a criterion is not met or not known. Needs ``readiness.scale`` and ``incidents.phase``.
    """
    actor.require(SCALE)
    going = going_down(actor=actor)
    check_seen(seen, going.seen)
    why = reason_of(reason)
    check_posts(stays, ROLES)
    check = going.check(stays)
    although = check_despite([one.verdict for one in going.criteria], check, despite)
    check_review_on(review_on, today())
    made = _keep(going, check, why, although, review_on, actor)
    change_phase(incident=going.incident.id, phase=going.to.value, reason=why, decision=str(made.id), actor=actor)
    for one in stand_down:
        end_callout(callout=one, reason=why, actor=actor)
    record(ScaledDown(made.id, going.incident.id, going.to.value, bool(although), review_on))
    return made.id


@action
def review_pilot(*, descent: UUID, note: str, next_on: date, actor: Actor) -> None:
    """Say what was found on looking again, and when next. Needs ``readiness.scale``."""
    actor.require(SCALE)
    line = descent_line(descent, actor=actor)
    if not line.in_force:
        raise Conflict(phrase("The phase has changed since: this decision is not in force any more."))
    said = reason_of(note)
    check_review_on(next_on, today())
    Review.objects.create(descent_id=line.id, note=said, next_on=next_on, at=now(), by_id=actor.id, by_name=actor.name)
    record(PilotReviewed(line.id, next_on))


@action
def remind_of_reviews(*, actor: Actor) -> None:
    """Tell who decided, and the duty officers of the node, that a review is due: once a day. For the node itself."""
    actor.require(REMIND)
    for line in overdue(actor=actor):
        officers = {one.person for one in holders(roles=[Role.DUTY_OFFICER], organisations=[NODE_ID], actor=actor)}
        to = sorted(officers | _person(line.by_id))
        if to:
            key = f"readiness.review:{line.id}:{today()}"
            send(to=to, message=partial(_due, line.id), about=str(line.id), key=key, actor=actor)
        record(ReviewReminded(line.id, len(to)))


def _due(which: UUID) -> Message:
    return Message(
        gettext("A pilot light is due to be looked at again"),
        gettext("The day on which scaling down would be looked at again has come."),
        reverse("readiness:descent", args=[which]),
    )


def _person(by_id: str) -> set[UUID]:
    """A person has a UUID; a system has not."""
    return set() if by_id.startswith("system:") else {UUID(by_id)}


def _keep(going: Going, check: Check, why: str, although: str, review_on: date, actor: Actor) -> Descent:
    return Descent.objects.create(
        incident=going.incident.id,
        old=going.incident.phase.value,
        new=going.to.value,
        norm_id=going.norm.id if going.norm else None,
        criteria=[frozen(one) for one in going.criteria],
        check_made=_checked(going, check),
        reason=why,
        despite=although,
        review_on=review_on,
        at=now(),
        by_id=actor.id,
        by_name=actor.name,
    )


def _checked(going: Going, check: Check) -> dict[str, Any]:
    """The pilot light as it stood: who stays, how fast we would be back, the last test of each post."""
    return {
        "stays": [{"role": one.role, "number": one.number} for one in check.stays],
        "minutes": check.minutes,
        "within": check.within,
        "back_in_time": check.back_in_time,
        "could": going.pilot.conclusion.could.value,
        "posts": [
            {
                "role": line.stock.post.role,
                "organisation": line.organisation,
                "needed": line.stock.post.number,
                "people": line.stock.people,
                "verified": line.stock.verified,
                "tested_at": line.tested.at.isoformat() if line.tested else None,
                "asked": line.tested.asked if line.tested else None,
                "answered": line.tested.answered if line.tested else None,
                "minutes": line.stock.minutes,
            }
            for line in going.pilot.lines
        ],
    }
