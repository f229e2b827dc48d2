"""A device that shows messages is a contact point like the others, and its address is shown nowhere."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from secrets import token_bytes, token_urlsafe
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from tests.cast import account_of, browser, someone

from knooppunt.ground.access.public import Account
from knooppunt.ground.delivery.public import push_key
from knooppunt.ground.network.public import ContactLine, Means, add_contact_point, contact_points
from knooppunt.kit.authority import system_actor

pytestmark = pytest.mark.django_db
NODE = system_actor("test")
PAGE, ADD = "/readiness/contacts/", "/readiness/contacts/push/"


def subscription(**other: str) -> str:
    """As a browser gives it."""
    point = generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    parts = {
        "auth": urlsafe_b64encode(token_bytes(16)).decode().rstrip("="),
        "endpoint": f"https://push.example.org/send/{token_urlsafe(24)}",
        "p256dh": urlsafe_b64encode(point).decode().rstrip("="),
    }
    return json.dumps(parts | other)


@pytest.fixture
def ada() -> Account:
    return account_of("Ada de Vries", bundle="node_officer")


def devices(account: Account) -> list[ContactLine]:
    found = contact_points([account.person_id], actor=NODE)[account.person_id]
    return [one for one in found if one.means is Means.PUSH]


def test_the_device_one_looks_at_is_added_once_after_the_others(ada: Account) -> None:
    client, given = browser(ada), subscription()
    assert client.post(ADD, {"subscription": given}, follow=True).redirect_chain == [(PAGE, 302)]
    (device,) = devices(ada)
    assert contact_points([ada.person_id], actor=NODE)[ada.person_id][-1] == device
    assert json.loads(device.address) == json.loads(given)
    assert "kp-notice--bad" in client.post(ADD, {"subscription": given}, follow=True).content.decode()
    assert devices(ada) == [device]


@pytest.mark.parametrize(
    "given",
    [
        "",
        "x",
        "[]",
        "{}",
        subscription(endpoint="http://push.example.org/x"),
        subscription(auth="AAAA"),
        "x" * 1001,
        "{\0}",
    ],
    ids=[
        "nothing",
        "no JSON",
        "no object",
        "no parts",
        "not sealed on the way",
        "too short a secret",
        "too long",
        "a sign that no text has",
    ],
)
def test_what_no_browser_gives_adds_nothing_and_is_answered_with_a_sentence(given: str, ada: Account) -> None:
    page = browser(ada).post(ADD, {"subscription": given}, follow=True)
    assert page.status_code == 200
    assert "kp-notice--bad" in page.content.decode()
    assert ("Vul dit in" in page.content.decode()) is (given == "")
    assert devices(ada) == []


def test_a_page_tells_the_service_of_a_device_and_a_digest_but_never_its_address(ada: Account) -> None:
    given = json.loads(subscription())
    add_contact_point(person=ada.person_id, means="push", address=json.dumps(given), actor=NODE)
    mine = browser(ada).get(PAGE).content.decode()
    assert "push.example.org" in mine
    assert sha256(given["endpoint"].encode()).hexdigest() in mine
    keeper = someone("Noor Hoofd", bundle="section_head")
    theirs = (
        browser(Account.objects.get(person=UUID(keeper.id))).get(f"/network/people/{ada.person_id}/").content.decode()
    )
    assert "push.example.org" in theirs
    for page in (mine, theirs):
        assert not [part for part in given.values() if part in page]


def test_the_page_carries_the_key_of_the_node_and_nothing_inline(ada: Account) -> None:
    page = browser(ada).get(PAGE).content.decode()
    assert f'data-push="{push_key()}"' in page
    assert 'data-worker="/push-worker.js"' in page


def test_the_device_needs_the_token_of_the_form(ada: Account) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    assert client.post(ADD, {"subscription": subscription()}).status_code == 403
    assert devices(ada) == []


def test_the_script_of_the_whole_node_comes_from_its_root_and_is_never_kept(ada: Account) -> None:
    answer = browser(ada).get("/push-worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Service-Worker-Allowed"] == "/"
    assert "no-store" in answer["Cache-Control"]
    assert b"notificationclick" in answer.content
    assert browser(ada).post("/push-worker.js").status_code == 405
