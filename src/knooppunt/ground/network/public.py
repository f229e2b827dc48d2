"""The door of the room."""

from __future__ import annotations

from knooppunt.ground.network.actions import (
    add_function,
    add_organisation,
    add_person,
    appoint,
    declare_deputy,
    end_appointment,
    end_deputyship,
    sync_organisations,
)
from knooppunt.ground.network.models import Appointment, ContactPoint, Deputyship, Function, Organisation, Person
from knooppunt.ground.network.queries.reaching import Holder, Reach, holders, reach
from knooppunt.ground.network.queries.reading import (
    Occupant,
    Seat,
    appointments,
    deputyships,
    function,
    functions,
    organisation,
    organisation_names,
    organisations,
    people,
    person,
    seat,
)
from knooppunt.ground.network.registry import Listed, listed_organisations
from knooppunt.ground.network.rules import (
    MEANS_NAMES,
    NODE_ID,
    ROLE_NAMES,
    SECTION_NAMES,
    Kind,
    Means,
    Role,
    Section,
)

__all__ = [
    "MEANS_NAMES",
    "NODE_ID",
    "ROLE_NAMES",
    "SECTION_NAMES",
    "Appointment",
    "ContactPoint",
    "Deputyship",
    "Function",
    "Holder",
    "Kind",
    "Listed",
    "Means",
    "Occupant",
    "Organisation",
    "Person",
    "Reach",
    "Role",
    "Seat",
    "Section",
    "add_function",
    "add_organisation",
    "add_person",
    "appoint",
    "appointments",
    "declare_deputy",
    "deputyships",
    "end_appointment",
    "end_deputyship",
    "function",
    "functions",
    "holders",
    "listed_organisations",
    "organisation",
    "organisation_names",
    "organisations",
    "people",
    "person",
    "reach",
    "seat",
    "sync_organisations",
]
