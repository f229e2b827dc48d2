"""The room as a Django application."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "knooppunt.ground.access"
    label = "access"
    verbose_name = _("Access")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from knooppunt.ground.access.noting import listen  # noqa: PLC0415  models are not loaded before this

        import_module("knooppunt.ground.access.reactions")
        listen()
