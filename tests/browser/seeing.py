"""What is wrong with a page as it stands in a browser: for whoever cannot see it, and on a narrow screen."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.browser.exercise import AXE

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""WCAG 2.2, levels A and AA, as the rules of axe are labelled."""

LATER_ROWS = "tbody tr:nth-child(n+9)"

RUN = f"""async (leaveOut) => {{
  const how = {{runOnly: {json.dumps(STANDARD)}, resultTypes: ["violations"]}};
  const found = await axe.run({{include: document, exclude: leaveOut}}, how);
  return found.violations.map((one) => [one.id, one.nodes.length, one.nodes[0].target.join(" "),
    one.nodes[0].failureSummary]);
}}"""
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


def barriers(page: Page, *, whole: bool = True) -> list[str]:
    """What axe finds, a sentence for each rule that is broken; unless ``whole``, of long tables only the beginning."""
    # Evaluated over the protocol of the browser, so that the page's content security policy stays as it is.
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe())
    found: list[Any] = page.evaluate(RUN, [] if whole else [[LATER_ROWS]])
    return [f"axe {rule} ({count}): {where}: {' '.join(why.split())[:300]}" for rule, count, where, why in found]


def too_wide(page: Page) -> list[str]:
    """Whether one must scroll sideways to read the page."""
    told = page.evaluate(TOO_WIDE)
    return [f"scrolls sideways: {told}"] if told else []


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
