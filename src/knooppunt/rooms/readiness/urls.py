"""The addresses of the room."""

from __future__ import annotations

from django.urls import path

from knooppunt.rooms.readiness.pages import mine, proposals, rosters

app_name = "readiness"

urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("mine/address/", mine.renew, name="renew_duties"),
    path("loans/", mine.loans, name="loans"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/new/", rosters.new_roster, name="new_roster"),
    path("rosters/<uuid:roster>/", rosters.roster, name="roster"),
    path("rosters/<uuid:roster>/propose/", proposals.propose, name="propose"),
    path("rosters/<uuid:roster>/qualify/", rosters.qualify, name="qualify"),
    path("rosters/<uuid:roster>/shift/", rosters.shift, name="shift"),
    path("duties/<uuid:duty>/cancel/", rosters.cancel, name="cancel_duty"),
    path("proposals/<uuid:proposal>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:proposal>/adopt/", proposals.adopt, name="adopt_proposal"),
]

calendar_patterns = [path("duties/<slug:secret>.ics", mine.ical, name="duty_ical")]
"""Below ``/calendar/``, where nobody signs in."""
