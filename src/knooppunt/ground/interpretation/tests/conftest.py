"""What the tests of this room start from."""

from __future__ import annotations

import pytest

from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.ground.interpretation.tests.people import NODE, reported


@pytest.fixture
def figures(db: None) -> None:
    """The indicators, and one figure: 7."""
    sync_catalogue(actor=NODE)
    reported(7)
