"""The tutorial in CONTRIBUTING.md is followed to the letter on a copy of the house."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tools import house

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"```python\n# (?P<place>\S+): (?P<how>[^\n]+)\n(?P<text>.*?)```", re.DOTALL)
FUTURE = "from __future__ import annotations\n"


def follow(how: str, place: Path, text: str) -> None:
    """Do with the block what its first line says."""
    before = place.read_text() if place.exists() else ""
    after = {
        "at the end": f"{before}\n\n{text}",
        "to the imports": before.replace(FUTURE, f"{FUTURE}\n{text}", 1),
        "to __all__": before.replace("__all__ = [\n", f"__all__ = [\n{text}", 1),
        "a new file": text,
    }[how]
    assert after != before
    place.write_text(after)


@pytest.mark.slow
def test_a_newcomer_who_follows_the_tutorial_has_a_working_verb(tmp_path: Path) -> None:
    for name in ("src", "tests", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "built"))
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    blocks = list(BLOCK.finditer((ROOT / "CONTRIBUTING.md").read_text()))
    for block in blocks:
        follow(block["how"], tmp_path / block["place"], block["text"])
    assert len(blocks) == 6
    assert house.faults(tmp_path / "src" / "knooppunt") == []
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", blocks[-1]["place"]],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src"), "KNOOPPUNT_HOME": str(tmp_path / "home")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout
