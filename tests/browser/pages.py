"""The pages to look at: every address that gives a page, as someone meets it who may go there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.browser.exercise import ADMINISTRATOR, HEAD, SECTION_HEAD, WITH_PASSWORD, Visit

UNKNOWN = "0190b3a4-0000-7000-8000-0000000000ff"

NOT_A_PAGE = {
    "health", "metrics", "openapi",  # for machines
    "language", "demo_sign_in", "incident_open", "incident_phase", "incident_close", "confirm", "text", "publish",
    "discard", "again", "webhook_pause", "webhook_resume", "webhook_end", "webhook_replay", "step", "end_deputy",
    "references", "open_round", "end_series", "close_round", "draft", "time", "ask", "reply",
    "rhythm", "end_rhythm", "renew_calendar", "revoke_calendar",
    "ical", "open_feed", "open_document", "robots",  # for machines
    # those above are only written to, or answered for script; the answer is another page
    "document", "original", "quarantine_csv", "mfa_download_recovery_codes",  # files
}  # fmt: skip
"""Names of addresses that give no page of their own (those under ``/api/`` are left out by their beginning)."""

NOT_FROM_HERE = {
    "account_inactive": "only for an account that was closed while its owner was signing in",
    "mfa_authenticate": "only between password and second factor",
    "mfa_reauthenticate": "only with a second factor",
    "mfa_reauthenticate_webauthn": "only with a security key",
    "mfa_deactivate_totp": "only with a second factor",
    "mfa_view_recovery_codes": "only with a second factor",
    "mfa_generate_recovery_codes": "only with a second factor",
    "mfa_edit_webauthn": "only with a security key",
    "mfa_remove_webauthn": "only with a security key",
}
"""Names of addresses to which someone without a second factor does not come, and why."""

NOT_YET = {
    "collection", "collections", "conformance", "item", "items", "landing", "landing_slash", "ogc_openapi",
    "sheet_download", "sheet_marked", "sheet_submit", "comment", "resolve", "suggest", "decide", "revoke_token",
    "change_series", "withdraw", "accounts", "all_tokens", "own_tokens", "answers", "authors", "changes", "conflicts",
    "dispatch", "distribution", "questionnaire", "report", "rewrite", "round", "series", "sheet", "statement",
    "versions", "webhook", "write",
}  # fmt: skip
"""Names of addresses of the newest rooms that are not on this walk yet; their rooms' own tests look at them."""

STRANGER = ["/account/sign-in/", "/account/demo/", "/public/", "/public/publieksbeeld/1/"]
ANYONE = [
    "/account/", "/account/password/first/", "/account/second-factor/",
    "/account/second-factor/totp/activate/", "/account/second-factor/webauthn/", "/account/second-factor/webauthn/add/",
    "/account/sessions/", "/account/sign-out/", f"/imports/{UNKNOWN}/", "/journal/?before=x",
]  # fmt: skip
WORK = [
    "/", "/?wall=1", "/figures/", "/figures/?q=opname", "/figures/?q=bestaatniet",
    "/figures/?indicator=cases.reported", "/figures/?indicator=cases.reported&area=all:region",
    "/figures/?indicator=cases.reported&area=NL&area=VR09&method=sum7_per_100k",
    "/figures/?indicator=behaviour.compliance.wash_hands&area=all:region",
    "/figures/?indicator=cases.reported&since=2019-01-01&until=2018-01-01",
    "/figures/flags/", "/figures/flags/?tab=answered", "/figures/gaps/",
    "/imports/", "/imports/quarantine/", "/imports/quarantine/?state=discarded",
    "/editions/", "/editions/calendar/", "/attention/", "/incident/", "/journal/", "/network/", "/network/deputies/",
    "/reporting/", "/reporting/questionnaires/", "/reporting/series/",
]  # fmt: skip


def of_stranger(visited: Visit, folder: Path) -> Iterator[str]:
    """The pages before signing in, one after the other; each stands open in the browser when it is given."""
    for path in STRANGER:
        visited.go(path)
        yield path


def of_section_head(visited: Visit, folder: Path) -> Iterator[str]:
    """The pages of someone who works with figures and editions. ``folder`` is for a file to upload."""
    yield _preview(visited, folder)
    for path in [*WORK, *_of_things(visited), *ANYONE]:
        visited.go(path)
        yield path


def of_head(visited: Visit, folder: Path) -> Iterator[str]:
    """What only the head of the node has: the forms around the phase."""
    visited.go("/incident/")
    yield "/incident/"
    phase = visited.page.locator("form[action$='/phase/']").get_attribute("action") or ""
    visited.go(phase.removesuffix("phase/"))
    yield phase.removesuffix("phase/")


def of_someone_with_a_password(visited: Visit, folder: Path) -> Iterator[str]:
    """What there is around a password."""
    for path in ("/account/password/", "/account/confirm/"):
        visited.go(path)
        yield path


