"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from knooppunt.ground.network.pages import bringing, deputies, directory, people

urlpatterns = [
    path("network/", directory.directory, name="network"),
    path("network/deputies/", deputies.deputies, name="deputies"),
    path("network/deputies/<uuid:deputyship>/end/", deputies.end_deputy, name="end_deputy"),
    path("network/duplicates/", directory.duplicates, name="network_duplicates"),
    path("network/people/", people.people_page, name="network_people"),
    path("network/people/cards/", people.people_cards, name="network_cards"),
    path("network/people/import/", bringing.bring, name="network_import"),
    path("network/people/import/confirm/", bringing.confirm_import, name="network_import_confirm"),
    path("network/people/<uuid:which>/", people.person_page, name="network_person"),
    path("network/people/<uuid:which>/leave/", people.leaving, name="network_leave"),
    path("network/contacts/<uuid:contact>/end/", people.end_contact, name="network_contact_end"),
    path("network/contacts/<uuid:contact>/prefer/", people.prefer_contact, name="network_contact_prefer"),
    path("network/<uuid:which>/", directory.organisation_page, name="network_organisation"),
]
