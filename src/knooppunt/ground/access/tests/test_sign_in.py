"""Signing in, with and without second factor, and what the journal keeps of it."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter as second_factors
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import OPERATOR, PASSWORD, account_of, browser

from knooppunt.ground.access.public import deactivate_account, remove_second_factor, set_password
from knooppunt.ground.journal.public import entries

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"


@pytest.fixture(autouse=True)
def nobody_has_tried_before() -> None:
    cache.clear()


def sign_in(client: Client, password: str = PASSWORD, email: str = "ada@example.org") -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password})


def noted() -> list[tuple[str, str, Any]]:
    """What the journal says of coming and going, oldest first: event, who, how."""
    kinds = ("access.SignedIn", "access.SignedOut", "access.SignInFailed", "access.SecondFactorChanged")
    lines = [line for line in entries(actor=OPERATOR) if line.event in kinds]
    return [(line.event.split(".")[1], line.actor, line.payload.get("how")) for line in reversed(lines)]


def test_the_right_password_lets_in_and_is_noted() -> None:
    account_of("Ada de Vries", password=PASSWORD)
    client = Client()
    assert sign_in(client)["Location"] == "/"
    assert client.get("/account/").status_code == 200
    client.post("/account/sign-out/")
    assert client.get("/account/").status_code == 302
    assert noted() == [("SignedIn", "Ada de Vries", "password"), ("SignedOut", "Ada de Vries", None)]


def test_a_wrong_password_is_noted_and_an_unknown_address_gets_the_same_answer() -> None:
    ada = account_of("Ada de Vries", password=PASSWORD)
    wrong = sign_in(Client(), "iets heel anders")
    unknown = sign_in(Client(), "iets heel anders", "typed@example.org")
    assert wrong.context["form"].errors == unknown.context["form"].errors
    failed = [line for line in entries(actor=OPERATOR) if line.event == "access.SignInFailed"]
    assert [line.subject for line in failed] == ["", str(ada.id)]
    assert "typed" not in repr(failed)


def test_after_five_wrong_passwords_the_right_one_must_wait() -> None:
    account_of("Ada de Vries", password=PASSWORD)
    for _attempt in range(5):
        sign_in(Client(), "iets heel anders")
    answer = sign_in(Client())
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert [event for event, *_ in noted()] == ["SignInFailed"] * 5


def test_whoever_tries_too_often_from_one_address_is_told_to_wait() -> None:
    client = Client()
    for _attempt in range(30):
        answer = client.get(SIGN_IN)
    assert answer.status_code == 200
    for _attempt in range(31):
        answer = client.post(SIGN_IN, {"login": "not an address", "password": "x"})
    assert answer.status_code == 429
    assert "Wacht even" in answer.content.decode()


def test_with_a_second_factor_the_password_alone_is_not_enough() -> None:
    ada = account_of("Ada de Vries", password=PASSWORD)
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    client = Client()
    assert sign_in(client)["Location"] == "/account/second-factor/authenticate/"
    assert client.get("/account/").status_code == 302
    assert client.get("/account/second-factor/authenticate/").status_code == 200
    client.post("/account/second-factor/authenticate/", {"code": "000000"})
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post("/account/second-factor/authenticate/", {"code": code})
    assert client.get("/account/").status_code == 200
    assert noted() == [("SignInFailed", "Ada de Vries", None), ("SignedIn", "Ada de Vries", "second factor")]


def test_someone_sets_up_an_app_and_gets_recovery_codes(django_capture_on_commit_callbacks: Any) -> None:
    account_of("Ada de Vries", password=PASSWORD)
    client = Client()
    sign_in(client)
    activate = "/account/second-factor/totp/activate/"
    first = client.get(activate)["Location"]
    assert first.startswith("/account/confirm/")
    client.post(first, {"password": PASSWORD})
    page = client.get(activate)
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(activate, {"code": code})
    codes = client.get("/account/second-factor/recovery-codes/")
    assert codes.status_code == 200
    assert len(codes.context["unused_codes"]) == 10
    assert [event for event, *_ in noted()] == ["SignedIn", "SecondFactorChanged", "SecondFactorChanged"]
    assert client.get("/account/second-factor/webauthn/add/").status_code == 200


def test_a_lost_second_factor_is_taken_off_by_who_manages_accounts() -> None:
    ada = account_of("Ada de Vries", password=PASSWORD)
    TOTP.activate(ada, generate_totp_secret())
    RecoveryCodes.activate(ada)
    remove_second_factor(account=ada.id, actor=OPERATOR)
    assert not second_factors().is_mfa_enabled(ada)
    assert sign_in(Client())["Location"] == "/"


def test_nobody_registers_themselves_or_resets_a_password_by_mail() -> None:
    client = browser(account_of("Ada de Vries"))
    for path in ("signup/", "password/reset/", "email/", "signup/passkey/"):
        assert client.get(f"/account/{path}").status_code == 404


def test_a_closed_account_is_out_of_every_session_at_once() -> None:
    ada = account_of("Ada de Vries", password=PASSWORD)
    client = browser(ada)
    assert client.get("/account/").status_code == 200
    deactivate_account(account=ada.id, actor=OPERATOR)
    assert client.get("/account/").status_code == 302
    assert sign_in(Client())["Location"] == "/account/inactive/"


def test_a_new_password_ends_the_sessions_of_the_old_one() -> None:
    ada = account_of("Ada de Vries", password=PASSWORD)
    client = browser(ada)
    set_password(account=ada.id, password=PASSWORD + "!", actor=OPERATOR)
    assert client.get("/account/").status_code == 302


def test_knowing_who_asks_costs_the_session_and_the_account() -> None:
    client = browser(account_of("Ada de Vries", bundle="section_head"))
    with CaptureQueriesContext(connection) as queries:
        client.get("/account/nowhere/")
    asked = [query["sql"] for query in queries if "incidents_" not in query["sql"] and "journal_" not in query["sql"]]
    assert len(asked) == 2
    assert "django_session" in asked[0]
    assert "access_account" in asked[1]
