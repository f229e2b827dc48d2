"""The addresses of the room. ``live/`` below a text is served by the process of the live stream."""

from __future__ import annotations

from django.urls import path

from knooppunt.ground.writing import pages

app_name = "writing"

urlpatterns = [
    path("<uuid:which>/", pages.text_page, name="text"),
    path("<uuid:which>/suggest/", pages.suggest_page, name="suggest"),
    path("<uuid:which>/authors/", pages.authors_page, name="authors"),
    path("<uuid:which>/comments/", pages.comment_page, name="comment"),
    path("<uuid:which>/comments/<uuid:comment>/resolve/", pages.resolve_page, name="resolve"),
    path("<uuid:which>/suggestions/<uuid:suggestion>/decide/", pages.decide_page, name="decide"),
]
