"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "knooppunt.ground.delivery"
    label = "delivery"
    verbose_name = _("Sending out")
    default_auto_field = "django.db.models.BigAutoField"
