"""Writes docs/reference/settings.md from the settings themselves; with --check it only says whether it is still so."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from knooppunt.config.environment import VARIABLES, Variable

PLACE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "settings.md"
HEAD = """# Settings

Written by `make docs` from `src/knooppunt/config/environment.py`. Every setting is an environment variable, read once
at the start. A wrong or unknown `KNOOPPUNT_*` stops the start with its name. `knooppunt settings` shows the values.

| variable | without it | what it is |
|---|---|---|
"""


def drawn() -> str:
    """The page as the settings have it now."""
    return HEAD + "".join(_row(variable) for variable in VARIABLES.values())


def _row(variable: Variable) -> str:
    return f"| `{variable.name}` | {_default(variable)} | {variable.sentence} |\n"


def _default(variable: Variable) -> str:
    if variable.name == "KNOOPPUNT_HOME":
        return "`./var`"
    value = variable.default
    if isinstance(value, bool):
        return f"`{int(value)}`"
    shown = ",".join(value) if isinstance(value, tuple) else str(value)
    return f"`{shown.lower()}`" if shown else ""


def main() -> int:
    """0 when the page is as the settings have it; 1 when it is not."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing")
    if not arguments.parse_args().check:
        PLACE.write_text(drawn())
        return 0
    if PLACE.exists() and PLACE.read_text() == drawn():
        return 0
    print(f"{PLACE.name} is not as the settings are: run make docs", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
