"""Whose report someone may read or write. The one place that decides it; everything else here asks it."""

from __future__ import annotations

from uuid import UUID

from knooppunt.kit.authority import NATION, Actor
from knooppunt.kit.problems import Conflict, NotAllowed, NotFound, phrase
from knooppunt.rooms.reporting.models import Expectation, Series

READ, MANAGE = "reporting.read", "reporting.manage"
ANSWER, REPRESENT = "reporting.answer", "reporting.represent"


def is_own(expectation: Expectation, actor: Actor) -> bool:
    """Whether this is asked of the organisation for which the actor acts."""
    return bool(actor.organisation) and actor.organisation == str(expectation.organisation_id)


def may_answer(expectation: Expectation, actor: Actor) -> bool:
    """Whether the actor may report for the organisation itself: their own, with a mandate for its area."""
    return is_own(expectation, actor) and actor.may(ANSWER, expectation.organisation.area or NATION)


def may_represent(expectation: Expectation, actor: Actor) -> bool:
    """Whether the actor may report on behalf of the organisation: for another than their own, with a mandate."""
    return not is_own(expectation, actor) and actor.may(REPRESENT)


def require_writer(expectation: Expectation, actor: Actor) -> bool:
    """Refuse (:class:`NotAllowed`) who may not report here, or say whether it is on behalf of another."""
    if is_own(expectation, actor):
        actor.require(ANSWER, expectation.organisation.area or NATION)
        return False
    actor.require(REPRESENT)
    return True


def require_reader(expectation: Expectation, actor: Actor) -> None:
    """Refuse (:class:`NotAllowed`) who may not read what this organisation reports."""
    if not may_answer(expectation, actor):
        actor.require(READ)


def expectation_of(which: UUID, actor: Actor, *, lock: bool = False) -> Expectation:
    """The expectation with round, series, version and organisation; :class:`NotFound`. Ask what may be done with it.

    ``lock``: whoever else writes there waits until this transaction ends.
    """
    rows = Expectation.objects.visible_to(actor)
    rows = rows.select_related("organisation", "round__series__questionnaire", "round__version")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=which).first()
    if found is None:
        raise NotFound(phrase("There is nothing here."))
    return found


def require_somewhere(permission: str, actor: Actor) -> None:
    """Refuse (:class:`NotAllowed`) who has the permission nowhere at all."""
    if not actor.may_anywhere(permission):
        raise NotAllowed(phrase("There is nothing here."))


def running_series(which: UUID, actor: Actor) -> Series:
    """The series, locked until the end of the transaction; :class:`NotFound`, :class:`Conflict` when it has ended."""
    rows = Series.objects.visible_to(actor).select_for_update(of=("self",)).select_related("questionnaire")
    row = rows.filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    if row.ended_at is not None:
        raise Conflict(phrase("This series has ended."))
    return row
