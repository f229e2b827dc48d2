"""Duties: put someone on by hand, cancel, swap, replace, and let go of who leaves. Each is checked by every rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from knooppunt.ground.access.public import OWN_ACCOUNT
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.rooms.readiness.keeping import changed, end_duty, hold_people, keep_duty
from knooppunt.rooms.readiness.models import Duty, Roster, Swap
from knooppunt.rooms.readiness.queries.rosters import audience_of, question_of, roster_row
from knooppunt.rooms.readiness.queries.swaps import tells_all
from knooppunt.rooms.readiness.roster_events import SwapAccepted, SwapOffered
from knooppunt.rooms.readiness.rules.checking import Finding, added, refusal
from knooppunt.rooms.readiness.rules.permissions import ROSTER
from knooppunt.rooms.readiness.rules.rosters import NEVER_OVERRULED, Held


@dataclass(frozen=True, slots=True)
class Place:
    """Someone in a role on a shift, by its key."""

    person: UUID
    role: str
    shift: str


@action
def assign(*, roster: UUID, person: UUID, role: str, shift: str, overrule: str = "", actor: Actor) -> UUID:
    """Put someone on a shift by hand; a proposal keeps it. :class:`Conflict` names the person and the rule it breaks.

    With a reason in ``overrule`` the rules that may be set aside are; never that of two duties at the same time.
    A shift that has begun or is over needs one: it puts right who worked.
    """
    actor.require(ROSTER)
    row = roster_row(roster, actor, lock=True)
    return _put(row, Place(person, role, shift), overrule, late=overrule)


@action
def cancel_duty(*, duty: UUID, reason: str, actor: Actor) -> None:
    """Cancel a duty, with the reason. It is kept, and a gap when the shift needs someone."""
    actor.require(ROSTER)
    roster = roster_row(_live(duty).roster_id, actor, lock=True)
    row = _live(duty)
    if not reason.strip():
        raise Invalid(phrase("Give a reason."), place="reason")
    end_duty(row, reason.strip())
    changed(roster)


@action
def replace(*, duty: UUID, person: UUID, reason: str, overrule: str = "", actor: Actor) -> UUID:
    """Let someone else do a duty, say because its holder is ill, also when it has begun; both or nothing."""
    actor.require(ROSTER)
    row = _live(duty)
    cancel_duty(duty=duty, reason=reason, actor=actor)
    roster = roster_row(row.roster_id, actor, lock=True)
    return _put(roster, Place(person, row.role, row.shift), overrule, late=reason)


@action
def offer_swap(*, offered: UUID, wanted: UUID, actor: Actor) -> UUID:
    """Offer a duty of one's own for one of someone else on the same roster. :class:`Conflict` once one has begun."""
    actor.require(OWN_ACCOUNT)
    Roster.objects.select_for_update().get(pk=_live(offered).roster_id)  # so that it is offered once, of what is live
    mine, theirs = _live(offered), _live(wanted)
    if str(mine.person_id) != actor.id or theirs.roster_id != mine.roster_id or theirs.person_id == mine.person_id:
        raise NotFound(phrase("There is nothing here."))
    if min(mine.starts, theirs.starts) <= now():
        raise Conflict(phrase("A duty that has begun cannot be swapped."), place="wanted")
    if Swap.objects.filter(offered=mine, wanted=theirs, accepted_at__isnull=True, ended_at__isnull=True).exists():
        raise Conflict(phrase("You have offered this already."), place="wanted")
    row = Swap.objects.create(offered=mine, wanted=theirs, asked_at=now())
    record(SwapOffered(row.id, audience_of(mine.roster.organisation_id)))
    return row.id


