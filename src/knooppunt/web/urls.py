"""The addresses of the shell."""

from __future__ import annotations

from django.urls import path

from knooppunt.web import journal, pages

app_name = "web"

urlpatterns = [
    path("language/", pages.language, name="language"),
    path("journal/", journal.entries, name="journal"),
]
