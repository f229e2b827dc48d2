"""Every page as it stands in Chromium: wide and narrow, light and dark, Dutch and English.

Each page is opened twice: wide in Dutch and narrow in English. As it was opened, all rules of axe are asked in light
colours, and those of colours again in dark ones. Then the window of the page that stands open gets the other width:
does one still read it without scrolling sideways, and do the rules of width still hold? So every width is seen in
both languages and in both colours, and what goes wrong on the way, in the console or to elsewhere, counts throughout.

Of long tables all rows are read once, wide and light; a dark or a narrow look reads the first ones. What forms answer
is looked at in Dutch.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, Page

from tests.addresses import addresses
from tests.browser.exercise import Exercise, Visit, visit
from tests.browser.left_out import NOT_A_PAGE, NOT_FROM_HERE
from tests.browser.pages import WHO, Walk
from tests.browser.seeing import OF_COLOURS, OF_WIDTH, axe, barriers, resized, settled, too_wide

pytestmark = pytest.mark.browser

WAYS = [(1440, 320, "nl"), (320, 1440, "en")]
MAY_NOT_BE_FOUND = "Failed to load resource: the server responded with a status of 4"
"""What Chromium says in the console of a page that is itself a refusal."""


@pytest.mark.parametrize(("width", "other", "language"), WAYS)
def test_every_page_can_be_read_and_used_by_everyone(
    width: int, other: int, language: str, exercise: Exercise, browser: Browser, made: dict[str, str], tmp_path: Path
) -> None:
    faults, seen = list[str](), set[str]()
    for who, pages in WHO.items():
        visited = visit(exercise, browser, who, language, width=width, color_scheme="light", reduced_motion="reduce")
        visited.page.add_init_script(axe())
        for path in pages(Walk(visited, tmp_path, made, answers=language == "nl")):
            seen.add(resolve(urlsplit(visited.page.url).path).view_name)
            found = faults_of(visited, width, other)
            faults += [f"{path} (as {who or 'a stranger'}): {one}" for one in found]
        visited.page.context.close()
    assert not faults, f"in {language}:\n" + "\n".join(faults)
    assert _pages() - seen == set(), "these addresses give a page, and nobody looked at it here"


def faults_of(visited: Visit, width: int, other: int) -> list[str]:
    """What is wrong with the page that stands open ``width`` pixels wide, and with the same one ``other`` wide."""
    settled(visited.page)
    found = [f"at {width} px: {one}" for one in too_wide(visited.page) + _in_both_colours(visited.page, width > other)]
    resized(visited.page, other)
    found += [f"at {other} px: {one}" for one in too_wide(visited.page) + _of_width(visited.page)]
    resized(visited.page, width)
    return [one for one in visited.faults() if MAY_NOT_BE_FOUND not in one] + found


def _in_both_colours(page: Page, whole: bool) -> list[str]:
    light = barriers(page, whole=whole)
    page.emulate_media(color_scheme="dark")
    dark = barriers(page, rules=OF_COLOURS, whole=False)
    page.emulate_media(color_scheme="light")
    return [f"light: {one}" for one in light] + [f"dark: {one}" for one in dark]


def _of_width(page: Page) -> list[str]:
    return barriers(page, rules=OF_WIDTH, whole=False)


def _pages() -> set[str]:
    """The names of the addresses that give a page."""
    declared = {one.view for one in addresses() if not one.route.startswith("api/")}
    left_out = NOT_A_PAGE.keys() | NOT_FROM_HERE.keys()
    assert left_out <= declared, "these addresses are left out, and are not there any more"
    return declared - left_out
