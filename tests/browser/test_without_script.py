"""Without any script: signing in, reading, bringing in, deciding. What script adds is comfort."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from knooppunt.config.tests.running import PASSWORD
from tests.browser.exercise import EMAIL, HEAD, REPORTER, SECTION_HEAD, STEWARD, Exercise, visit

pytestmark = pytest.mark.browser

NO_SCRIPT = {"java_script_enabled": False}


def test_one_signs_in_and_out_with_a_password(exercise: Exercise, browser: Browser) -> None:
    visited = visit(exercise, browser, **NO_SCRIPT)
    page = visited.page
    visited.go("/editions/")
    page.locator("input[type=email]").fill(EMAIL)
    page.locator("input[type=password]").fill("iets anders")
    page.locator("input[type=password]").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url("**/editions/")
    visited.go("/account/sign-out/")
    page.locator("main button").first.click()
    page.wait_for_url("**/account/sign-in/**")
    page.context.close()


@pytest.mark.parametrize("width", [1440, 320])
def test_an_edition_shows_its_charts_as_drawings_with_their_tables(
    width: int, exercise: Exercise, browser: Browser
) -> None:
    visited = visit(exercise, browser, HEAD, width=width, **NO_SCRIPT)
    page = visited.page
    page.locator("main a[href^='/editions/']").first.click()
    charts = page.locator("figure[data-chart]")
    assert charts.count() >= 2
    for chart in charts.all():
        drawing, view = chart.locator("svg").bounding_box(), chart.locator(".kp-chart__view").bounding_box()
        assert drawing is not None
        assert view is not None
        assert min(drawing["width"], drawing["height"]) > 100
        assert view["x"] + view["width"] <= width  # a drawing that is wider scrolls inside
        table = chart.locator("xpath=following-sibling::details[contains(@class, 'kp-behind')]")
        table.locator("summary").click()
        expect(table.locator("table tbody tr").first).to_be_visible()
    page.context.close()


def test_a_file_is_uploaded_looked_at_and_imported(exercise: Exercise, browser: Browser, tmp_path: Path) -> None:
    visited = visit(exercise, browser, STEWARD, **NO_SCRIPT)
    page = visited.page
    file = tmp_path / "zonder-script.csv"
    file.write_text("indicator,area,from,until,value\ntests.total,VR10,2026-01-05,2026-01-05,31\n")
    visited.go("/imports/")
    page.locator("#id_file").set_input_files(file)
    page.locator("form:has(#id_file) button").click()
    expect(page.locator("main")).to_contain_text("Er is nog niets vastgelegd")
    page.locator("form:has(input[name=ticket]) button").click()
    page.wait_for_url("**/imports/*-*/")
    expect(page.locator("h1")).to_contain_text("zonder-script.csv")
    visited.go("/figures/?indicator=tests.total&area=VR10&since=2026-01-05&until=2026-01-05")
    expect(page.locator("main table").first).to_contain_text("31")
    page.context.close()


def test_a_wrong_file_is_refused_with_a_sentence(exercise: Exercise, browser: Browser, tmp_path: Path) -> None:
    visited = visit(exercise, browser, STEWARD, **NO_SCRIPT)
    page = visited.page
    file = tmp_path / "verkeerd.csv"
    file.write_text("a,b\n1,2\n")
    visited.go("/imports/")
    page.locator("#id_file").set_input_files(file)
    page.locator("form:has(#id_file) button").click()
    expect(page.locator(".kp-field__error")).to_contain_text("verkeerd.csv")
    expect(page.locator("#id_file")).to_have_attribute("aria-invalid", "true")
    page.context.close()


def test_a_row_in_quarantine_is_released_with_another_value(exercise: Exercise, browser: Browser) -> None:
    visited = visit(exercise, browser, STEWARD, **NO_SCRIPT)
    page = visited.page
    visited.go("/imports/quarantine/")
    row = page.locator("tr", has_text="1.234,5")
    row.locator("input[name=row]").check()
    page.locator("input[name=value]").fill("1234")
    page.locator("textarea[name=note]").fill("Nagevraagd bij de gemeente.")
    page.locator("button[value=release]").click()
    expect(page.locator("tr", has_text="1.234,5")).to_have_count(0)
    page.locator("nav.kp-tabs a[href*='state=released']").click()
    expect(page.locator("tr", has_text="1.234,5")).to_contain_text("Bram Oosterhuis")
    page.context.close()


def test_a_report_is_put_right_and_submitted(exercise: Exercise, browser: Browser, made: dict[str, str]) -> None:
    visited = visit(exercise, browser, REPORTER, **NO_SCRIPT)
    page = visited.page
    visited.go(f"/reporting/reports/{made['drafted']}/")
    page.locator("[name='q.tests']").fill("1.234,5")
    page.locator("[name='q.mood']").select_option("busy")
    page.locator("button[name=do][value=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text("Afgenomen tests")
    expect(page.locator("[name='q.tests']")).to_have_value("1.234,5")
    page.locator("[name='q.tests']").fill("1234")
    page.locator("button[name=do][value=submit]").click()
    expect(page.locator("main")).to_contain_text("Versie 1, ingediend door Jelle Goossens")
    page.context.close()


def test_the_phase_is_lowered_by_a_decision(exercise: Exercise, browser: Browser) -> None:
    visited = visit(exercise, browser, HEAD, **NO_SCRIPT)
    page = visited.page
    visited.go("/incident/")
    page.locator("main a[href='/readiness/scale-down/'], aside a[href='/readiness/scale-down/']").first.click()
    page.locator("[name=reason]").fill("De meldingen nemen af.")
    page.locator("[name=despite]").fill("De leiding besluit het zo.")
    for field in page.locator("[name^=stays_]").all():
        field.fill("1")
    page.locator("main form button").last.click()
    expect(page.locator("main")).to_contain_text("De leiding besluit het zo.")
    visited.go("/incident/")
    expect(page.locator("#incident-phase")).to_contain_text("De meldingen nemen af.")
    expect(page.locator("#kp-incident")).to_contain_text("Lauw")
    page.context.close()


def test_a_call_is_answered_by_its_link_on_a_narrow_screen(
    exercise: Exercise, browser: Browser, made: dict[str, str]
) -> None:
    visited = visit(exercise, browser, width=320, **NO_SCRIPT)
    page, weight = visited.page, list[int]()
    page.on("response", lambda answer: weight.append(len(answer.body())))
    visited.go(f"/a/{made['answer']}/")
    page.wait_for_load_state("networkidle")
    assert page.locator("script").count() == 0
    assert 0 < sum(weight) < 30_000  # what a phone with a poor connection has to fetch before one can answer
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Ik kom", exact=True).click()
    expect(page.locator("main")).to_contain_text("U komt")
    page.context.close()


def test_the_board_of_a_call_out_is_read_and_an_answer_is_given_for_another(
    exercise: Exercise, browser: Browser, made: dict[str, str]
) -> None:
    visited = visit(exercise, browser, SECTION_HEAD, **NO_SCRIPT)
    page = visited.page
    visited.go(f"/readiness/callouts/{made['callout']}/")
    expect(page.locator("main")).to_contain_text(HEAD)
    visited.go(f"/readiness/calls/{made['call']}/behalf/")
    page.locator("main form[method=post] button").first.click()
    page.wait_for_url(f"**/readiness/callouts/{made['callout']}/**")
    page.context.close()
