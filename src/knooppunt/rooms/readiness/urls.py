"""The addresses of the room."""

from __future__ import annotations

from django.urls import path

from knooppunt.rooms.readiness.pages import drafts, mine, rosters

app_name = "readiness"

urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("mine/address/", mine.renew, name="renew_duties"),
    path("loans/", mine.loans, name="loans"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/new/", rosters.new_roster, name="new_roster"),
    path("rosters/<uuid:roster>/", rosters.roster, name="roster"),
    path("rosters/<uuid:roster>/propose/", drafts.propose, name="propose"),
    path("rosters/<uuid:roster>/qualify/", rosters.qualify, name="qualify"),
    path("rosters/<uuid:roster>/shift/", rosters.shift, name="shift"),
    path("duties/<uuid:duty>/cancel/", rosters.cancel, name="cancel_duty"),
    path("drafts/<uuid:draft>/", drafts.draft, name="draft"),
    path("drafts/<uuid:draft>/adopt/", drafts.adopt, name="adopt_draft"),
]

calendar_patterns = [path("duties/<slug:secret>.ics", mine.ical, name="duty_ical")]
"""Below ``/calendar/``, where nobody signs in."""
