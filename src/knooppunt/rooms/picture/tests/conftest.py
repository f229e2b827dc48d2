"""What the tests of this room start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.rooms.picture.tests.outbreak import ON, WRITER, bring, rows


@pytest.fixture
def outbreak(db: None, tmp_path: Path) -> Path:
    """The made outbreak, in which VR12 is late with its last day. Gives a folder for more files."""
    sync_catalogue(actor=WRITER)
    bring(tmp_path, rows(without=[("VR12", ON)]))
    return tmp_path
