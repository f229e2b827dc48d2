from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    name = "knooppunt.ground.journal"
    label = "journal"

    def ready(self) -> None:
        """Know the events of every room: an entry of an unknown kind could not be kept from anyone."""
        autodiscover_modules("events")
