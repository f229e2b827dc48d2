"""The addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from knooppunt.rooms.readiness.pages import contacts

app_name = "readiness"

urlpatterns: list[URLPattern] = [
    path("contacts/", contacts.own, name="contacts"),
    path("contacts/<uuid:contact>/code/", contacts.type_code, name="contact_code"),
    path("contacts/<uuid:contact>/end/", contacts.end, name="contact_end"),
    path("contacts/<uuid:contact>/prefer/", contacts.prefer, name="contact_prefer"),
    path("contacts/<uuid:contact>/prove/", contacts.prove, name="contact_prove"),
    path("verify/<str:token>/", contacts.verify, name="verify"),
]
