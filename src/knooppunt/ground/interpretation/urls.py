"""The addresses of the room."""

from __future__ import annotations

from django.urls import path

from knooppunt.ground.interpretation.pages import statements, writing

app_name = "interpretation"

urlpatterns = [
    path("", statements.index, name="index"),
    path("write/", writing.write, name="write"),
    path("<uuid:which>/", statements.page, name="statement"),
    path("<uuid:which>/rewrite/", writing.rewrite, name="rewrite"),
    path("<uuid:which>/confirm/", statements.confirm, name="confirm"),
    path("<uuid:which>/withdraw/", statements.withdraw, name="withdraw"),
]
