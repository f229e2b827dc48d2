"""Organisations: added, and brought in from the package table."""

from __future__ import annotations

from knooppunt.ground.geography.public import is_known
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.events import OrganisationAdded, OrganisationChanged
from knooppunt.ground.network.models import Organisation
from knooppunt.ground.network.registry import Listed, listed_organisations
from knooppunt.ground.network.rules import MANAGE, kind_of, needed
from knooppunt.kit.authority import Actor
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import Conflict, Invalid, phrase


@action
def add_organisation(*, name: str, kind: str, area: str = "", abbreviation: str = "", actor: Actor) -> Organisation:
    """Add an organisation; :class:`Conflict` when its name or abbreviation is taken."""
    actor.require(MANAGE)
    name, abbreviation = needed(name, "name"), abbreviation.strip()
    if area and not is_known(area):
        raise Invalid(phrase("There is no area {code}."), place="area", code=area)
    _free(name, abbreviation)
    made = _row(Listed(new_id(), abbreviation, name, kind_of(kind), area))
    made.save(force_insert=True)
    record(OrganisationAdded(made.id, made.name, made.kind, made.area))
    return made


@action
def sync_organisations(*, actor: Actor) -> int:
    """Bring the package table in: add what is missing, change what the table says otherwise. Returns how many."""
    actor.require(MANAGE)
    known = Organisation.objects.in_bulk([listed.id for listed in listed_organisations()])
    missing = [listed for listed in listed_organisations() if listed.id not in known]
    for added in Organisation.objects.bulk_create(_row(listed) for listed in missing):
        record(OrganisationAdded(added.id, added.name, added.kind, added.area))
    changed = [
        (known[listed.id], listed)
        for listed in listed_organisations()
        if listed.id in known and _told(known[listed.id]) != _told(listed)
    ]
    for present, listed in changed:
        _change(present, listed)
    return len(missing) + len(changed)


def _free(name: str, abbreviation: str) -> None:
    if Organisation.objects.filter(name__iexact=name).exists():
        raise Conflict(phrase("There already is an organisation {name}."), place="name", name=name)
    if abbreviation and Organisation.objects.filter(abbreviation__iexact=abbreviation).exists():
        raise Conflict(
            phrase("There already is an organisation with the abbreviation {abbreviation}."),
            place="abbreviation",
            abbreviation=abbreviation,
        )


def _told(organisation: Organisation | Listed) -> tuple[str, ...]:
    return (organisation.abbreviation, organisation.name, str(organisation.kind), organisation.area)


def _row(new: Listed) -> Organisation:
    return Organisation(id=new.id, name=new.name, abbreviation=new.abbreviation, kind=new.kind.value, area=new.area)


def _change(present: Organisation, listed: Listed) -> None:
    was = _told(present)
    present.abbreviation, present.name, present.kind, present.area = _told(listed)
    present.save()
    record(OrganisationChanged(present.id, was, _told(present)))
