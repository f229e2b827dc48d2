from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PictureConfig(AppConfig):
    name = "knooppunt.rooms.picture"
    label = "picture"
    verbose_name = _("Picture")

    def ready(self) -> None:
        import_module("knooppunt.rooms.picture.reactions")
        import_module("knooppunt.rooms.picture.declared")
