"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WritingConfig(AppConfig):
    name = "knooppunt.ground.writing"
    label = "writing"
    verbose_name = _("Writing")
    default_auto_field = "django.db.models.BigAutoField"
