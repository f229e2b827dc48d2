"""What another process brings in stands in the open page, without loading it again, also after a lost connection."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from knooppunt.config.tests.running import eventually
from tests.browser.exercise import SECTION_HEAD, Exercise, visit

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


def test_an_import_in_another_process_stands_in_the_open_pages(
    exercise: Exercise, browser: Browser, tmp_path: Path
) -> None:
    today, imports = (visit(exercise, browser, SECTION_HEAD).page for _ in range(2))
    imports.goto(exercise.url("/imports/"))
    waiting = today.locator("#attention a[href='/imports/quarantine/']")
    before = waiting.inner_text() if waiting.count() else ""
    for page in (today, imports):
        expect(page.locator("#kp-live")).to_have_text("Live")
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


def test_after_a_lost_connection_nothing_is_missed(exercise: Exercise, browser: Browser, tmp_path: Path) -> None:
    page = visit(exercise, browser, SECTION_HEAD).page
    streams = list[Request]()
    page.on("request", lambda asked: streams.extend([asked] if "/live" in asked.url else []))
    page.goto(exercise.url("/imports/"))
    live = page.locator("#kp-live")
    expect(live).to_have_text("Live")
    bring(exercise, tmp_path, "eerst.csv", "tests.total,VR12,2026-01-05,2026-01-05,7")
    expect(page.locator("#deliveries")).to_contain_text("eerst.csv")
    mark(page)
    (child,) = exercise.children("live")
    os.kill(child, signal.SIGSTOP)  # it neither answers nor lets anyone else listen on its port
    bring(exercise, tmp_path, "onderbroken.csv", "tests.total,VR13,2026-01-05,2026-01-05,7")
    os.kill(child, signal.SIGKILL)
    expect(page.locator("#deliveries")).to_contain_text("onderbroken.csv", timeout=60_000)
    expect(live).not_to_have_attribute("data-state", "lost")
    assert stayed(page)
    assert eventually(lambda: len(exercise.children("live")) == 1)
    began, resumed = streams[0], streams[-1].all_headers().get("last-event-id", "0")
    assert int(resumed) > int(began.url.rpartition("after=")[2]), "it did not go on from the last event it heard"
    page.context.close()
