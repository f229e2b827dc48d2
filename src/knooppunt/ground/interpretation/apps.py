"""The room as a Django application."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterpretationConfig(AppConfig):
    name = "knooppunt.ground.interpretation"
    label = "interpretation"
    verbose_name = _("Interpretation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what the rooms below announce."""
        import_module("knooppunt.ground.interpretation.reactions")
