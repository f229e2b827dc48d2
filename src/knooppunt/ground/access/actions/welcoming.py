"""Letting someone new in, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from knooppunt.ground.access.actions.accounts import create_account
from knooppunt.ground.access.actions.mandates import grant_bundle
from knooppunt.ground.access.models import Account
from knooppunt.ground.journal.public import action
from knooppunt.ground.network.public import add_function, add_person, appoint, functions, organisation
from knooppunt.kit.authority import NATION, Actor


@dataclass(frozen=True, slots=True)
class Place:
    """Where someone works: ``organisation`` by name or abbreviation; ``section`` only in the node; ``role`` if any."""

    organisation: str
    function: str
    section: str = ""
    role: str = ""


@action
def welcome(
    *,
    name: str,
    email: str,
    place: Place | None = None,
    bundle: str = "",
    area: str = NATION,
    password: str | None = None,
    actor: Actor,
) -> Account:
    """Make a person with an account, appoint them (the function is added when it is new) and give them a bundle.

    All of it or nothing. Needs ``network.manage``, ``network.read`` and ``access.manage``.
    """
    person = add_person(name=name, email=email, actor=actor)
    if place:
        appoint(person=person.id, function=_function(place, actor), actor=actor)
    if bundle:
        grant_bundle(bundle=bundle, area=area, person=person.id, actor=actor)
    return create_account(person=person.id, password=password, actor=actor)


def _function(place: Place, actor: Actor) -> UUID:
    where = organisation(place.organisation, actor=actor)
    wanted = place.function.strip().casefold()
    present = [held for held in functions(organisation=where.id, actor=actor) if held.title.casefold() == wanted]
    if present:
        return present[0].id
    return add_function(
        title=place.function, organisation=where.id, section=place.section, role=place.role, actor=actor
    ).id
