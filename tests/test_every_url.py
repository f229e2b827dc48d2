"""Every address the house has, walked by a stranger and by someone without any mandate.

The addresses come from the resolver: a new one is walked from its first day. What stands open is named here, with why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from itertools import product
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from knooppunt.web.refusals import FOR_MACHINES
from tests.addresses import Address, Seen, addresses, seen
from tests.cast import browser
from tests.made_house import ON, House, furnish

pytestmark = pytest.mark.django_db

NOWHERE, NOWHERE_API = "/nowhere/", "/api/v1/nowhere"

OPEN_TO_STRANGERS = {
    "health": "tells whoever watches the node whether it works, and on this machine also how",
    "metrics": "the same; answers only on this machine or to whoever has the token",
    "ogc_openapi": "the same for the other API",
    "openapi": "what the API is like is public; what it answers is not",
    "language": "whoever signs in must be able to read the page of signing in",
    "account_login": "signing in",
    "account_logout": "after signing out twice one stands here as a stranger",
    "account_inactive": "where signing in ends for an account that is closed",
    "mfa_authenticate": "the second step of signing in, before one is signed in",
    "demo": "signing in with one click; outside a demo it does not exist",
    "demo_sign_in": "signing in with one click; outside a demo it does not exist",
    "open": "what is published for everyone (TLP:CLEAR)",
    "open_feed": "the same, as a feed",
    "open_edition": "the same, one of them; what is not for everyone is not there",
    "open_document": "the same, as a document",
    "robots": "what search engines may read",
    "gateway": "a gateway signs what it reports and cannot sign in; unsigned it hears nothing",
    "verify": "whoever got the link to confirm a contact point need not be signed in; without it nothing is there",
    "answer": "whoever is called out answers by a secret link, and cannot sign in; without it nothing is there",
    "duty_ical": "a calendar program knows the secret in the address, and cannot sign in; without it nothing is there",
    "ical": "a calendar program knows the secret in the address, and cannot sign in; without it nothing is there",
}
OPEN_WITHOUT_MANDATE = OPEN_TO_STRANGERS | {
    "today": "the first page after signing in; it shows each reader what they may see, here nothing",
    "my_account": "one's own account",
    "own_tokens": "one's own tokens",
    "contacts": "one's own contact points",
    "contact_push": "adds the device one looks at to one's own contact points",
    "push_worker": "the script that shows messages, the same for everyone who signs in",
    "mine": "one's own duties",
    "renew_duties": "the secret address of one's own duties",
    "revoke_duties": "the same",
    "account_reauthenticate": "one's own password, again",
    "account_change_password": "one's own password",
    "account_set_password": "one's own password",
    "usersessions_list": "one's own sessions",
}
OWN_SECOND_FACTOR = "account/second-factor/"  # all of it is about one's own account


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Furnished once for all tests here, and gone afterwards; each test gives back what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnish(tmp_path_factory.mktemp("house"))
        transaction.set_rollback(True)


def is_open(address: Address) -> bool:
    return address.name in OPEN_WITHOUT_MANDATE or address.route.startswith(OWN_SECOND_FACTOR)


def walked(these: Iterable[Address]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("address", list(these), ids=lambda address: address.route or "(root)")


methods = pytest.mark.parametrize("method", ["get", "post"])


def fillings(house: House) -> dict[str, list[str]]:
    """What to put into an address: everything that exists, then things that do not."""
    ids = [*{*house.things.values()}, str(uuid4()), "0190b3a4-0000-7000-8000-0000000000ff"]
    return {
        "uuid": ids,
        "uuidstr": ids,
        "int": [*map(str, house.keys), "987654"],
        "slug": ["kernboodschap", "pdf", "no-such"],
        "str": ["cases.reported", "nursing.deaths", "no.such", "regions", "VR09"],
    }


def of_their_own(house: House) -> dict[str, list[str]]:
    """What is called as a part of an address is called: that, another thing that is there, and nothing."""
    other = house.things["incident"]
    return {name: [one, other, str(uuid4())] for name, one in house.things.items()}


def paths_of(address: Address, house: House) -> Iterator[str]:
    return address.filled(fillings(house), of_their_own(house))


def references(house: House) -> list[dict[str, str]]:
    """What a form or a query can name, by every name they have for it here: all of it there, and none of it there."""
    words = {"note": "x", "reason": "x", "text": "x", "name": "x", "phase": "cold", "decision": "discard"}
    figure = {"area": "NL", "starts": str(ON), "on": str(ON)}
    there = {"indicator": "cases.reported", "product": "landelijk_beeld", **house.things}
    not_there = {"indicator": "no.such", "product": "no_such", **dict.fromkeys(house.things, str(uuid4()))}
    return [words | figure | there, words | figure | not_there]


def asked(client: Client, method: str, path: str, form: dict[str, str] | None = None) -> Seen:
    return seen(getattr(client, method)(path, form or {}))


def nowhere(client: Client, method: str, path: str) -> Seen:
    return asked(client, method, NOWHERE_API if path.startswith(FOR_MACHINES) else NOWHERE)


@walked(one for one in addresses() if one.name not in OPEN_TO_STRANGERS)
@methods
def test_a_stranger_is_shown_the_way_in(address: Address, method: str, house: House) -> None:
    not_there = {machine: nowhere(Client(), method, FOR_MACHINES[0] if machine else "/") for machine in (False, True)}
    for path in paths_of(address, house):
        answer = asked(Client(), method, path)
        assert answer == not_there[path.startswith(FOR_MACHINES)], path
        assert answer.status == (401 if path.startswith(FOR_MACHINES) else 302), path


@walked(one for one in addresses() if one.parts or not is_open(one))
@methods
def test_without_a_mandate_what_is_there_answers_as_what_is_not(address: Address, method: str, house: House) -> None:
    answers: dict[Seen, str] = {}
    client = browser(house.without_mandate)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    forms = [{}] if address.route.startswith(("api/", "ogc/")) else references(house)
    for path, form in product(paths_of(address, house), forms if not address.parts else forms[:1]):
        if client.cookies[settings.SESSION_COOKIE_NAME].value != session:  # some of these addresses sign one out
            client = browser(house.without_mandate)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
        answers.setdefault(asked(client, method, path, form), path)
    told = [(answer.status, path) for answer, path in answers.items()]
    assert len(answers) == 1, f"these can be told apart: {told}"
    (answer,) = answers
    # That an address cannot be written to, or only be written to, stands in the source and in the API document.
    if not is_open(address) and answer.status != HTTPStatus.METHOD_NOT_ALLOWED:
        assert answer == nowhere(browser(house.without_mandate), method, told[0][1])
        assert answer.status == HTTPStatus.NOT_FOUND


def test_what_is_said_to_be_open_exists() -> None:
    assert OPEN_WITHOUT_MANDATE.keys() <= {address.name for address in addresses()}


@pytest.mark.parametrize("path", ["/", "/account/"])
def test_the_pages_open_to_everyone_show_nothing_of_what_is_there(path: str, house: House) -> None:
    page = browser(house.without_mandate).get(path).content.decode()
    for told in ("cijfers.csv", "eigen.csv", "Landelijk beeld", "Karin Kluis", "/editions/", "/imports/", "/figures/"):
        assert told not in page
