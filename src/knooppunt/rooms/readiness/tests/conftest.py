"""What the tests of this room start from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knooppunt.kit.clock import clock_at
from knooppunt.rooms.readiness.tests.rostered import MADE, Made, make


@pytest.fixture
def made(db: None) -> Iterator[Made]:
    """A roster and people for it, at the moment that it was made."""
    made = make()
    with clock_at(MADE):
        yield made
