from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class EchoConfig(AppConfig):
    name = "knooppunt.config.tests.echo"
    label = "echo"

    def ready(self) -> None:
        import_module("knooppunt.config.tests.echo.reactions")
