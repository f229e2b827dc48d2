"""Two windows of Chromium and 48 other clients write in one text, while connections drop and the server is killed.

They type for a minute (``TYPING_SECONDS``). Each types a sign of their own, so that
every single keystroke can be counted in the text that is kept.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from knooppunt.config.tests.running import PASSWORD, Installation, Node, eventually
from knooppunt.config.tests.texts import ANNA, begin, live_process, program, signed_in, text_in
from knooppunt.config.tests.writers import Writer, address, becomes
from tests.browser.seeing import barriers, too_wide

pytestmark = pytest.mark.browser

SECONDS = float(os.environ.get("TYPING_SECONDS", "60"))
OTHERS = 48
PAUSE = 0.6  # seconds between two keystrokes of one of the others
SETTLED = 120.0
SIGNS = [chr(0x4E00 + number) for number in range(OTHERS)]
SHOWN = """() => {
  const content = document.querySelector(".cm-content");
  return (content.cmTile ?? content.cmView).view.state.doc.toString();
}"""


@pytest.fixture(scope="module")
def node() -> Iterator[tuple[Installation, Node]]:
    with tempfile.TemporaryDirectory(prefix="knooppunt-writing-") as folder:
        installation = Installation(Path(folder) / "home")
        add = ("user", "add", "Anna Analist", ANNA, "--bundle", "node_officer", "--password-stdin")
        installation.told(*add, said=f"{PASSWORD}\n")
        with installation.node("--web") as running:
            yield installation, running


class Crowd:
    """The 48 others, in a thread of their own: they type, lose their connections, and count what they were promised."""

    def __init__(self, port: int, document: str, cookies: str) -> None:
        self.writers = [Writer(address(port, document), cookies) for _ in range(OTHERS)]
        self.typed = [0] * OTHERS
        self.stop, self.quiet, self.done = threading.Event(), threading.Event(), threading.Event()
        self.expected: str | None = None
        self.settled = False
        self.thread = threading.Thread(target=lambda: asyncio.run(self._write()), daemon=True)

    async def _write(self) -> None:
        lives = [asyncio.create_task(one.live()) for one in self.writers]
        typists = [asyncio.create_task(self._type(number)) for number in range(OTHERS)]
        while not self.stop.is_set():
            await asyncio.sleep(random.uniform(0.2, 0.6))
            await random.choice(self.writers).drop()
        await asyncio.gather(*typists)
        self.quiet.set()
        self.settled = await becomes(self._in_step, SETTLED)
        self.done.set()
        for one in self.writers:
            await one.leave()
        await asyncio.gather(*lives)

    async def _type(self, number: int) -> None:
        while not self.stop.is_set():
            await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE)
            writer = self.writers[number]
            writer.type(SIGNS[number], at=random.randint(0, len(str(writer.text))))
            self.typed[number] += 1

    def _in_step(self) -> bool:
        return all(one.saved and str(one.text) == self.expected for one in self.writers)

    def saved(self) -> bool:
        """Whether all of them were told that all they typed is safe."""
        return self.quiet.is_set() and all(one.saved for one in self.writers)


def window(browser: Chromium, node: Node, document: str, cookies: str, **options: Any) -> Page:
    """A window of Chromium in which someone is signed in, with the text open and live."""
    context = browser.new_context(locale="nl", viewport={"width": options.pop("width", 1200), "height": 800}, **options)
    for cookie in cookies.split("; "):
        name, _, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": node.url("/")}])
    page = context.new_page()
    page.goto(node.url(f"/writing/{document}/"))
    return page


def live(page: Page) -> Page:
    expect(page.locator(".kp-editor")).to_be_visible(timeout=60_000)
    return page


def test_no_keystroke_is_lost_and_all_end_with_the_same_text(
    node: tuple[Installation, Node], browser: Chromium
) -> None:
    installation, serving = node
    document, cookies = begin(installation), signed_in(serving)
    crowd = Crowd(serving.live, document, cookies)
    pages = [live(window(browser, serving, document, cookies)) for _ in range(2)]
    crowd.thread.start()
    typed = type_in(pages, lambda: os.kill(live_process(serving), signal.SIGKILL))
    crowd.stop.set()
    for page in pages:
        expect(page.locator("[data-writing-state]")).to_have_attribute("data-state", "saved", timeout=SETTLED * 1000)
    assert eventually(crowd.saved, SETTLED)
    kept = crowd.expected = text_in(installation, document)
    assert [kept.count(sign) for sign in ("ä", "ö")] == typed
    assert [kept.count(sign) for sign in SIGNS] == crowd.typed
    assert [len(one.sure) for one in crowd.writers] == crowd.typed
    assert crowd.done.wait(SETTLED)
    assert crowd.settled, "not all of the others came to the same text"
    for page in pages:
        page.wait_for_function(f"(kept) => ({SHOWN})() === kept", arg=kept)
        page.context.close()


def type_in(pages: list[Page], kill: Any) -> list[int]:
    """Type in both windows in turn; half-way the server is killed. How often each sign was typed."""
    typed, killed = [0, 0], False
    for page in pages:
        page.locator(".cm-content").click()
    until, half = time.monotonic() + SECONDS, time.monotonic() + SECONDS / 2
    while time.monotonic() < until:
        for place, (page, sign) in enumerate(zip(pages, "äö", strict=True)):
            page.keyboard.type(sign)
            typed[place] += 1
            page.wait_for_timeout(40)
        if not killed and time.monotonic() > half:
            kill()
            killed = True
    return typed


def test_the_page_follows_the_others_and_says_whether_it_is_saved(
    node: tuple[Installation, Node], browser: Chromium
) -> None:
    installation, serving = node
    document, cookies = begin(installation, "Eerst {{cases.reported sum7 NL}} en dan"), signed_in(serving)
    wrong: list[str] = []
    first = window(browser, serving, document, cookies)
    first.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    first.on("pageerror", lambda error: wrong.append(str(error)))
    second = live(window(browser, serving, document, cookies))
    live(first)
    expect(first.locator(".kp-chip")).to_contain_text("cases.reported sum7 NL")
    # At once: long before the windows say by themselves, every 15 seconds, that they are still there.
    expect(first.locator("[data-writing-people]")).to_contain_text("Anna Analist", timeout=5_000)
    second.locator(".cm-content").click()
    second.keyboard.press("Control+End")
    second.keyboard.type(" zo")
    expect(first.locator(".cm-content")).to_contain_text("en dan zo")
    expect(first.locator(".kp-caret__name")).to_have_text("Anna Analist")
    expect(second.locator("[data-writing-state]")).to_have_text("Alles is opgeslagen.")
    assert barriers(first) == []
    assert wrong == []
    for page in (first, second):
        page.context.close()


def test_what_is_typed_without_a_connection_is_kept_in_the_page_and_saved_afterwards(
    node: tuple[Installation, Node], browser: Chromium
) -> None:
    installation, serving = node
    document, cookies = begin(installation, "begin"), signed_in(serving)
    page = live(window(browser, serving, document, cookies))
    serving.process.send_signal(signal.SIGSTOP)  # nobody begins another
    try:
        os.kill(live_process(serving), signal.SIGKILL)
        page.locator(".cm-content").click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" zonder verbinding")
        expect(page.locator("[data-writing-state]")).to_have_attribute("data-state", "offline", timeout=60_000)
        expect(page.locator("[data-writing-state]")).to_contain_text("Geen verbinding")
    finally:
        serving.process.send_signal(signal.SIGCONT)
    expect(page.locator("[data-writing-state]")).to_have_attribute("data-state", "saved", timeout=90_000)
    assert text_in(installation, document) == "begin zonder verbinding"
    page.context.close()


def test_the_keyboard_is_not_trapped_and_a_narrow_screen_is_wide_enough(
    node: tuple[Installation, Node], browser: Chromium
) -> None:
    installation, serving = node
    document, cookies = begin(installation, "tekst " * 30), signed_in(serving)
    page = live(window(browser, serving, document, cookies, width=320))
    page.locator(".cm-content").focus()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.kp-editor') !== null")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.classList.contains('cm-content')")
    assert too_wide(page) == []
    assert barriers(page) == []
    page.context.close()


def test_without_script_the_form_saves_and_what_is_stale_stands_beside_what_is_there(
    node: tuple[Installation, Node], browser: Chromium
) -> None:
    installation, serving = node
    document, cookies = begin(installation, "Het aantal bedden daalt."), signed_in(serving)
    page = window(browser, serving, document, cookies, java_script_enabled=False)
    page.locator("[data-writing-words]").fill("Het aantal bedden stijgt.")
    program(
        installation,
        f"from uuid import UUID\nreplace_text(document=UUID('{document}'), seen_version=1, "
        "text='Het aantal bedden blijft gelijk.', actor=operator())",
    )
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".kp-writing__version del")).to_have_text("blijft gelijk")
    expect(page.locator(".kp-writing__version ins")).to_have_text("stijgt")
    expect(page.locator("[data-writing-words]")).to_have_value("Het aantal bedden stijgt.")
    page.get_by_role("button", name="Opslaan").click()
    assert text_in(installation, document) == "Het aantal bedden stijgt."
    page.context.close()
