"""The pages to look at: every address that gives a page, as someone meets it who may go there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tests.browser.exercise import (
    ADMINISTRATOR,
    COMMISSIONER,
    HEAD,
    REPORTER,
    SECTION_HEAD,
    STEWARD,
    WITH_PASSWORD,
    Visit,
)

UNKNOWN = "0190b3a4-0000-7000-8000-0000000000ff"

STRANGER = ["/account/sign-in/", "/account/demo/", "/public/", "/public/publieksbeeld/1/", "/readiness/verify/{proof}/"]
ANYONE = [
    "/account/", "/account/password/first/", "/account/second-factor/",
    "/account/second-factor/totp/activate/", "/account/second-factor/webauthn/", "/account/second-factor/webauthn/add/",
    "/account/sessions/", "/account/sign-out/", "/readiness/contacts/", f"/imports/{UNKNOWN}/", "/journal/?before=x",
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
    "/network/?q=van", "/network/?q=bestaatniet", "/network/people/",
    "/readiness/rosters/", "/readiness/rosters/new/", "/readiness/loans/", "/readiness/leave/", "/readiness/mine/",
    "/reporting/", "/reporting/questionnaires/", "/reporting/series/",
    "/readiness/callouts/", "/readiness/plans/", "/readiness/plans/new/", "/readiness/reachability/",
    "/interpretation/", "/interpretation/?stale=1", "/interpretation/?section=health", "/interpretation/write/",
]  # fmt: skip


OF_THINGS = [
    "/editions/{draft}/distribution/", "/writing/{document}/", "/writing/{document}/authors/",
    "/interpretation/{statement}/", "/interpretation/{stale}/", "/interpretation/{withdrawn}/",
    "/interpretation/{stale}/rewrite/", "/figures/conflicts/", "/figures/conflicts/?indicator=deaths.reported",
    "/readiness/rosters/{roster}/", "/readiness/rosters/{roster}/shift/?shift={shift}&role=lawyer",
    "/readiness/rosters/{roster}/needs/?kind=dag", "/readiness/rosters/{roster}/qualify/",
    "/readiness/drafts/{roster_draft}/", "/readiness/rosters/{roster}/import/",
    "/readiness/rosters/{roster}/rotate/", "/readiness/duties/{duty}/", "/readiness/mine/duties/{own_duty}/swap/",
    "/reporting/questionnaires/{questionnaire}/", "/reporting/questionnaires/{begun}/",
    "/reporting/series/{series}/", "/reporting/series/{ended_series}/", "/reporting/series/{series}/change/",
    "/reporting/rounds/{round}/", "/reporting/rounds/{next_round}/", "/reporting/rounds/{round}/answers/",
    *(f"/reporting/reports/{{{one}}}/" for one in ("missing", "corrected", "questioned", "late")),
    "/readiness/callouts/{callout}/", "/readiness/callouts/{callout}/log/", "/readiness/calls/{call}/behalf/",
    "/readiness/calls/{own_call}/", "/a/{answer}/", "/a/x/",
    "/readiness/plans/{plan}/", "/readiness/plans/{plan}/change/", "/readiness/plans/{plan}/start/",
    "/reporting/reports/{corrected}/versions/", "/reporting/reports/{missing}/versions/",
]  # fmt: skip
"""Pages of what was made for this walk, see :mod:`tests.browser.furnishing`."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Who walks, a folder for files to upload, and what there is to see: identifiers by name.

    ``answers``: whether they also fill in forms, to look at what these answer.
    """

    visited: Visit
    folder: Path
    made: Mapping[str, str]
    answers: bool

    def each(self, *paths: str) -> Iterator[str]:
        """Open these one after the other; each is filled in with what there is."""
        for path in paths:
            where = path.format_map(self.made)
            self.visited.go(where)
            yield where

    def sent(self, form: str, **fields: str) -> str:
        """Fill in fields of a form by their names, by a part of its address, and send it; what to call the answer."""
        found = self.visited.page.locator(
            f"form[action$='{form}'], form[action*='{form}0']" if form else "main form[method=post]"
        ).first
        for name, text in fields.items():
            found.locator(f"[name='{name}']").fill(text)
        with self.visited.page.expect_navigation():
            found.evaluate("one => one.submit()")  # also what the browser itself would hold back
        return f"{self.visited.page.url} (sent)"


def of_stranger(walk: Walk) -> Iterator[str]:
    """The pages before signing in, one after the other; each stands open in the browser when it is given."""
    yield from walk.each(*STRANGER)


def of_section_head(walk: Walk) -> Iterator[str]:
    """The pages of someone who works with figures and editions, rounds and statements."""
    yield _preview(walk)
    yield from walk.each(*WORK, *_of_things(walk.visited), *OF_THINGS, *ANYONE)
    yield from walk.each("/account/tokens/")
    if walk.answers:
        yield from _answers(walk)


def _answers(walk: Walk) -> Iterator[str]:
    """What the forms of rounds, statements, the calendar and tokens answer."""
    yield _token(walk)
    yield from _sheet(walk)
    yield from _refusals(walk)
    walk.visited.go("/editions/calendar/")
    yield walk.sent("/editions/calendar/address/")
    walk.visited.go("/interpretation/write/")
    yield _figure_added(walk)


def of_reporter(walk: Walk) -> Iterator[str]:
    """What someone has to do who reports for a region: a question, a draft, and what is wrong."""
    yield from walk.each("/reporting/", "/reporting/reports/{questioned}/")
    yield walk.sent("reporting/questions/", text="")
    yield from walk.each("/reporting/reports/{drafted}/sheet/", "/reporting/reports/{drafted}/")
    page = walk.visited.page
    page.locator("[name='q.tests']").fill("1.234,5")
    with page.expect_navigation():
        page.locator("button[name=do][value=submit]").click()
    yield "/reporting/reports/ (wrong)"


def of_head(walk: Walk) -> Iterator[str]:
    """What only the head of the node has: the forms around the phase, and writing in the texts of other sections."""
    walk.visited.go("/incident/")
    yield "/incident/"
    close = walk.visited.page.locator("form[action$='/close/']").get_attribute("action") or ""
    yield from walk.each(close.removesuffix("close/"), close.replace("/close/", "/participants/"), "/network/deputies/")
    yield from walk.each("/readiness/", "/readiness/pilot-light/", "/readiness/phases/", "/readiness/phases/warm/")
    yield from walk.each("/readiness/signals/", "/readiness/proposals/{proposal}/", "/readiness/scale-up/")
    yield from walk.each("/readiness/scale-down/", "/readiness/decisions/", "/readiness/decisions/{descent}/")


def of_steward(walk: Walk) -> Iterator[str]:
    """Where sources differ, with the form that decides; and a text of another section, to suggest something in."""
    yield from walk.each("/figures/conflicts/?tab=decided", "/figures/conflicts/")
    walk.visited.page.locator("main a[href*='decide=']").first.click()
    walk.visited.page.wait_for_url("**decide=*")
    yield "/figures/conflicts/ (decide)"
    yield walk.sent("", reason="")
    yield from walk.each("/writing/{document}/")


def of_commissioner(walk: Walk) -> Iterator[str]:
    """What someone sees who is asked to approve."""
    yield from walk.each("/editions/{waiting}/")


def of_someone_with_a_password(walk: Walk) -> Iterator[str]:
    """What there is around a password."""
    yield from walk.each("/account/password/", "/account/confirm/")


def of_administrator(walk: Walk) -> Iterator[str]:
    """Accounts, tokens, what was sent, and webhooks: the secret that is shown once, and one of them afterwards."""
    visited = walk.visited
    visited.exercise.installation.run("delivery", "test", "ilse@oefening.example")
    yield from walk.each(
        "/network/duplicates/", "/network/people/import/", "/network/people/{person}/",
        "/accounts/merge/?kept={person}&merged={twin}",
    )  # fmt: skip
    yield from walk.each("/accounts/", "/accounts/tokens/", "/accounts/tokens/?organisation={organisation}")
    yield _token(walk)
    yield from walk.each("/delivery/", "/delivery/?state=refused", "/delivery/webhooks/")
    visited.page.locator("#id_name").fill("Crisisbord")
    visited.page.locator("#id_address").fill("https://bord.example/hook")
    visited.page.locator("input[name=events]").first.check()
    visited.page.locator("form:has(#id_address) button").click()
    visited.page.locator("text=whsec_").wait_for()
    yield "/delivery/webhooks/ (the secret)"
    yield from walk.each("/delivery/webhooks/{webhook}/")
    yield walk.sent("/replay/", since="2026-01-01T00:00", until="")
    yield from walk.each("/delivery/")
    visited.page.locator("main tbody a").first.click()
    visited.page.wait_for_url("**/*-*-*/")
    yield "/delivery/ (one of them)"


WHO = {
    "": of_stranger,
    SECTION_HEAD: of_section_head,
    REPORTER: of_reporter,
    HEAD: of_head,
    STEWARD: of_steward,
    COMMISSIONER: of_commissioner,
    ADMINISTRATOR: of_administrator,
    WITH_PASSWORD: of_someone_with_a_password,
}
"""Who is signed in, and what they look at."""


def _preview(walk: Walk) -> str:
    """The preview of a file with a changed row and one that is wrong."""
    visited = walk.visited
    day = visited.told("/api/v1/figures?indicator=cases.reported&area=VR09")["until"]
    rows = [f"cases.reported_total,GM0344,{day},{day},99999", f"hospital.admitted_total,GM9999,{day},{day},4"]
    file = walk.folder / "voorbeeld.csv"
    file.write_text("\n".join(["indicator,area,from,until,value", *rows]) + "\n")
    visited.go("/imports/")
    visited.page.locator("#id_file").set_input_files(file)
    visited.page.locator("form:has(#id_file) button").click()
    visited.page.locator("input[name=ticket]").wait_for(state="attached")
    return "/imports/ (preview)"


def _of_things(visited: Visit) -> list[str]:
    """The pages of things with an identifier that the exercise made: one of each kind that looks different."""
    editions = {(one["product"], one["state"]): one["id"] for one in visited.told("/api/v1/editions")["editions"]}
    deliveries = visited.told("/api/v1/deliveries")["deliveries"]
    faulty = next(one["id"] for one in deliveries if one["rows"]["quarantined"])
    day = visited.told("/api/v1/figures?indicator=cases.reported&area=NL")["until"]
    visited.go("/network/")
    organisation = visited.page.locator("main a[href^='/network/0']").first.get_attribute("href")
    return [
        *(f"/editions/{which}/" for which in editions.values()),
        *(f"/editions/{editions['landelijk_beeld', 'published']}/{page}/" for page in ("changes", "distribution")),
        f"/imports/{faulty}/",
        f"/imports/quarantine/?delivery={faulty}",
        f"/figures/provenance/?indicator=cases.reported&area=NL&starts={day}&method=sum7_per_100k",
        f"/figures/?indicator=cases.reported&area=in:VR09&known={day}T12:00",
        str(organisation),
    ]


def _sheet(walk: Walk) -> Iterator[str]:
    """The sheet of a report: as it was downloaded, and a file that is none."""
    page, where = walk.visited.page, walk.made["missing"]
    sheet = walk.folder / "dagstaat.xlsx"
    sheet.write_bytes(page.request.get(walk.visited.exercise.url(f"/reporting/reports/{where}/sheet/download/")).body())
    for file in (sheet, walk.folder / "voorbeeld.csv"):
        walk.visited.go(f"/reporting/reports/{where}/sheet/")
        page.locator("#id_file").set_input_files(file)
        with page.expect_navigation():
            page.locator("form:has(#id_file) button").click()
        yield f"/reporting/reports/sheet/ ({file.suffix})"


def _refusals(walk: Walk) -> Iterator[str]:
    """Forms that come back with what is wrong: of a questionnaire, a series, a round, someone's time, a statement."""
    wrong = (
        ("/reporting/questionnaires/{questionnaire}/", "", {"title": "", "q0.low": "1.234,5"}),
        ("/reporting/series/{series}/change/", "", {"title": "", "warm_opens": ""}),
        ("/reporting/series/{series}/", "/open/", {"deadline": ""}),
        ("/reporting/reports/{late}/", "/time/", {"until": "", "reason": ""}),
        ("/interpretation/{statement}/rewrite/", "", {"text": ""}),
        ("/readiness/duties/{duty}/", "", {"reason": ""}),
        ("/readiness/loans/", "/loans/", {"starts": ""}),
    )
    for path, form, fields in wrong:
        walk.visited.go(path.format_map(walk.made))
        yield walk.sent(form, **fields)


def _figure_added(walk: Walk) -> str:
    page = walk.visited.page
    page.locator("[name=indicator]").select_option("tests.total")
    page.locator("[name=area]").select_option("VR12")
    page.locator("[name=on]").fill("2026-01-05")
    with page.expect_navigation():
        page.locator("button[name=add]").click()
    return "/interpretation/write/ (with a figure)"


def _token(walk: Walk) -> str:
    """The page on which the secret of a new token is shown."""
    page = walk.visited.page
    page.locator("#id_name").fill(f"Koppeling {uuid4()}")
    page.locator("input[name=leave]").first.check()
    page.locator("form:has(#id_until) button").click()
    page.locator("#secret").wait_for()
    return f"{page.url} (the secret)"
