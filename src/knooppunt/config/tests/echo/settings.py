"""The settings of the house, with the echo."""

from __future__ import annotations

from knooppunt.config.settings import *  # noqa: F403
from knooppunt.config.settings import INSTALLED_APPS as HOUSE

INSTALLED_APPS = [*HOUSE, "knooppunt.config.tests.echo"]