def of_administrator(visited: Visit, folder: Path) -> Iterator[str]:
    """What was sent, and webhooks: the secret that is shown once, and what can be done with one afterwards."""
    visited.exercise.installation.run("delivery", "test", "ilse@oefening.example")
    for path in ("/delivery/", "/delivery/?state=refused", "/delivery/webhooks/"):
        visited.go(path)
        yield path
    visited.page.locator("#id_name").fill("Crisisbord")
    visited.page.locator("#id_address").fill("https://bord.example/hook")
    visited.page.locator("input[name=events]").first.check()
    visited.page.locator("form:has(#id_address) button").click()
    visited.page.locator("text=whsec_").wait_for()
    yield "/delivery/webhooks/ (the secret)"
    for way_in, link in (("/delivery/webhooks/", "a[href*='/webhooks/0']"), ("/delivery/", "tbody a")):
        visited.go(way_in)
        visited.page.locator(f"main {link}").first.click()
        visited.page.wait_for_url("**/*-*-*/")
        yield f"{way_in} (one of them)"


WHO = {
    "": of_stranger,
    SECTION_HEAD: of_section_head,
    HEAD: of_head,
    ADMINISTRATOR: of_administrator,
    WITH_PASSWORD: of_someone_with_a_password,
}
"""Who is signed in, and what they look at."""


def _preview(visited: Visit, folder: Path) -> str:
    """The preview of a file with a changed row and one that is wrong."""
    day = visited.told("/api/v1/figures?indicator=cases.reported&area=VR09")["until"]
    rows = [f"cases.reported_total,GM0344,{day},{day},99999", f"hospital.admitted_total,GM9999,{day},{day},4"]
    file = folder / "voorbeeld.csv"
    file.write_text("\n".join(["indicator,area,from,until,value", *rows]) + "\n")
    visited.go("/imports/")
    visited.page.locator("#id_file").set_input_files(file)
    visited.page.locator("form:has(#id_file) button").click()
    visited.page.locator("input[name=ticket]").wait_for(state="attached")
    return "/imports/ (preview)"


def _of_things(visited: Visit) -> list[str]:
    """The pages of things with an identifier: one of each kind that looks different."""
    editions = {(one["product"], one["state"]): one["id"] for one in visited.told("/api/v1/editions")["editions"]}
    deliveries = visited.told("/api/v1/deliveries")["deliveries"]
    faulty = next(one["id"] for one in deliveries if one["rows"]["quarantined"])
    day = visited.told("/api/v1/figures?indicator=cases.reported&area=NL")["until"]
    visited.go("/network/")
    organisation = visited.page.locator("main a[href^='/network/0']").first.get_attribute("href")
    return [
        *(f"/editions/{which}/" for which in editions.values()),
        *(f"/editions/{editions['landelijk_beeld', 'published']}/{page}/" for page in ("changes", "distribution")),
        f"/editions/{draft(visited)}/",
        f"/imports/{faulty}/",
        f"/imports/quarantine/?delivery={faulty}",
        f"/figures/provenance/?indicator=cases.reported&area=NL&starts={day}&method=sum7_per_100k",
        f"/figures/?indicator=cases.reported&area=in:VR09&known={day}T12:00",
        str(organisation),
        *_of_rounds(visited),
    ]


def _of_rounds(visited: Visit) -> list[str]:
    """A round with its answers, a series, a questionnaire, and the report of one that is there and one that is not."""
    held = visited.told("/api/v1/rounds")["rounds"][-1]
    asked = visited.told(f"/api/v1/rounds/{held['id']}")["organisations"]
    there = next(one["expectation"] for one in asked if one["version"])
    missing = next(one["expectation"] for one in asked if not one["version"])
    visited.go("/reporting/questionnaires/")
    built = visited.page.locator("main a[href^='/reporting/questionnaires/']").first.get_attribute("href")
    return [
        str(built),
        f"/reporting/series/{held['series']}/",
        f"/reporting/series/{held['series']}/change/",
        f"/reporting/rounds/{held['id']}/",
        f"/reporting/rounds/{held['id']}/answers/",
        f"/reporting/reports/{there}/",
        f"/reporting/reports/{there}/versions/",
        f"/reporting/reports/{missing}/",
    ]


def draft(visited: Visit) -> str:
    """The identifier of a draft of the national picture; made when there is none yet."""
    waiting = visited.told("/api/v1/editions?state=draft")["editions"]
    if waiting:
        return str(waiting[0]["id"])
    visited.go("/editions/")
    day = visited.told("/api/v1/figures?indicator=cases.reported&area=NL")["until"]
    visited.page.locator("select[name=product]").select_option("landelijk_beeld")
    visited.page.locator("input[name=on]").fill(day)
    visited.page.locator("form:has(select[name=product]) button").last.click()
    visited.page.wait_for_url("**/editions/*-*/")
    return visited.page.url.rstrip("/").rsplit("/", 1)[1]
