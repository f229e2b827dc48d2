"""What another process brings in stands in the open page, without loading it again, also after a lost connection."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.exercise import LONG, SECTION_HEAD, Exercise, visit

pytestmark = pytest.mark.browser

HEAD = "indicator,area,from,until,value"


def bring(exercise: Exercise, folder: Path, name: str, *rows: str) -> None:
    file = folder / name
    file.write_text("\n".join([HEAD, *rows]) + "\n")
    done = exercise.installation.run("import", str(file))
    assert done.returncode in (0, 3), done.stderr  # 3: with rows in quarantine


def mark(page: Page) -> None:
    """Leave something in the page that loading it again would take away."""
    page.evaluate("() => { window.stayed = true }")


def stayed(page: Page) -> bool:
    return bool(page.evaluate("() => window.stayed === true"))


@contextmanager
def interrupted(exercise: Exercise) -> Iterator[None]:
    """Without a live stream, as long as it lasts: its process is killed, and nobody begins another."""
    exercise.process.send_signal(signal.SIGSTOP)
    try:
        for child in exercise.children("live"):
            os.kill(child, signal.SIGKILL)
        yield
    finally:
        exercise.process.send_signal(signal.SIGCONT)


def test_an_import_in_another_process_stands_in_the_open_pages(
    exercise: Exercise, browser: Browser, tmp_path: Path
) -> None:
    today, imports = (visit(exercise, browser, SECTION_HEAD).page for _ in range(2))
    imports.goto(exercise.url("/imports/"))
    waiting = today.locator("#attention a[href='/imports/quarantine/']")
    before = waiting.inner_text() if waiting.count() else ""
    for page in (today, imports):
        expect(page.locator("#kp-live")).to_have_attribute("data-state", "live")
        mark(page)
    bring(exercise, tmp_path, "van-elders.csv", "tests.total,VR11,2026-01-05,2026-01-05,7",
          "tests.total,GM9999,2026-01-05,2026-01-05,7")  # fmt: skip
    expect(imports.locator("#deliveries")).to_contain_text("van-elders.csv")
    expect(waiting).to_be_visible()
    expect(waiting).not_to_have_text(before or "nothing")
    assert stayed(today)
    assert stayed(imports)
    today.context.close()
    imports.context.close()


def test_an_edition_that_lands_stands_on_today(exercise: Exercise, browser: Browser) -> None:
    visited = visit(exercise, browser, SECTION_HEAD)
    page = visited.page
    day = visited.told("/api/v1/figures?indicator=cases.reported&area=NL")["until"]
    newest = page.locator("#editions li").first
    before = newest.inner_text()
    expect(page.locator("#kp-live")).to_have_attribute("data-state", "live")
    mark(page)
    exercise.run("picture", "publish", "landelijk_beeld", "--on", day)
    expect(newest).not_to_have_text(before)
    expect(newest).to_contain_text("Landelijk beeld 4")  # the third lies with the commissioners
    assert stayed(page)
    page.context.close()


def test_after_a_lost_connection_nothing_is_missed(exercise: Exercise, browser: Browser, tmp_path: Path) -> None:
    page = visit(exercise, browser, SECTION_HEAD).page
    streams = list[Request]()
    page.on("request", lambda asked: streams.extend([asked] if "/live" in asked.url else []))
    page.goto(exercise.url("/imports/"))
    live = page.locator("#kp-live")
    expect(live).to_have_attribute("data-state", "live")
    bring(exercise, tmp_path, "eerst.csv", "tests.total,VR12,2026-01-05,2026-01-05,7")
    expect(page.locator("#deliveries")).to_contain_text("eerst.csv")
    mark(page)
    with interrupted(exercise):
        expect(live).to_have_attribute("data-state", "lost")
        bring(exercise, tmp_path, "onderbroken.csv", "tests.total,VR13,2026-01-05,2026-01-05,7")
    expect(page.locator("#deliveries")).to_contain_text("onderbroken.csv", timeout=4 * LONG)
    expect(live).not_to_have_attribute("data-state", "lost")
    assert stayed(page)
    began, resumed = streams[0], streams[-1].all_headers().get("last-event-id", "0")
    assert int(resumed) > int(began.url.rpartition("after=")[2]), "it did not go on from the last event it heard"
    page.context.close()
