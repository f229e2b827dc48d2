"""A device that receives messages: subscribing, what the script shows of a message, and where tapping it leads.

No push service is asked: the browser's subscription is replaced by one with a real key, and Chromium itself hands the
message to the script.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from secrets import token_bytes, token_urlsafe
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Page, Worker, expect

from tests.browser.exercise import SECTION_HEAD, Exercise, Visit, visit
from tests.browser.seeing import barriers, resized, too_wide
from tests.browser.test_keyboard import focus

pytestmark = pytest.mark.browser
PAGE = "/readiness/contacts/"

STUB = """(given) => {
  const subscription = () => ({
    endpoint: given.endpoint,
    toJSON: () => ({endpoint: given.endpoint, keys: {auth: given.auth, p256dh: given.p256dh}}),
    unsubscribe: async () => { localStorage.removeItem("subscribed"); return true },
  });
  PushManager.prototype.subscribe = async (options) => {
    localStorage.setItem("subscribed", JSON.stringify(options));
    return subscription();
  };
  PushManager.prototype.getSubscription = async () => localStorage.getItem("subscribed") ? subscription() : null;
}"""
SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((one) => ({
  title: one.title, body: one.body, tag: one.tag}))"""
TAP = """async () => {
  const opened = [];
  clients.openWindow = async (url) => { opened.push(url) };
  for (const notification of await registration.getNotifications()) {
    const tapped = new NotificationEvent("notificationclick", {notification});
    const waits = [];
    tapped.waitUntil = (one) => waits.push(one);
    dispatchEvent(tapped);
    await Promise.all(waits);
  }
  return [opened, (await registration.getNotifications()).length];
}"""


def subscription() -> dict[str, str]:
    point = generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {
        "auth": urlsafe_b64encode(token_bytes(16)).decode().rstrip("="),
        "endpoint": f"https://push.example.org/send/{token_urlsafe(24)}",
        "p256dh": urlsafe_b64encode(point).decode().rstrip("="),
    }


@pytest.fixture
def visited(exercise: Exercise, browser: Browser) -> Iterator[Visit]:
    """Somebody whose browser may show messages and can be subscribed."""
    made = visit(exercise, browser, SECTION_HEAD, permissions=["notifications"])
    made.page.context.add_init_script(f"({STUB})({json.dumps(subscription())})")
    made.go(PAGE)
    yield made
    made.page.context.close()


def offered(page: Page) -> Any:
    return page.get_by_role("button", name="Berichten op dit apparaat ontvangen")


def subscribed(page: Page) -> Worker:
    """The script that the browser keeps, after the device was added."""
    with page.context.expect_event("serviceworker") as begun:
        offered(page).click()
    expect(page.locator("[data-push-state]")).to_have_text("Dit apparaat ontvangt berichten.")
    return begun.value


def deliver(page: Page, *told: Mapping[str, object] | str) -> list[dict[str, str]]:
    """What stands on the screen after the browser received these messages."""
    device, known = page.context.new_cdp_session(page), dict[str, str]()

    def heard(said: dict[str, list[dict[str, str]]]) -> None:
        known.update((one["scopeURL"], one["registrationId"]) for one in said["registrations"])

    device.on("ServiceWorker.workerRegistrationUpdated", heard)
    device.send("ServiceWorker.enable")
    page.wait_for_function("() => navigator.serviceWorker.ready.then(() => true)")
    (scope,) = known
    for one in told:
        text = one if isinstance(one, str) else json.dumps(one)
        device.send("ServiceWorker.deliverPushMessage",
                    {"origin": scope.rstrip("/"), "registrationId": known[scope], "data": text})  # fmt: skip
    page.wait_for_function(f"async (count) => (await ({SHOWN})()).length >= count", arg=len(told))
    shown: list[dict[str, str]] = page.evaluate(SHOWN)
    return shown


def test_a_device_is_added_by_keyboard_and_is_let_go_of_when_it_is_removed(visited: Visit) -> None:
    page = visited.page
    focus(page, offered(page))
    page.keyboard.press("Enter")
    device = page.locator("section[data-device]")
    expect(device).to_contain_text("push.example.org")
    expect(device.locator("[data-device-here]")).to_be_visible()
    expect(offered(page)).to_be_hidden()
    asked = json.loads(page.evaluate("() => localStorage.getItem('subscribed')"))
    assert asked == {
        "userVisibleOnly": True,
        "applicationServerKey": page.locator("[data-push]").get_attribute("data-push"),
    }
    device.get_by_role("button", name=re.compile("Verwijderen")).click()
    expect(page.locator("section[data-device]")).to_have_count(0)
    expect(offered(page)).to_be_visible()
    assert page.evaluate("() => localStorage.getItem('subscribed')") is None
    assert visited.faults() == []


def test_with_a_device_and_without_one_the_page_can_be_read_and_used(visited: Visit) -> None:
    page = visited.page
    for _ in range(2):
        for width in (1440, 320):
            resized(page, width)
            assert barriers(page) == []
            assert not too_wide(page)
        if offered(page).is_visible():
            subscribed(page)
    page.locator("section[data-device]").get_by_role("button", name=re.compile("Verwijderen")).click()
    expect(offered(page)).to_be_visible()


def test_a_message_is_shown_and_tapping_it_opens_a_page_of_this_node_only(visited: Visit) -> None:
    page = visited.page
    worker = subscribed(page)
    call = {"title": "OEFENING: oproep", "text": "Open de link.", "link": "/a/x/", "tag": "call", "exercise": True}
    away = {"title": "Elders", "text": "", "link": "https://elders.example/", "tag": "away"}
    shown = deliver(page, call, away, "geen JSON")
    assert {one["title"]: one["body"] for one in shown} == {
        "OEFENING: oproep": "Open de link.", "Elders": "", "Knooppunt": "",
    }  # fmt: skip
    opened, left = worker.evaluate(TAP)
    here = visited.exercise.url("/")
    assert sorted(opened) == sorted([here, here, visited.exercise.url("/a/x/")])
    assert left == 0


def test_a_later_message_with_the_same_tag_takes_the_place_of_the_former(visited: Visit) -> None:
    page = visited.page
    subscribed(page)
    for text in ("eerst", "daarna"):
        shown = deliver(page, {"title": "Oproep", "text": text, "link": "/", "tag": "call"})
    page.wait_for_function(f"async () => (await ({SHOWN})())[0]?.body === 'daarna'")
    assert len(shown) == 1


def test_a_browser_that_cannot_or_may_not_says_why(exercise: Exercise, browser: Browser) -> None:
    unable = visit(exercise, browser, SECTION_HEAD)
    unable.page.context.add_init_script("delete window.PushManager")
    unable.go(PAGE)
    expect(unable.page.locator("[data-push-state]")).to_contain_text("Deze browser kan geen berichten ontvangen")
    expect(offered(unable.page)).to_be_hidden()
    unable.page.context.close()
    without = visit(exercise, browser, SECTION_HEAD, java_script_enabled=False)
    without.go(PAGE)
    expect(without.page.locator("[data-push-state]")).to_contain_text("script")
    expect(offered(without.page)).to_be_hidden()
    without.page.context.close()
