"""Opens the exercise of ``knooppunt demo`` for a benchmark: import this before anything of ``knooppunt``.

It lies in ``KNOOPPUNT_HOME``/demo, made when it is not there yet, or in a temporary home that is gone afterwards.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django

KNOOPPUNT = (sys.executable, "-c", "from knooppunt.config.entry import main; main()")
"""The command, whether or not its folder is on the path."""

LONGEST = 900
"""Seconds that making the exercise may take."""


def _home() -> Path:
    if given := os.environ.get("KNOOPPUNT_HOME"):
        return Path(given).resolve()
    made = tempfile.mkdtemp(prefix="knooppunt-bench-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


def bare() -> dict[str, str]:
    """The environment without any setting of Knooppunt."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("KNOOPPUNT_", "DATABASE_URL"))}


def _prepare(home: Path) -> None:
    # Said on stderr by the command itself; stdout is for what was measured.
    subprocess.run([*KNOOPPUNT, "demo", "--prepare-only"], env=bare() | {"KNOOPPUNT_HOME": str(home)},
                   stdout=sys.stderr, check=True, timeout=LONGEST)  # fmt: skip


_at = _home()
_prepare(_at)
HOME = _at / "demo"
"""The home of the exercise itself."""
os.environ.pop("DATABASE_URL", None)
os.environ |= {
    "KNOOPPUNT_HOME": str(HOME),
    "KNOOPPUNT_DEMO": "1",
    "KNOOPPUNT_LOG_LEVEL": "warning",
    "DJANGO_SETTINGS_MODULE": "knooppunt.config.settings",
}
django.setup()
