"""The addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from knooppunt.rooms.readiness.pages import phases, scaling, signals

app_name = "readiness"

urlpatterns: list[URLPattern] = [
    path("", phases.index, name="index"),
    path("decisions/", scaling.descents, name="descents"),
    path("decisions/<uuid:descent>/", scaling.descent, name="descent"),
    path("decisions/<uuid:descent>/review/", scaling.review, name="review"),
    path("phases/", phases.norms, name="norms"),
    path("phases/<str:phase>/", phases.norm, name="norm"),
    path("pilot-light/", phases.pilot_light, name="pilot_light"),
    path("proposals/<uuid:proposal>/", signals.proposal, name="proposal"),
    path("proposals/<uuid:proposal>/confirm/", signals.confirm, name="confirm"),
    path("proposals/<uuid:proposal>/reject/", signals.reject, name="reject"),
    path("scale-down/", scaling.scale_down, name="scale_down"),
    path("scale-up/", scaling.scale_up, name="scale_up"),
    path("signals/", signals.signals, name="signals"),
    path("signals/<uuid:watch>/end/", signals.end_watch, name="end_watch"),
]
