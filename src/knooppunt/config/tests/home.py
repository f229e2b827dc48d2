"""A pytest plugin: tests have a home of their own. Named in ``addopts``, because it must come before the settings."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("KNOOPPUNT_HOME", str(Path(__file__).parents[4] / "var" / "tests"))
if "PYTEST_XDIST_WORKER" in os.environ:  # each process that runs tests has its own server, files and mail
    os.environ["KNOOPPUNT_HOME"] = str(Path(os.environ["KNOOPPUNT_HOME"]) / os.environ["PYTEST_XDIST_WORKER"])
# Tests ask more in a minute than anyone may; those about the limits set them.
os.environ.setdefault("KNOOPPUNT_API_RATE", "1000000")
os.environ.setdefault("KNOOPPUNT_API_RATE_STRANGERS", "1000000")
