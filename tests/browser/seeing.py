"""What is wrong with a page as it stands in a browser: for whoever cannot see it, and on a narrow screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.browser.exercise import AXE, HEIGHT

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""WCAG 2.2, levels A and AA, as the rules of axe are labelled."""

OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose answer another colour scheme may change."""
OF_WIDTH = ["target-size", "scrollable-region-focusable"]
"""The rules whose answer another width may change, for what is shown at both."""

LATER_ROWS = "tbody tr:nth-child(n+9)"

# No page has sheets of another origin, so the parsing of all sheets anew, which axe begins with, is left out.
RUN = """async ([rules, leaveOut]) => {
  const how = {runOnly: rules, resultTypes: ["violations"], preload: {assets: ["media"]}};
  const found = await axe.run({include: document, exclude: leaveOut}, how);
  return found.violations.map((one) => [one.id, one.nodes.length, one.nodes[0].target.join(" "),
    one.nodes[0].failureSummary]);
}"""
RESIZED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))"
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return "";
  const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 1
    && !one.closest(".kp-scroll, .kp-visually-hidden"));
  const last = wide.at(-1);
  return `${document.documentElement.scrollWidth} instead of ${room}: `
    + (last ? last.outerHTML.slice(0, 160) : "no single element");
}"""


@cache
def axe() -> str:
    """The script of axe-core, from the locked dependencies of the front end."""
    assert AXE.exists(), "axe-core is not installed: run `npm ci` in frontend/"
    return AXE.read_text(encoding="utf-8")


def barriers(page: Page, *, rules: Sequence[str] = (), whole: bool = True) -> list[str]:
    """What axe finds, a sentence for each rule of these (or of the standard) that is broken.

    Unless ``whole``, of long tables only the beginning is read.
    """
    # Evaluated over the protocol of the browser, so that the page's content security policy stays as it is.
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe())
    asked = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": STANDARD}
    found: list[Any] = page.evaluate(RUN, [asked, [] if whole else [[LATER_ROWS]]])
    return [f"axe {rule} ({count}): {where}: {' '.join(why.split())[:300]}" for rule, count, where, why in found]


def too_wide(page: Page) -> list[str]:
    """Whether one must scroll sideways to read the page."""
    told = page.evaluate(TOO_WIDE)
    return [f"scrolls sideways: {told}"] if told else []


def resized(page: Page, width: int) -> None:
    """Make the window this wide, and wait until everything has found its place in it."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.evaluate(RESIZED)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the charts of the page are drawn; they are as soon as one comes near them.

    The pages for everyone draw nothing: their charts came as pictures.
    """
    page.wait_for_load_state("load")
    drawing = page.locator("script[src*='built/chart']").count() > 0
    for chart in page.locator("[data-chart]:visible").all():
        # At once: what stands in a live part of the page may be replaced while one waits for it to hold still.
        chart.evaluate("one => one.scrollIntoView({block: 'center', behavior: 'instant'})")
        drawn = chart.and_(page.locator("[data-drawn]")) if drawing else chart.locator("svg").first
        drawn.wait_for()
