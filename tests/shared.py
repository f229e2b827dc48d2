"""Finds the recorded data of authorities that lies beside the project, where it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_data(name: str) -> Path:
    """The file ``name`` in the shared data; skips the test when it is not on this machine."""
    place = SHARED / "data" / name
    if not place.exists():
        pytest.skip(f"the recorded data is not here: shared/data/{name}")
    return place