@action
def accept_swap(*, swap: UUID, overrule: str = "", actor: Actor) -> None:
    """Swap: accepted by the one who is asked. Both must be qualified and no rule may break, else :class:`Conflict`.

    Someone with ``readiness.roster`` may accept it with a reason that overrules.
    """
    actor.require(OWN_ACCOUNT)
    row = Swap.objects.select_for_update(of=("self",)).select_related("wanted").filter(pk=swap).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    if str(row.wanted.person_id) != actor.id or overrule:
        actor.require(ROSTER)
        roster_row(row.wanted.roster_id, actor)
    if row.accepted_at or row.ended_at:
        raise Conflict(phrase("This offer was answered or taken back already."))
    roster = Roster.objects.select_for_update().get(pk=row.wanted.roster_id)
    if Duty.objects.filter(pk__in=(row.offered_id, row.wanted_id), cancelled_at__isnull=True).count() < 2:
        raise Conflict(phrase("One of these duties is not there any more."))
    mine, theirs = _live(row.offered_id), _live(row.wanted_id)
    if min(mine.starts, theirs.starts) <= now():
        raise Conflict(phrase("A duty that has begun cannot be swapped."))
    hold_people([mine.person_id, theirs.person_id])
    _exchange(roster, mine, theirs, overrule, actor)
    row.accepted_at = now()
    row.save(update_fields=["accepted_at"])
    record(SwapAccepted(row.id, audience_of(roster.organisation_id)))
    changed(roster)


@action
def release_duties(*, person: UUID, since: datetime, actor: Actor) -> int:
    """Cancel what someone would do from a moment on, because they leave; returns how many duties that were."""
    actor.require(ROSTER)
    theirs = Duty.objects.filter(person=person, starts__gte=since, cancelled_at__isnull=True)
    found = 0
    for which in sorted(set(theirs.values_list("roster", flat=True))):
        roster = roster_row(which, actor, lock=True)
        for row in theirs.filter(roster=roster).select_related("roster"):
            end_duty(row, "left")
            found += 1
        changed(roster)
    return found


def _put(roster: Roster, place: Place, overrule: str, late: str) -> UUID:
    """Someone on a shift of a locked roster; ``late`` is the reason to do so when it has begun."""
    hold_people([place.person])
    question = question_of(roster)
    found = next((one for one in question.shifts if one.key == place.shift), None)
    if found is None or place.role not in found.needs:
        raise NotFound(phrase("There is no such shift with this role."), place="shift")
    if found.starts <= now() and not late.strip():
        template = phrase("{shift} has begun or is over: give a reason to put right who works it.")
        raise Conflict(template, place="overrule", shift=place.shift)
    if place.person not in {one.id for one in question.people}:
        raise NotFound(phrase("This person cannot be put on this roster: make them qualified first."), place="person")
    duty = Held(place.person, place.role, found.starts, found.ends, found.key, fixed=True, id=new_id())
    mine = [one for one in question.held if one.person == place.person]
    _refuse(added(question.people, mine, [*mine, duty]), overrule)
    made = keep_duty(roster, duty, overrule)
    changed(roster)
    return made


def _exchange(roster: Roster, mine: Duty, theirs: Duty, overrule: str, actor: Actor) -> None:
    question = question_of(roster)
    both = {mine.person_id, theirs.person_id}
    before = [one for one in question.held if one.person in both]
    others = [one for one in before if one.id not in (mine.id, theirs.id)]
    new = [_taken(mine, theirs.person_id), _taken(theirs, mine.person_id)]
    broken = added(question.people, before, [*others, *new])
    _refuse([one for one in broken if tells_all(one.person, actor)], overrule)
    for one in broken:
        if not tells_all(one.person, actor):
            raise Conflict(phrase("{name} cannot take this over."), place="person", name=one.name)
    end_duty(mine, "swapped")
    end_duty(theirs, "swapped")
    for duty in new:
        keep_duty(roster, duty, overrule)


def _taken(row: Duty, person: UUID) -> Held:
    return Held(person, row.role, row.starts, row.ends, row.shift, fixed=True)


def _live(which: UUID) -> Duty:
    """A duty as it is now; whoever changes it has locked its roster before this."""
    row = Duty.objects.select_related("roster").filter(pk=which).first()
    if row is None or row.cancelled_at is not None:
        raise NotFound(phrase("There is nothing here."))
    return row


def _refuse(broken: Sequence[Finding], overrule: str) -> None:
    for one in broken:
        if one.rule in NEVER_OVERRULED or not overrule.strip():
            raise refusal(one)
