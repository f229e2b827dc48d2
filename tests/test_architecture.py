"""The order of the house: nothing is out of order, and each check has been seen to catch a planted fault."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools import house

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "knooppunt"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_the_house_is_in_order() -> None:
    assert house.faults(PACKAGE) == []


def test_no_contract_makes_an_exception() -> None:
    assert [one["name"] for one in CONTRACTS if any("ignore" in key for key in one)] == []


def test_every_room_has_its_page() -> None:
    rooms = [place.parent.name for floor in ("ground", "rooms") for place in (PACKAGE / floor).glob("*/__init__.py")]
    assert [room for room in rooms if not (ROOT / "docs" / "rooms" / f"{room}.md").exists()] == []


PLANTED_IN_TEXT = {
    "too_long": ("ground/files/queries.py", "x = 1\n" * 301),
    "bad_names": ("ground/files/queries.py", "class OriginalManager:\n    pass\n"),
    "model_signals": ("ground/files/apps.py", "from django.db.models.signals import post_save\n"),
    "wild_actions": ("ground/files/actions.py", "def keep(source, actor):\n    pass\n"),
    "deaf_queries": ("ground/journal/queries.py", "def everything():\n    pass\n"),
    "doors_without_list": ("ground/files/public.py", "from x import keep\n"),
    "loose_links": ("ground/files/models.py", "a = models.ForeignKey('access.Account', on_delete=models.CASCADE)\n"),
}


@pytest.mark.parametrize("check", house.CHECKS, ids=lambda check: check.__name__)
def test_a_planted_fault_is_caught(check: house.Check, tmp_path: Path) -> None:
    place, text = PLANTED_IN_TEXT[check.__name__]
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).with_name("public.py").write_text("from x import everything\n\n__all__ = ['everything']\n")
    (tmp_path / place).write_text("__all__ = []\n")
    assert list(check(tmp_path)) == []
    (tmp_path / place).write_text(text)
    (fault,) = check(tmp_path)
    assert place in fault


def test_a_link_into_another_room_is_caught_even_when_it_is_protected(tmp_path: Path) -> None:
    (tmp_path / "rooms" / "desk").mkdir(parents=True)
    (tmp_path / "rooms" / "picture").mkdir()
    link = "edition = models.ForeignKey('picture.Edition', on_delete=models.PROTECT, related_name='+')\n"
    (tmp_path / "rooms" / "desk" / "models.py").write_text(link)
    assert "into another room" in next(house.loose_links(tmp_path))


PLANTED_IMPORTS = {
    "Storeys": ("kit/ids.py", "import knooppunt.ground.journal.public\n"),
    "Ground floor": ("ground/journal/rules.py", "import knooppunt.ground.files.events\n"),
    "Capability rooms": ("rooms/stray/__init__.py", ""),
    "Doors": ("ground/files/vault.py", "import knooppunt.ground.journal.models\n"),
    "Inside a room": ("ground/files/models.py", "import knooppunt.ground.files.actions\n"),
    "Rules are pure": ("ground/journal/rules.py", "import django\n"),
    "Pages do not touch tables": ("ground/journal/tasks.py", "import knooppunt.ground.journal.models\n"),
    "No cycles anywhere": ("ground/files/vault.py", "import knooppunt.ground.files.queries\n"),
}


def lint_imports(source: Path) -> str:
    """What import-linter says of the package below ``source``."""
    settings = source / "pyproject.toml"
    shutil.copy(ROOT / "pyproject.toml", settings)
    program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--config", str(settings), "--no-cache"],
        env={**os.environ, "PYTHONPATH": f"{source}:{ROOT / 'tools'}", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        cwd=source,
    )
    return done.stdout + done.stderr


@pytest.fixture
def copied_house(tmp_path: Path) -> Iterator[Path]:
    leave_out = shutil.ignore_patterns("static", "templates", "locale", "tests", "__pycache__", "*.csv")
    shutil.copytree(PACKAGE, tmp_path / "knooppunt", ignore=leave_out)
    yield tmp_path
    shutil.rmtree(tmp_path)


def broken(said: str) -> set[str]:
    """The names of the contracts that were broken, up to the colon."""
    return {
        line.split(":")[0].split(" BROKEN")[0].strip() for line in said.splitlines() if line.rstrip().endswith("BROKEN")
    }


def test_every_contract_is_kept_and_has_its_planted_fault(copied_house: Path) -> None:
    said = lint_imports(copied_house)
    assert f"{len(CONTRACTS)} kept, 0 broken" in said, said
    assert {one["name"].split(":")[0] for one in CONTRACTS} == set(PLANTED_IMPORTS)


@pytest.mark.parametrize("contract", PLANTED_IMPORTS)
def test_a_planted_import_breaks_its_contract(contract: str, copied_house: Path) -> None:
    place, text = PLANTED_IMPORTS[contract]
    target = copied_house / "knooppunt" / place
    target.parent.mkdir(exist_ok=True)
    target.write_text((target.read_text() if target.exists() else "") + "\n" + text)
    said = lint_imports(copied_house)
    # A room on no floor is told as an error of the whole contract, not as a broken line.
    assert contract in broken(said) or "stray" in said, said
