"""Whatever one types into whichever form: a sentence comes back at the field, with what was typed; never a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from knooppunt.ground.access.public import Account
from tests.cast import account_of, browser
from tests.forms_found import Found, forms_of
from tests.made_house import ON, House, furnish

pytestmark = pytest.mark.django_db

NUL = "een\0woord"
WRONG = {
    "nothing": "",
    "a word": "gisteren",
    "a number with a point and a comma": "1.234,5",
    "a day long ago": "2020-01-01",
    "a moment long ago": "2020-01-01T00:00",
    "a very long text": "x" * 50_000,
    "markup": "<script>alert(1)</script>",
    "a huge number": "9" * 30,
}
PAGES = {
    "section_head": (
        "/network/deputies/", f"/figures/conflicts/?decide=tests.total&in=VR09&from={ON}",
        "/writing/{document}/", "/reporting/questionnaires/", "/reporting/questionnaires/{questionnaire}/",
        "/reporting/series/", "/reporting/series/{series}/", "/reporting/series/{series}/change/",
        "/reporting/reports/{expectation}/", "/editions/", "/editions/calendar/", "/editions/{edition}/",
        "/editions/{draft}/", "/editions/{edition}/distribution/", "/attention/", "/account/tokens/",
        "/readiness/plans/new/", "/readiness/callouts/{callout}/", "/readiness/signals/",
    ),
    "head_of_node": (
        "/incident/", "/interpretation/write/", "/interpretation/{statement}/", "/interpretation/{statement}/rewrite/",
        "/writing/{document}/",
    ),
    "administrator": ("/delivery/webhooks/", "/delivery/webhooks/{subscription}/", "/network/deputies/"),
}  # fmt: skip
"""Where the forms stand, by who has them."""

OTHERS = re.compile("/(language|account/sign-out)/$")
"""Forms that stand on every page."""


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnish(tmp_path_factory.mktemp("house"))
        transaction.set_rollback(True)


@pytest.mark.parametrize("bundle", PAGES)
def test_a_form_answers_wrong_input_with_a_sentence_and_keeps_it(bundle: str, house: House) -> None:
    client = _signed_in(bundle, house)
    faults, seen = list[str](), set[str]()
    for path in PAGES[bundle]:
        for form in _forms(client, path.format_map(house.things)):
            if form.typed and form.action not in seen:
                seen.add(form.action)
                faults += _faults(client, form)
    assert seen
    assert not faults, "\n".join(faults)


def _signed_in(bundle: str, house: House) -> Client:
    account: Account = house.keeper if bundle == "section_head" else account_of(f"Wie {bundle}", bundle=bundle)
    client = browser(account)
    client.raise_request_exception = False  # type: ignore[attr-defined]  # a fault is told below, with what was typed
    return client


def _forms(client: Client, path: str) -> list[Found]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    found = [one for one in forms_of(answer.content.decode()) if not OTHERS.search(one.action)]
    for one in found:
        one.action = path if not one.action or one.action.startswith(("?", "#")) else one.action
        one.told.pop("csrfmiddlewaretoken", None)
    return found


def _faults(client: Client, form: Found) -> Iterator[str]:
    """What goes wrong: with one thing wrong in all fields at once, and with each field that cannot be kept alone."""
    for what, text in WRONG.items():
        yield from _fault(client, form, dict.fromkeys(form.typed, text), what)
    for name in form.typed:
        yield from _fault(client, form, {name: NUL}, f"a NUL in {name}")


def _fault(client: Client, form: Found, wrong: Mapping[str, str], what: str) -> Iterator[str]:
    with transaction.atomic():
        answer = client.post(form.action, form.told | {name: [text] for name, text in wrong.items()})
        transaction.set_rollback(True)
    page, status = answer.content.decode("utf-8", "replace"), answer.status_code
    kept = [text for text in wrong.values() if "\0" not in text]  # a page cannot hold a NUL
    told = {
        "breaks": status >= 500,
        "is not there": status == 404,
        "runs what was typed": WRONG["markup"] in page,
        "says nothing": 400 <= status < 500 and 'role="alert"' not in page,
        "names no field": status == 400 and "aria-invalid" not in page and 'href="#' not in _main(page),
        "loses what was typed": 400 <= status < 500 and any(escape(text) not in page for text in kept),
    }
    yield from (f"{form.action}, {what}: {fault} ({status})" for fault, there in told.items() if there)


def _main(page: str) -> str:
    return page.partition("<main")[2]
