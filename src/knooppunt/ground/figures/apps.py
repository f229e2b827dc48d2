"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    name = "knooppunt.ground.figures"
    label = "figures"
    verbose_name = _("Figures")
