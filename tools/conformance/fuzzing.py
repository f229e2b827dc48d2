"""Schemathesis asks what the OpenAPI documents allow, and what they do not, and finds no answer that they do not tell.

One of its checks is left out: that all that fits the document is accepted cannot hold, because a day that does not
exist, or a slug that nobody declared, is refused with its place.

It has one worker: with two, parsing Python in both at once can fail with "AST constructor recursion depth mismatch" (a
fault of CPython 3.11), which is no fault of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.conformance import Stage
from tools.conformance.venvs import program, run

DOCUMENTS = ("/api/v1", "/ogc/v1")
HOOKS = Path(__file__).parent / "inside"
LEFT_OUT = "positive_data_acceptance"
CASES = 10
"""Random ones for each address, beside those at the edges of every parameter."""
SEED = 20_200_915
"""The same each time, so that what is found is found again."""
LONGEST = 480


def check(stage: Stage) -> Iterator[str]:
    """What it finds."""
    for root in DOCUMENTS:
        command = [
            program("schemathesis", "schemathesis"), "run", f"{stage.url}{root}/openapi.json",
            "--url", f"{stage.url}{root}", "--header", stage.header, "--phases", "examples,coverage,fuzzing",
            "--exclude-checks", LEFT_OUT, "--max-examples", str(CASES), "--seed", str(SEED), "--warnings", "off",
            "--continue-on-failure", "--no-color", "--workers", "1",
        ]  # fmt: skip
        yield from run(command, stage.folder, SCHEMATHESIS_HOOKS="fuzzing_hooks", PYTHONPATH=str(HOOKS))
