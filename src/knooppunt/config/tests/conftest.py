"""Installations for the tests of this package. Making one takes seconds, so it is made once and copied.

They lie outside the folder of pytest: that one is closed to others whenever a pytest begins, and as root the database
runs as someone else.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from knooppunt.config.tests.running import PASSWORD, Installation


@pytest.fixture(scope="package")
def made() -> Iterator[Path]:
    """A home, migrated, with two people: one who may read figures and organisations, and one who may do nothing."""
    with tempfile.TemporaryDirectory(prefix="knooppunt-made-") as folder:
        home, said = Path(folder) / "home", f"{PASSWORD}\n"
        add = ("user", "add", "--password-stdin")
        works = ("--organisation", "KCR2", "--function", "Analist", "--bundle", "node_officer")
        Installation(home).told(*add, "Anna Analist", "anna@example.org", *works, said=said)
        Installation(home).told(*add, "Niels Niemand", "niels@example.org", said=said)
        yield home


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="knooppunt-test-") as made:
        yield Path(made)


@pytest.fixture
def installation(made: Path, folder: Path) -> Installation:
    """A fresh copy of the made home; its database server is down."""
    home = folder / "home"
    subprocess.run(["cp", "-a", made, home], check=True)  # keeps the owner of the database, who is not root
    return Installation(home)
