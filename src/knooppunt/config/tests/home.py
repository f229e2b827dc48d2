"""A pytest plugin: tests have a home of their own. Named in ``addopts``, because it must come before the settings."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("KNOOPPUNT_HOME", str(Path(__file__).parents[4] / "var" / "tests"))
