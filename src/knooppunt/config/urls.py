"""The addresses of the house: each room brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from knooppunt.config.api import api
from knooppunt.config.health import health, metrics
from knooppunt.rooms.readiness.pages.answering import answer
from knooppunt.rooms.readiness.pages.devices import worker
from knooppunt.rooms.readiness.urls import calendar_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", api.addresses),
    path("", include("knooppunt.web.urls")),
    path("", include("knooppunt.ground.network.urls")),
    path("", include("knooppunt.ground.access.urls")),
    path("", include("knooppunt.ground.incidents.urls")),
    path("", include("knooppunt.ground.figures.urls")),
    path("writing/", include("knooppunt.ground.writing.urls")),
    path("delivery/", include("knooppunt.ground.delivery.urls")),
    path("gateway/", include("knooppunt.ground.delivery.gateway_urls")),
    path("interpretation/", include("knooppunt.ground.interpretation.urls")),
    path("reporting/", include("knooppunt.rooms.reporting.urls")),
    path("a/<str:token>/", answer, name="answer"),
    path("push-worker.js", worker, name="push_worker"),
    path("calendar/", include((calendar_patterns, "duty_calendar"))),
    path("readiness/", include("knooppunt.rooms.readiness.urls")),
    path("", include("knooppunt.rooms.picture.ogc.urls")),
    path("", include("knooppunt.rooms.picture.urls")),
]

handler400 = "knooppunt.web.pages.bad_request"
handler403 = handler404 = "knooppunt.web.pages.not_found"
handler500 = "knooppunt.web.pages.broken"
