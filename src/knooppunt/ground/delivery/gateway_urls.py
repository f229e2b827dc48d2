"""Where gateways report: open, and signed."""

from __future__ import annotations

from django.urls import path

from knooppunt.ground.delivery.pages.gateway import report

urlpatterns = [path("<slug:channel>/", report, name="gateway")]
