"""OWSLib reads landing page, document, collections, pages, one feature and a box."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.conformance import Stage
from tools.conformance.venvs import program, run

SCRIPT = Path(__file__).parent / "inside" / "read_features.py"


def check(stage: Stage) -> Iterator[str]:
    """What it says when it does not read something as it is."""
    command = [program("owslib", "python"), str(SCRIPT), f"{stage.url}/ogc/v1"]
    yield from run(command, stage.folder, KNOOPPUNT_TOKEN=stage.secret)
