"""The eyes with which the walk looks: each fault that is planted in a page is found, and where it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.exercise import Exercise, visit
from tests.browser.test_pages import WAYS, faults_of

pytestmark = pytest.mark.browser

PLANT = """([html, css]) => {
  document.querySelector("main").insertAdjacentHTML("beforeend", html);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
DARK, NARROW, WIDE = "(prefers-color-scheme: dark)", "(max-width: 400px)", "(min-width: 1000px)"
PALE = "#planted { color: #777; background: #888 }"
BUTTONS = "<p><button aria-label='a'></button><button aria-label='b'></button></p>"
TINY = "#main p button { all: unset; display: inline-block; width: 9px; height: 9px; background: #000 }"

PLANTED = {
    "a colour in the dark": ("<p id=planted>bleek</p>", f"@media {DARK} {{ {PALE} }}", "dark: axe color-contrast"),
    "a colour in the light": (
        "<p id=planted>bleek</p>", f"@media not {DARK} {{ {PALE} }}", "light: axe color-contrast",
    ),
    "too wide a thing on a narrow screen": (
        "<p id=planted>breed</p>", f"@media {NARROW} {{ #planted {{ width: 500px }} }}", "at 320 px: scrolls sideways",
    ),
    "too wide a thing on a wide screen": (
        "<p id=planted>breed</p>", f"@media {WIDE} {{ #planted {{ min-width: 1600px }} }}",
        "at 1440 px: scrolls sideways",
    ),
    "too small a target on a narrow screen": (BUTTONS, f"@media {NARROW} {{ {TINY} }}", "at 320 px: *axe target-size"),
    "too small a target on a wide screen": (BUTTONS, f"@media {WIDE} {{ {TINY} }}", "at 1440 px: *axe target-size"),
    "a field without a label": ("<input name=planted>", "", "axe label"),
    "a picture without words": ("<img src='data:,'>", "", "axe image-alt"),
}  # fmt: skip
SCRIPTS = {
    "a page that does not say its language": ("document.documentElement.removeAttribute('lang')", "axe html-has-lang"),
    "an error in the console": ("console.error('geplant')", "console: geplant"),
    "an error of a script at the other width": (
        "addEventListener('resize', () => console.error('bij het verkleinen'))", "console: bij het verkleinen",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("width", "other", "language"), WAYS)
def test_a_page_without_faults_has_none_and_each_planted_one_is_found(
    width: int, other: int, language: str, exercise: Exercise, browser: Browser
) -> None:
    visited = visit(exercise, browser, language=language, width=width, color_scheme="light", reduced_motion="reduce")
    visited.go("/account/sign-in/")
    assert faults_of(visited, width, other) == []
    for name, (html, css, told) in PLANTED.items():
        visited.go("/account/sign-in/")
        visited.page.evaluate(PLANT, [html, css])
        assert _is_among(told, faults_of(visited, width, other)), name
    for name, (script, told) in SCRIPTS.items():
        visited.go("/account/sign-in/")
        visited.page.evaluate(f"() => {{ {script} }}")
        assert _is_among(told, faults_of(visited, width, other)), name
    visited.page.context.close()


def _is_among(told: str, found: list[str]) -> bool:
    """Whether one of these sentences has all parts of ``told``, in its order."""
    first, _, rest = told.rpartition("*")
    return any(first in one and rest in one for one in found)
