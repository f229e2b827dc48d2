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
from knooppunt.ground.network.models import Appointment, Deputyship, Function, Organisation, Person
from knooppunt.ground.network.queries import (
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
from knooppunt.ground.network.rules import NODE_ID, Kind, Section

__all__ = [
    "NODE_ID",
    "Appointment",
    "Deputyship",
    "Function",
    "Kind",
    "Listed",
    "Occupant",
    "Organisation",
    "Person",
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
    "listed_organisations",
    "organisation",
    "organisation_names",
    "organisations",
    "people",
    "person",
    "seat",
    "sync_organisations",
]
