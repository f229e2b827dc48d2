"""The addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from knooppunt.rooms.readiness.pages import (
    boards,
    contacts,
    drafts,
    mine,
    phases,
    plans,
    roster_import,
    rosters,
    rotating,
    scaling,
    signals,
    starting,
)

app_name = "readiness"

urlpatterns: list[URLPattern] = [
    path("contacts/", contacts.own, name="contacts"),
    path("contacts/<uuid:contact>/code/", contacts.type_code, name="contact_code"),
    path("contacts/<uuid:contact>/end/", contacts.end, name="contact_end"),
    path("contacts/<uuid:contact>/prefer/", contacts.prefer, name="contact_prefer"),
    path("contacts/<uuid:contact>/prove/", contacts.prove, name="contact_prove"),
    path("verify/<str:token>/", contacts.verify, name="verify"),
    path("", phases.index, name="index"),
    path("callouts/", boards.index, name="callouts"),
    path("callouts/<uuid:callout>/", boards.board, name="board"),
    path("callouts/<uuid:callout>/end/", boards.end, name="stand_down"),
    path("callouts/<uuid:callout>/log/", boards.log, name="callout_log"),
    path("calls/<uuid:call>/", boards.own, name="own_call"),
    path("calls/<uuid:call>/behalf/", boards.behalf, name="answer_for"),
    path("decisions/", scaling.descents, name="descents"),
    path("decisions/<uuid:descent>/", scaling.descent, name="descent"),
    path("decisions/<uuid:descent>/review/", scaling.review, name="review"),
    path("phases/", phases.norms, name="norms"),
    path("phases/<str:phase>/", phases.norm, name="norm"),
    path("pilot-light/", phases.pilot_light, name="pilot_light"),
    path("plans/", plans.index, name="plans"),
    path("plans/<uuid:plan>/", plans.plan, name="plan"),
    path("plans/<uuid:plan>/change/", plans.change, name="change_plan"),
    path("plans/<uuid:plan>/end/", plans.end, name="end_plan"),
    path("plans/<uuid:plan>/start/", starting.start, name="start_callout"),
    path("plans/new/", plans.new, name="new_plan"),
    path("proposals/<uuid:proposal>/", signals.proposal, name="proposal"),
    path("proposals/<uuid:proposal>/confirm/", signals.confirm, name="confirm"),
    path("proposals/<uuid:proposal>/reject/", signals.reject, name="reject"),
    path("reachability/", boards.reach, name="reachability"),
    path("scale-down/", scaling.scale_down, name="scale_down"),
    path("scale-up/", scaling.scale_up, name="scale_up"),
    path("signals/", signals.signals, name="signals"),
    path("signals/<uuid:watch>/end/", signals.end_watch, name="end_watch"),
    path("mine/", mine.mine, name="mine"),
    path("mine/address/", mine.renew, name="renew_duties"),
    path("loans/", mine.loans, name="loans"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/new/", rosters.new_roster, name="new_roster"),
    path("rosters/<uuid:roster>/", rosters.roster, name="roster"),
    path("rosters/<uuid:roster>/import/", roster_import.bring, name="roster_import"),
    path("rosters/<uuid:roster>/import/confirm/", roster_import.confirm, name="roster_import_confirm"),
    path("rosters/<uuid:roster>/propose/", drafts.propose, name="propose"),
    path("rosters/<uuid:roster>/qualify/", rosters.qualify, name="qualify"),
    path("rosters/<uuid:roster>/rotate/", rotating.rotate, name="rotate"),
    path("rosters/<uuid:roster>/shift/", rosters.shift, name="shift"),
    path("duties/<uuid:duty>/cancel/", rosters.cancel, name="cancel_duty"),
    path("drafts/<uuid:draft>/", drafts.draft, name="draft"),
    path("drafts/<uuid:draft>/adopt/", drafts.adopt, name="adopt_draft"),
]

calendar_patterns = [path("duties/<slug:secret>.ics", mine.ical, name="duty_ical")]
"""Below ``/calendar/``, where nobody signs in."""
