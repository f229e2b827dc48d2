"""The addresses of the picture."""

from __future__ import annotations

from django.urls import path

from knooppunt.rooms.picture.pages import editions, today

app_name = "picture"

urlpatterns = [
    path("", today.today, name="today"),
    path("editions/", editions.editions, name="editions"),
    path("editions/<uuid:edition>/", editions.edition, name="edition"),
    path("editions/<uuid:edition>/texts/<slug:key>/", editions.text, name="text"),
    path("editions/<uuid:edition>/publish/", editions.publish, name="publish"),
    path("editions/<uuid:edition>/discard/", editions.discard, name="discard"),
    path("editions/<uuid:edition>/<slug:kind>", editions.document, name="document"),
]
