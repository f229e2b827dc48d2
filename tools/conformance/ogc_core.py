"""``ogctests`` (PyPI) goes through the abstract tests of OGC API – Features, Part 1: core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.conformance import Stage
from tools.conformance.venvs import program, run

SCRIPT = Path(__file__).parent / "inside" / "core_tests.py"


def check(stage: Stage) -> Iterator[str]:
    """What it says when a test fails."""
    report = stage.folder / "ogctests.xml"
    command = [program("ogctests", "python"), str(SCRIPT), f"{stage.url}/ogc/v1", str(report)]
    yield from run(command, stage.folder, KNOOPPUNT_TOKEN=stage.secret)
