"""Everything by keyboard: getting to the content, seeing where one is, and the work itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.exercise import HEAD, SECTION_HEAD, STEWARD, Exercise, visit
from tests.browser.seeing import settled

pytestmark = pytest.mark.browser

PLACES = ["/", "/figures/", "/figures/?indicator=cases.reported", "/imports/", "/imports/quarantine/", "/editions/",
          "/incident/", "/journal/", "/account/"]  # fmt: skip
NEWER = ["/attention/", "/editions/calendar/", "/figures/conflicts/", "/interpretation/write/", "/account/tokens/",
         "/reporting/", "/reporting/series/", "/reporting/rounds/{round}/", "/reporting/reports/{missing}/",
         "/reporting/questionnaires/{questionnaire}/", "/writing/{document}/",
         "/readiness/", "/readiness/callouts/{callout}/", "/readiness/calls/{own_call}/", "/a/{answer}/",
         "/readiness/rosters/{roster}/", "/readiness/mine/", "/readiness/leave/"]  # fmt: skip
STEPS = 45

WHERE = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  if (one === document.body) return null;
  const told = one.outerHTML.slice(0, 110).replace(/\\s+/g, " ");
  const ringed = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  const spots = [[box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)], [box.left + 3, box.top + 3]];
  const free = box.height > innerHeight || spots.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (one.contains(top) || top.contains(one));
  });
  return { told, ringed, free };
}"""


def focus(page: Page, wanted: Locator, most: int = 120) -> None:
    """Press Tab until ``wanted`` has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached with {most} times Tab")


@pytest.mark.parametrize("width", [1440, 320])
def test_one_sees_where_the_focus_is(width: int, exercise: Exercise, browser: Browser, made: dict[str, str]) -> None:
    visited = visit(exercise, browser, SECTION_HEAD, width=width, reduced_motion="reduce")
    paths = [*PLACES, *(one.format_map(made) for one in NEWER)]
    faults = [f"{path}: {one}" for path in paths if visited.go(path) for one in _unseen(visited.page)]
    visited.page.context.close()
    assert not faults, "\n".join(faults)


def _unseen(page: Page) -> list[str]:
    """What takes the focus on the way through the page, and does not show it."""
    settled(page)  # or a chart that is drawn on the way pushes things about
    shown, hidden, covered = set[str](), set[str](), set[str]()
    for step in range(STEPS):
        page.keyboard.press("Tab")
        where = page.evaluate(WHERE)
        if where is None:
            assert step > 3, "nothing takes the focus"
            break
        # A field for a date has several stops inside, and shows the last, its calendar, in its own way.
        (shown if where["ringed"] else hidden).add(where["told"])
        if not where["free"]:
            covered.add(where["told"])
    found = [f"nothing shows that the focus is on {one}" for one in hidden - shown]
    return found + [f"something lies over {one}" for one in covered]


def test_the_first_stop_leads_past_the_navigation(exercise: Exercise, browser: Browser) -> None:
    visited = visit(exercise, browser, SECTION_HEAD)
    for path in PLACES:
        visited.go(path)
        visited.page.keyboard.press("Tab")
        link = visited.page.locator(":focus")
        expect(link).to_have_attribute("href", "#main")
        expect(link).to_be_in_viewport(ratio=1)
        visited.page.keyboard.press("Enter")
        expect(visited.page.locator("main")).to_be_focused()
        visited.page.keyboard.press("Tab")
        back = visited.page.evaluate("() => document.activeElement.closest('.kp-rail, .kp-topbar') !== null")
        assert not back, path
    visited.page.context.close()


def test_a_file_is_brought_in_by_keyboard(exercise: Exercise, browser: Browser, tmp_path: Path) -> None:
    visited = visit(exercise, browser, STEWARD)
    page = visited.page
    page.on("filechooser", lambda _: None)  # from now on, for Playwright begins to listen only some time after asked
    file = tmp_path / "toetsenbord.csv"
    file.write_text("indicator,area,from,until,value\ntests.total,VR09,2026-01-05,2026-01-05,12\n")
    focus(page, page.locator("nav a[href='/imports/']"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/imports/")
    focus(page, page.locator("#id_file"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    focus(page, page.locator("form:has(#id_file) button"))
    page.keyboard.press("Enter")
    focus(page, page.locator("form:has(input[name=ticket]) button"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/imports/*-*/")
    expect(page.locator("h1")).to_contain_text("toetsenbord.csv")
    page.context.close()


def test_a_row_in_quarantine_is_decided_on_by_keyboard(exercise: Exercise, browser: Browser) -> None:
    visited = visit(exercise, browser, STEWARD)
    page = visited.page
    visited.go("/imports/quarantine/")
    row = page.locator("input[name=row]").last
    which = row.get_attribute("value")
    focus(page, row)
    page.keyboard.press("Space")
    expect(row).to_be_checked()
    focus(page, page.locator("textarea[name=note]"))
    page.keyboard.type("Deze datum bestaat nog niet.")
    focus(page, page.locator("button[value=discard]"))
    page.keyboard.press("Enter")
    expect(page.locator(f"input[name=row][value='{which}']")).to_have_count(0)
    expect(page.locator("nav.kp-tabs [href*='state=discarded'] .kp-count")).to_have_text("1")
    page.context.close()


def test_provenance_opens_and_a_theme_is_chosen_by_keyboard(exercise: Exercise, browser: Browser) -> None:
    page = visit(exercise, browser, HEAD, color_scheme="light").page
    theme = page.locator("[data-switch=theme]")
    focus(page, theme)
    for _ in range(3):
        page.keyboard.press("Enter")
        if page.locator("html").evaluate("one => getComputedStyle(one).colorScheme") == "dark":
            break
    assert page.locator("html").evaluate("one => getComputedStyle(one).colorScheme") == "dark"
    summary = page.locator("details.kp-prov summary").first
    focus(page, summary)
    page.keyboard.press("Enter")
    expect(page.locator("details.kp-prov").first.locator("dl")).to_be_visible()
    page.context.close()
