"""The runner of the checks of conformance: it finds every check, and a fault makes it fail."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "tools" / "conformance"
EXPECTED = {"fuzzing", "gdal", "ogc_core", "owslib_reads", "spectral"}


def _checks() -> set[str]:
    """The modules and folders that have a ``check``, read from their text: to import one starts an exercise."""
    places = [*FOLDER.glob("*.py"), *FOLDER.glob("*/__init__.py")]
    found = set()
    for place in places:
        functions = [node.name for node in ast.parse(place.read_text()).body if isinstance(node, ast.FunctionDef)]
        if "check" in functions:
            found.add(place.stem if place.stem != "__init__" else place.parent.name)
    return found


def test_the_checks_that_are_promised_are_there() -> None:
    assert _checks() >= EXPECTED


@pytest.mark.parametrize("lock", sorted(FOLDER.glob("locks/*.txt")), ids=lambda place: place.stem)
def test_a_program_of_others_is_locked_by_hash_and_names_no_place(lock: Path) -> None:
    lines = lock.read_text().splitlines()
    assert "--hash=sha256:" in lock.read_text()
    assert not [line for line in lines if "://" in line or line.startswith(("--index", "--find"))]


def test_every_program_that_a_check_runs_is_locked() -> None:
    named = set(re.findall(r'program\("(\w+)"', "".join(place.read_text() for place in FOLDER.glob("*.py"))))
    of_the_machine = {"node", "npm"}  # their packages are locked in package-lock.json
    assert named - of_the_machine <= {place.stem for place in FOLDER.glob("locks/*.txt")}
    assert list(FOLDER.glob("webhook/package-lock.json"))
