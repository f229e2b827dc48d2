"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from knooppunt.ground.network import pages

urlpatterns = [
    path("network/", pages.directory, name="network"),
    path("network/deputies/", pages.deputies, name="deputies"),
    path("network/deputies/<uuid:deputyship>/end/", pages.end_deputy, name="end_deputy"),
    path("network/<uuid:which>/", pages.organisation_page, name="network_organisation"),
]
