"""Giving and taking back leave. Needs ``access.manage`` in the area, and nobody gives it to themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from knooppunt.ground.access.events import MandateGranted, MandateWithdrawn
from knooppunt.ground.access.models import MandateGrant
from knooppunt.ground.access.registry import bundle_named, permission_named
from knooppunt.ground.geography.public import is_known
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import appointments
from knooppunt.ground.network.public import function as function_of
from knooppunt.ground.network.public import person as person_of
from knooppunt.kit.authority import NATION, Actor, system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase

MANAGE = "access.manage"

# To give someone leave one need not be allowed to read the whole directory.
DIRECTORY = system_actor("access", ["network.read"])


@dataclass(frozen=True, slots=True)
class Holder:
    """Who gets the leave: a person, or whoever holds a function."""

    kind: str
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when; without an end until it is taken back."""

    starts: datetime
    ends: datetime | None


@action
def grant_mandate(
    *,
    permission: str,
    area: str = NATION,
    person: UUID | None = None,
    function: UUID | None = None,
    starts: datetime | None = None,
    ends: datetime | None = None,
    actor: Actor,
) -> MandateGrant:
    """Give a person or a function one permission in an area, from ``starts`` (default now) until ``ends``."""
    actor.require(MANAGE, area=area)
    holder = _holder(person, function, actor)
    pair = (permission_named(permission), area)
    if pair in _held(holder):
        raise Conflict(phrase("{name} already has this mandate."), name=holder.name)
    (made,) = _grant(holder, [pair], "", Term(starts or now(), ends), actor)
    return made


@action
def grant_bundle(
    *,
    bundle: str,
    area: str = NATION,
    person: UUID | None = None,
    function: UUID | None = None,
    ends: datetime | None = None,
    actor: Actor,
) -> list[MandateGrant]:
    """Give all permissions of a bundle that the holder does not have yet; :class:`Conflict` when there are none."""
    pairs = bundle_named(bundle).mandates(area)
    for _permission, where in pairs:
        actor.require(MANAGE, area=where)
    holder = _holder(person, function, actor)
    held = _held(holder)
    missing = [pair for pair in pairs if pair not in held]
    if not missing:
        raise Conflict(phrase("{name} already has all of this."), name=holder.name)
    return _grant(holder, missing, bundle_named(bundle).slug, Term(now(), ends), actor)


@action
def withdraw_mandate(*, grant: UUID, actor: Actor) -> None:
    """Take leave back, at once. One that had not begun ends where it begins: it never held."""
    locked = MandateGrant.objects.select_for_update(of=("self",)).select_related("person", "function")
    found = locked.filter(pk=grant).first()
    actor.require(MANAGE, area=found.area if found else NATION)
    if found is None:
        raise NotFound(phrase("There is no such mandate."))
    moment = now()
    if found.ends is not None and found.ends <= moment:
        raise Conflict(phrase("This mandate has already ended."))
    found.ends = max(moment, found.starts)
    found.withdrawn_by = actor.name
    found.save(update_fields=["ends", "withdrawn_by"])
    holder = _holder_of(found)
    record(MandateWithdrawn(found.id, holder.kind, holder.id, holder.name, found.permission, found.area, found.ends))


def _holder(person: UUID | None, function: UUID | None, actor: Actor) -> Holder:
    if (person is None) == (function is None):
        raise Invalid(phrase("A mandate is given to a person or to a function."))
    if person is not None:
        if str(person) == actor.id:
            raise Conflict(phrase("Nobody gives a mandate to themselves."), place="person")
        return Holder("person", person, person_of(person, actor=DIRECTORY).name)
    assert function is not None
    title = function_of(function, actor=DIRECTORY).title
    if actor.kind == "person" and any(
        held.function_id == function for held in appointments(person=UUID(actor.id), actor=actor)
    ):
        raise Conflict(phrase("Nobody gives a mandate to themselves."), place="function")
    return Holder("function", function, title)


def _holder_of(grant: MandateGrant) -> Holder:
    if grant.person is not None:
        return Holder("person", grant.person.id, grant.person.name)
    assert grant.function is not None  # access_grant_to_one
    return Holder("function", grant.function.id, grant.function.title)


def _held(holder: Holder) -> set[tuple[str, str]]:
    """The (permission, area) pairs that this very holder has now."""
    grants = MandateGrant.objects.in_force(now()).filter(**{holder.kind: holder.id})
    return set(grants.values_list("permission", "area"))


def _grant(
    holder: Holder, pairs: Sequence[tuple[str, str]], bundle: str, term: Term, actor: Actor
) -> list[MandateGrant]:
    for area in {area for _permission, area in pairs}:
        if not is_known(area):
            raise Invalid(phrase("There is no area {code}."), place="area", code=area)
    if term.ends is not None and term.ends <= term.starts:
        raise Invalid(phrase("A mandate ends after the moment at which it begins."), place="ends")
    common = {f"{holder.kind}_id": holder.id, "bundle": bundle, "granted_by": actor.name}
    made = MandateGrant.objects.bulk_create(
        MandateGrant(**common, permission=permission, area=area, starts=term.starts, ends=term.ends)
        for permission, area in pairs
    )
    until = term.ends.isoformat() if term.ends else ""
    for one in made:
        record(
            MandateGranted(
                one.id, holder.kind, holder.id, holder.name, one.permission, one.area, bundle, one.starts, until
            )
        )
    return made
