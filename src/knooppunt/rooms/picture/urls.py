"""The addresses of the picture."""

from __future__ import annotations

from django.urls import path

from knooppunt.rooms.picture.pages import attention, calendar, distribution, editions, everyone, steps, today

app_name = "picture"

urlpatterns = [
    path("", today.today, name="today"),
    path("attention/", attention.attention, name="attention"),
    path("editions/", editions.editions, name="editions"),
    path("editions/calendar/", calendar.calendar, name="calendar"),
    path("editions/calendar/rhythm/", calendar.rhythm, name="rhythm"),
    path("editions/calendar/rhythm/<uuid:rhythm>/end/", calendar.end_rhythm, name="end_rhythm"),
    path("editions/calendar/address/", calendar.renew, name="renew_calendar"),
    path("editions/calendar/address/revoke/", calendar.revoke, name="revoke_calendar"),
    path("calendar/<slug:secret>.ics", calendar.ical, name="ical"),
    path("public/", everyone.front, name="open"),
    path("public/feed.atom", everyone.feed, name="open_feed"),
    path("public/<slug:product>/<int:number>/", everyone.edition, name="open_edition"),
    path("public/<slug:product>/<int:number>/<slug:kind>", everyone.document, name="open_document"),
    path("robots.txt", everyone.robots, name="robots"),
    path("editions/<uuid:edition>/distribution/", distribution.distribution, name="distribution"),
    path("editions/<uuid:edition>/changes/", distribution.changes, name="changes"),
    path("editions/<uuid:edition>/", editions.edition, name="edition"),
    path("editions/<uuid:edition>/texts/<slug:key>/", steps.text, name="text"),
    path("editions/<uuid:edition>/references/", steps.references, name="references"),
    path("editions/<uuid:edition>/publish/", steps.step, {"verb": "publish"}, name="publish"),
    path("editions/<uuid:edition>/discard/", steps.step, {"verb": "discard"}, name="discard"),
    path("editions/<uuid:edition>/steps/<slug:verb>/", steps.step, name="step"),
    path("editions/<uuid:edition>/<slug:kind>", editions.document, name="document"),
]
