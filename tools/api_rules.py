"""Checks the OpenAPI documents against our rules, and against the standard's own rule set where that lies beside us.

Spectral is installed from ``tools/api-rules/package-lock.json`` the first time.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tools" / "api-rules"
RULES = FOLDER / "rules.yaml"
STANDARD = ROOT.parent / "shared" / "standards" / "adr" / "linter.yaml"
DOCUMENT = ROOT / "docs" / "reference" / "openapi.json"
DOCUMENTS = (DOCUMENT, DOCUMENT.with_name("ogc-openapi.json"))
SPECTRAL = FOLDER / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"


def program(name: str) -> str:
    """``node`` or ``npm``: beside this Python, where ``make setup`` puts it when the machine has none, or elsewhere."""
    places = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        sys.exit(f"There is no {name}: run make setup first.")
    return found


def install(folder: Path = FOLDER) -> None:
    """Install the packages of a folder as its lock says, unless that was done already: Spectral, when none is given."""
    lock, mark = folder / "package-lock.json", folder / "node_modules" / ".installed"
    if mark.exists() and mark.read_text() == lock.read_text():
        return
    path = os.pathsep.join([str(Path(program("node")).parent), os.environ.get("PATH", "")])
    subprocess.run([program("npm"), "ci", "--no-progress"], cwd=folder, env={**os.environ, "PATH": path}, check=True)
    mark.write_text(lock.read_text())


def faults(documents: Sequence[Path], rules: Path = RULES) -> list[dict[str, Any]]:
    """What Spectral finds in the documents: ``code`` (the rule), ``message``, ``path`` and ``source``."""
    done = subprocess.run(
        [program("node"), str(SPECTRAL), "lint", "--ruleset", str(rules), "--format", "json", "--quiet",
         *map(str, documents)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)
    except ValueError:
        raise RuntimeError(f"Spectral did not run: {done.stdout}{done.stderr}") from None
    return found


def main() -> int:
    """0 when there is nothing to say against the documents; 1 with a line for each fault."""
    install()
    sets = [RULES, STANDARD] if STANDARD.exists() else [RULES]
    found = [fault for rules in sets for fault in faults(DOCUMENTS, rules)]
    for fault in found:
        print(
            f"{Path(fault['source']).name}: {fault['code']} at {'/'.join(map(str, fault['path']))}: {fault['message']}"
        )
    if not found:
        print(f"The APIs keep the rules ({', '.join(rules.name for rules in sets)}).")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
