"""The addresses of the picture."""

from __future__ import annotations

from django.urls import path

from knooppunt.rooms.picture.pages import attention, editions, steps, today

app_name = "picture"

urlpatterns = [
    path("", today.today, name="today"),
    path("attention/", attention.attention, name="attention"),
    path("editions/", editions.editions, name="editions"),
    path("editions/<uuid:edition>/", editions.edition, name="edition"),
    path("editions/<uuid:edition>/texts/<slug:key>/", steps.text, name="text"),
    path("editions/<uuid:edition>/references/", steps.references, name="references"),
    path("editions/<uuid:edition>/publish/", steps.step, {"verb": "publish"}, name="publish"),
    path("editions/<uuid:edition>/discard/", steps.step, {"verb": "discard"}, name="discard"),
    path("editions/<uuid:edition>/steps/<slug:verb>/", steps.step, name="step"),
    path("editions/<uuid:edition>/<slug:kind>", editions.document, name="document"),
]
