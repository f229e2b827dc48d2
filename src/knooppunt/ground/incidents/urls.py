"""Addresses of the incident and its phase."""

from __future__ import annotations

from django.urls import path

from knooppunt.ground.incidents import pages

urlpatterns = [
    path("incident/", pages.incident_page, name="incident"),
    path("incident/open/", pages.open_page, name="incident_open"),
    path("incident/<uuid:which>/", pages.past_incident, name="incident_past"),
    path("incident/<uuid:which>/phase/", pages.phase_page, name="incident_phase"),
    path("incident/<uuid:which>/close/", pages.close_page, name="incident_close"),
    path("incident/<uuid:which>/participants/", pages.participants_page, name="incident_participants"),
]
