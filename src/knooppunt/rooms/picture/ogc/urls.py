"""The addresses of OGC API – Features. Clients come in with and without a slash at the end of the root."""

from __future__ import annotations

from django.urls import path

from knooppunt.rooms.picture.ogc import views

app_name = "ogc"

urlpatterns = [
    path("ogc/v1", views.landing, name="landing"),
    path("ogc/v1/", views.landing, name="landing_slash"),
    path("ogc/v1/openapi.json", views.openapi, name="ogc_openapi"),
    path("ogc/v1/conformance", views.conformance, name="conformance"),
    path("ogc/v1/collections", views.collections, name="collections"),
    path("ogc/v1/collections/<str:collection>", views.collection, name="collection"),
    path("ogc/v1/collections/<str:collection>/items", views.items, name="items"),
    path("ogc/v1/collections/<str:collection>/items/<str:feature>", views.item, name="item"),
]
