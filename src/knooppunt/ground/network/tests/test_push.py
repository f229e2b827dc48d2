"""The subscription of a browser is an address: written in one way, to a public push service, and never shown whole."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.network.actions.contacts import add_contact_point, lose_contact
from knooppunt.ground.network.models import ContactPoint
from knooppunt.ground.network.public import add_person, contact_points
from knooppunt.ground.network.rules import Means, address_of, push_address, push_host, push_parts, shown_address
from knooppunt.kit.authority import Actor, Mandate, system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import Invalid, NotAllowed

NODE = system_actor("test of network")
ENDPOINT = "https://push.example/send/abc?x=1"


def encoded(what: bytes) -> str:
    return urlsafe_b64encode(what).decode()


def subscription(endpoint: str = ENDPOINT, key: bytes | None = None, secret: bytes = bytes(16)) -> str:
    point = derive_private_key(7, SECP256R1()).public_key()
    told = key if key is not None else point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return json.dumps({"p256dh": encoded(told), "endpoint": endpoint, "auth": encoded(secret)}, indent=1)


def test_it_is_written_compact_in_one_order_without_padding_and_stays_so() -> None:
    written = push_address(subscription())
    assert written.startswith(
        '{"auth":"AAAAAAAAAAAAAAAAAAAAAA","endpoint":"https://push.example/send/abc?x=1","p256dh":"'
    )
    assert "=" not in written.replace("?x=1", "")
    assert push_address(written) == address_of(Means.PUSH, f" {written} ") == written


@given(st.binary(min_size=16, max_size=16), st.integers(1, 2**255))
def test_the_parts_come_back_as_they_went_in(secret: bytes, number: int) -> None:
    key = derive_private_key(number, SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    parts = push_parts(push_address(subscription(key=point, secret=secret)))
    assert (parts.endpoint, parts.p256dh, parts.auth) == (ENDPOINT, point, secret)


@pytest.mark.parametrize(
    "endpoint",
    ["http://push.example/a", "https://localhost/a", "https://node.internal/a", "https://127.0.0.1/a", "https://[::1]/a",
     "https://93.184.216.34/a", "https://127.1/a", "https://0x7f.1/a", "https://intranet/a", "https://a@push.example/a",
     "https://push.example/a#b", "https://push.example:0/a", "https://push.example/ a", "https://pùsh.example/a",
     "https://push.example/\n", "https://[/a", "https://push.example./a", "https://push.example/" + "a" * 500, ""],
)  # fmt: skip
def test_only_a_public_name_over_https_is_a_push_service(endpoint: str) -> None:
    with pytest.raises(Invalid) as refused:
        push_address(subscription(endpoint), "subscription")
    assert refused.value.place == "subscription"


@pytest.mark.parametrize(
    "key", [b"", bytes(65), b"\x04" + bytes(64), b"\x02" + bytes(32), b"\x04" + b"\xff" * 64, bytes(64)]
)
def test_a_key_that_is_no_point_is_refused(key: bytes) -> None:
    with pytest.raises(Invalid, match="p256dh"):
        push_address(subscription(key=key))


@pytest.mark.parametrize("secret", [b"", bytes(15), bytes(17)])
def test_a_secret_of_another_length_is_refused(secret: bytes) -> None:
    with pytest.raises(Invalid, match="auth"):
        push_address(subscription(secret=secret))


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", "{}", "null", "[" * 1000, '{"auth":1,"endpoint":2,"p256dh":3}', subscription()[:-1] + ',"x":""}'],
)
def test_what_is_no_subscription_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="no subscription"):
        push_address(text)


@given(st.text(max_size=80))
def test_whatever_was_typed_is_a_subscription_or_refused(text: str) -> None:
    with pytest.raises(Invalid):
        push_address(text)


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_stands_for_a_key_is_one_or_refused(key: str, secret: str) -> None:
    with pytest.raises(Invalid):
        push_address(json.dumps({"auth": secret, "endpoint": ENDPOINT, "p256dh": key}))


def test_no_more_than_its_host_is_shown() -> None:
    written = push_address(subscription())
    assert push_host(written) == shown_address(Means.PUSH, written) == "push.example"
    assert shown_address(Means.PUSH, "broken") == ""
    assert shown_address(Means.SMS, "+31612345678") == "+31612345678"


@pytest.mark.django_db
def test_a_line_for_pages_shows_the_host() -> None:
    who = add_person(name="Ada", email="", actor=NODE).id
    add_contact_point(person=who, means="push", address=subscription(), actor=NODE)
    assert [one.shown for one in contact_points([who], actor=NODE)[who]] == ["push.example"]


@pytest.mark.django_db
def test_a_lost_contact_point_ends_once_and_no_other_does() -> None:
    ada, bo = (add_person(name=name, email="", actor=NODE).id for name in ("Ada", "Bo"))
    for who in (ada, bo):
        add_contact_point(person=who, means="push", address=subscription(), actor=NODE)
    for _ in range(2):
        lose_contact(person=ada, means="push", address=push_address(subscription()), actor=NODE)
    assert [row.person_id for row in ContactPoint.objects.current(now())] == [bo]


@pytest.mark.django_db
def test_nobody_but_the_node_says_that_a_contact_point_is_lost() -> None:
    someone = Actor(str(new_id()), "S", mandates=frozenset({Mandate("network.contacts")}))
    with pytest.raises(NotAllowed):
        lose_contact(person=new_id(), means="push", address="x", actor=someone)
