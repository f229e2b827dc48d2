"""Every page as it stands in Chromium: wide and narrow, light and dark, Dutch and English.

Each page is seen in four ways, in which both widths meet both languages and both colours. On the narrow screen axe
reads only the first rows of long tables: it has read all of them, in both colours, on the wide one. What forms answer
is looked at in Dutch, which is wide and light, and narrow and dark.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Browser

from tests.addresses import addresses
from tests.browser.exercise import Exercise, Visit, visit
from tests.browser.left_out import NOT_A_PAGE, NOT_FROM_HERE
from tests.browser.pages import WHO, Walk
from tests.browser.seeing import barriers, settled, too_wide

pytestmark = pytest.mark.browser

WAYS = [(1440, "light", "nl"), (1440, "dark", "en"), (320, "light", "en"), (320, "dark", "nl")]
MAY_NOT_BE_FOUND = "Failed to load resource: the server responded with a status of 4"
"""What Chromium says in the console of a page that is itself a refusal."""


@pytest.mark.parametrize(("width", "colours", "language"), WAYS)
def test_every_page_can_be_read_and_used_by_everyone(
    width: int, colours: str, language: str, exercise: Exercise, browser: Browser, made: dict[str, str], tmp_path: Path
) -> None:
    faults, seen = list[str](), set[str]()
    for who, pages in WHO.items():
        visited = visit(exercise, browser, who, language, width=width, color_scheme=colours, reduced_motion="reduce")
        for path in pages(Walk(visited, tmp_path, made, answers=language == "nl")):
            seen.add(resolve(urlsplit(visited.page.url).path).view_name)
            faults += [f"{path} (as {who or 'a stranger'}): {one}" for one in _faults(visited, whole=width > 320)]
        visited.page.context.close()
    assert not faults, f"at {width} px, {colours}, {language}:\n" + "\n".join(faults)
    assert _pages() - seen == set(), "these addresses give a page, and nobody looked at it here"


def _faults(visited: Visit, *, whole: bool) -> list[str]:
    settled(visited.page)
    said = [one for one in visited.faults() if MAY_NOT_BE_FOUND not in one]
    return said + too_wide(visited.page) + barriers(visited.page, whole=whole)


def _pages() -> set[str]:
    """The names of the addresses that give a page."""
    declared = {one.view for one in addresses() if not one.route.startswith("api/")}
    left_out = NOT_A_PAGE.keys() | NOT_FROM_HERE.keys()
    assert left_out <= declared, "these addresses are left out, and are not there any more"
    return declared - left_out
