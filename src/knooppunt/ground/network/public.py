"""The door of the room."""

from __future__ import annotations

from knooppunt.ground.network.actions import (
    add_function,
    add_organisation,
    add_person,
    appoint,
    end_appointment,
    sync_organisations,
)
from knooppunt.ground.network.models import Appointment, Function, Organisation, Person
from knooppunt.ground.network.queries import (
    appointments,
    function,
    functions,
    organisation,
    organisation_names,
    organisations,
    people,
    person,
)
from knooppunt.ground.network.registry import Listed, listed_organisations
from knooppunt.ground.network.rules import NODE_ID, SECTION_NAMES, Kind, Section

__all__ = [
    "NODE_ID",
    "SECTION_NAMES",
    "Appointment",
    "Function",
    "Kind",
    "Listed",
    "Organisation",
    "Person",
    "Section",
    "add_function",
    "add_organisation",
    "add_person",
    "appoint",
    "appointments",
    "end_appointment",
    "function",
    "functions",
    "listed_organisations",
    "organisation",
    "organisation_names",
    "organisations",
    "people",
    "person",
    "sync_organisations",
]
