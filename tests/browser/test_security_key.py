"""A security key (WebAuthn): added on one's account, and asked for at the next sign-in. Chromium plays the key."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from knooppunt.config.tests.running import PASSWORD
from tests.browser.exercise import LONG, Exercise

pytestmark = pytest.mark.browser

NAME, EMAIL = "Saar Sleutel", "saar@oefening.example"
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _with_password(page: Page, exercise: Exercise) -> None:
    page.goto(_address(exercise, "/account/sign-in/"))
    page.locator("input[name=login]").fill(EMAIL)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")


def _address(exercise: Exercise, path: str) -> str:
    """Under a name: a security key is bound to one, and does not take an address in figures."""
    return f"http://localhost:{exercise.pages}{path}"


def test_a_key_that_was_added_is_asked_for_at_the_next_sign_in(exercise: Exercise, browser: Browser) -> None:
    exercise.run("user", "add", NAME, EMAIL, "--bundle", "commissioner", "--password-stdin", said=f"{PASSWORD}\n")
    context = browser.new_context(locale="nl")
    context.set_default_timeout(LONG)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    _with_password(page, exercise)
    expect(page).to_have_url(_address(exercise, "/"))
    page.goto(_address(exercise, "/account/second-factor/webauthn/add/"))
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.locator("main input[name=name]").fill("Sleutel aan de bos")
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/account/second-factor/recovery-codes/"))

    context.clear_cookies()
    _with_password(page, exercise)
    expect(page).to_have_url(re.compile("/account/second-factor/authenticate/"))
    page.goto(_address(exercise, "/figures/"))
    expect(page).to_have_url(re.compile("/account/second-factor/authenticate/"))  # a password alone opens nothing
    page.wait_for_load_state("load")
    page.get_by_role("button", name=re.compile("sleutel", re.IGNORECASE)).first.click()
    expect(page).to_have_url(_address(exercise, "/"))
    context.close()
