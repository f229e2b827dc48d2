"""One exercise and one Chromium for all tests here: playing it takes longer than looking at it.

The exercise lies outside the folder of pytest: that one is closed to others whenever a pytest begins, and as root the
database runs as someone else.
"""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from knooppunt.config.tests.running import PATIENCE
from tests.browser.exercise import LONG, Exercise, begin
from tests.chromium import chromium


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        expect.set_options(timeout=LONG)
        yield running


@pytest.fixture(scope="package")
def exercise(browser: Browser) -> Iterator[Exercise]:  # asks for the browser first, so that without one nothing begins
    with tempfile.TemporaryDirectory(prefix="knooppunt-browser-") as folder:
        played = begin(Path(folder))
        yield played
        played.process.send_signal(signal.SIGTERM)
        played.process.wait(PATIENCE)


@pytest.fixture(scope="package")
def made(exercise: Exercise) -> dict[str, str]:
    """What there is to look at beside what the exercise played."""
    return exercise.furnished()
