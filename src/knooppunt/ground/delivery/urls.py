"""The addresses of the room."""

from __future__ import annotations

from django.urls import path

from knooppunt.ground.delivery.pages import dispatches, webhooks

app_name = "delivery"

urlpatterns = [
    path("", dispatches.list_page, name="dispatches"),
    path("<uuid:which>/", dispatches.dispatch_page, name="dispatch"),
    path("<uuid:which>/again/", dispatches.again_page, name="again"),
    path("webhooks/", webhooks.webhooks_page, name="webhooks"),
    path("webhooks/<uuid:which>/", webhooks.webhook_page, name="webhook"),
    path("webhooks/<uuid:which>/pause/", webhooks.change_page, {"how": "pause"}, name="webhook_pause"),
    path("webhooks/<uuid:which>/resume/", webhooks.change_page, {"how": "resume"}, name="webhook_resume"),
    path("webhooks/<uuid:which>/end/", webhooks.change_page, {"how": "end"}, name="webhook_end"),
    path("webhooks/<uuid:which>/replay/", webhooks.replay_page, name="webhook_replay"),
]
