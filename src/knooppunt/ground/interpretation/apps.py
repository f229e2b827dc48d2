"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterpretationConfig(AppConfig):
    name = "knooppunt.ground.interpretation"
    label = "interpretation"
    verbose_name = _("Interpretation")
    default_auto_field = "django.db.models.BigAutoField"
