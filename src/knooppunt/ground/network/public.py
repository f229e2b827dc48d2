"""The door of the room."""

from __future__ import annotations

from knooppunt.ground.network.actions.contacts import (
    add_contact_point,
    confirm_contact,
    end_contact_point,
    move_up,
    reorder,
)
from knooppunt.ground.network.actions.deputies import declare_deputy, end_deputyship
from knooppunt.ground.network.actions.importing import import_people
from knooppunt.ground.network.actions.leaving import come_back, leave
from knooppunt.ground.network.actions.merging import merge_organisations, merge_people
from knooppunt.ground.network.actions.organisations import add_organisation, sync_organisations
from knooppunt.ground.network.actions.people import add_function, add_person, appoint, end_appointment
from knooppunt.ground.network.models import Appointment, ContactPoint, Deputyship, Function, Organisation, Person
from knooppunt.ground.network.queries.contacts import (
    ContactLine,
    contact_points,
    person_of_contact,
    stale_contacts,
    without_contact,
)
from knooppunt.ground.network.queries.listing import Entry, everyone, known
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
    workplaces,
)
from knooppunt.ground.network.queries.searching import Alike, Search, left_before, likely_duplicates, search
from knooppunt.ground.network.registry import Listed, listed_organisations
from knooppunt.ground.network.rules import (
    FRESH_FOR,
    KIND_NAMES,
    MEANS_NAMES,
    NODE_ID,
    ROLE_NAMES,
    SECTION_NAMES,
    STANDING_NAMES,
    Kind,
    Means,
    Role,
    Section,
    Standing,
)

__all__ = [
    "FRESH_FOR",
    "KIND_NAMES",
    "MEANS_NAMES",
    "NODE_ID",
    "ROLE_NAMES",
    "SECTION_NAMES",
    "STANDING_NAMES",
    "Alike",
    "Appointment",
    "ContactLine",
    "ContactPoint",
    "Deputyship",
    "Entry",
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
    "Search",
    "Seat",
    "Section",
    "Standing",
    "add_contact_point",
    "add_function",
    "add_organisation",
    "add_person",
    "appoint",
    "appointments",
    "come_back",
    "confirm_contact",
    "contact_points",
    "declare_deputy",
    "deputyships",
    "end_appointment",
    "end_contact_point",
    "end_deputyship",
    "everyone",
    "function",
    "functions",
    "holders",
    "import_people",
    "known",
    "leave",
    "left_before",
    "likely_duplicates",
    "listed_organisations",
    "merge_organisations",
    "merge_people",
    "move_up",
    "organisation",
    "organisation_names",
    "organisations",
    "people",
    "person",
    "person_of_contact",
    "reach",
    "reorder",
    "search",
    "seat",
    "stale_contacts",
    "sync_organisations",
    "without_contact",
    "workplaces",
]
