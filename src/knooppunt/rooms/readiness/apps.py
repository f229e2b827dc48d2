"""The room as a Django application."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadinessConfig(AppConfig):
    name = "knooppunt.rooms.readiness"
    label = "readiness"
    verbose_name = _("Readiness")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("knooppunt.rooms.readiness.reactions")
        import_module("knooppunt.rooms.readiness.declared")
