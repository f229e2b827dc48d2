from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PictureConfig(AppConfig):
    name = "knooppunt.rooms.picture"
    label = "picture"
    verbose_name = _("Picture")
