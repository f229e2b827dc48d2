"""Tokens at the door: where they let in, what they are refused with, and what they leave behind."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as ours
from django.test import Client

from knooppunt.ground.access.models import Token
from knooppunt.ground.access.public import Account, actor_for, make_token, revoke_token
from knooppunt.kit.authority import Mandate
from knooppunt.kit.clock import now
from knooppunt.web.api import Token as TokenAuth
from knooppunt.web.api import house_api
from tests.addresses import seen
from tests.cast import OPERATOR, account_of, browser

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/indicators"


@pytest.fixture
def ada() -> Account:
    return account_of("Ada de Vries", bundle="commissioner")


def token_of(account: Account, *permissions: str) -> str:
    leave = [Mandate(one) for one in permissions or ("figures.read",)]
    return make_token(name="koppeling", leave=leave, expires=now() + timedelta(days=9), actor=actor_for(account)).secret


def asked(secret: str, path: str = ADDRESS, client: Client | None = None) -> Any:
    return (client or Client()).get(path, headers={"authorization": f"Bearer {secret}"})


def test_a_token_lets_in_at_the_api(ada: Account) -> None:
    assert asked(token_of(ada)).status_code == 200


def test_a_token_lets_in_nowhere_else(ada: Account) -> None:
    for path in ("/", "/figures/", "/account/", "/account/tokens/", "/language/"):
        answer = asked(token_of(ada) if not Token.objects.exists() else "knp_x", path)
        assert (answer.status_code, "sign-in" in answer.get("Location", "")) in {(302, True), (405, False)}


def test_none_a_wrong_an_expired_and_a_revoked_token_get_the_same(ada: Account) -> None:
    secret = token_of(ada)
    Token.objects.update(created_at=now() - timedelta(days=9), expires=now() - timedelta(days=1))
    expired = asked(secret)
    revoke_token(token=Token.objects.get().pk, actor=OPERATOR)
    answers = [Client().get(ADDRESS), expired, asked(secret), asked("knp_wrong"), asked(""), asked("x y z")]
    answers.append(Client().get(ADDRESS, headers={"authorization": "Basic eDp5"}))
    assert {answer.status_code for answer in answers} == {401}
    assert len({seen(answer) for answer in answers}) == 1
    assert answers[0]["WWW-Authenticate"] == "Bearer"
    assert answers[0]["Content-Type"] == "application/problem+json"


def test_a_wrong_token_is_not_made_good_by_a_cookie(ada: Account) -> None:
    assert browser(ada).get(ADDRESS).status_code == 200
    assert asked("knp_wrong", client=browser(ada)).status_code == 401


def test_a_token_may_less_than_its_owner(ada: Account) -> None:
    secret = token_of(ada, "figures.read")
    assert asked(secret, "/api/v1/editions").status_code == 404
    assert browser(ada).get("/api/v1/editions").status_code == 200


def test_with_a_token_nothing_else_is_needed_to_write_and_with_a_cookie_it_is(ada: Account, rf: Any) -> None:
    from_a_page, by_token = (auth for auth in reversed(house_api().auth or []))
    assert isinstance(by_token, TokenAuth)
    request = rf.post("/api/v1/reports", headers={"authorization": "Bearer x"})
    request.actor, request.by_token = actor_for(ada), "some token"
    assert by_token(request) == request.actor
    request = rf.post("/api/v1/reports")
    request._dont_enforce_csrf_checks = False
    request.actor, request.by_token = actor_for(ada), ""
    assert by_token(request) is None
    with pytest.raises(Exception, match="CSRF"):
        from_a_page(request)


def test_a_request_with_a_token_asks_who_it_is_in_one_query(ada: Account, django_assert_max_num_queries: Any) -> None:
    secret = token_of(ada)
    asked(secret, "/api/v1/nowhere")
    with django_assert_max_num_queries(5):
        asked(secret, "/api/v1/nowhere")


def test_no_secret_stands_in_the_log(ada: Account, caplog: pytest.LogCaptureFixture) -> None:
    secret = token_of(ada)
    with caplog.at_level(logging.DEBUG):
        for logger in ("knooppunt", "django"):
            logging.getLogger(logger).propagate = True
        asked(secret)
        asked(secret + "wrong")
        Client().get(ADDRESS, {"token": secret}, headers={"authorization": f"Basic {secret}"})
    assert secret not in caplog.text


def test_a_program_is_told_what_is_left(ada: Account, settings: Any) -> None:
    settings.KNOOPPUNT = replace(ours.KNOOPPUNT, api_rate=40)
    answer = asked(token_of(ada))
    assert answer["RateLimit-Policy"] == '"minute";q=40;w=60'
    assert answer["RateLimit"].startswith('"minute";r=39;t=')


def test_beyond_the_limit_it_is_told_when_again(ada: Account, settings: Any) -> None:
    settings.KNOOPPUNT = replace(ours.KNOOPPUNT, api_rate=3)
    secret = token_of(ada)
    answers = [asked(secret) for _ in range(5)]
    assert [answer.status_code for answer in answers].count(429) >= 1  # the minute may turn in between
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused["Content-Type"] == "application/problem+json"
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused["RateLimit"].startswith('"minute";r=0;')
    assert "API-Version" in refused.headers


def test_strangers_are_counted_by_address_and_pages_are_not_counted(settings: Any) -> None:
    settings.KNOOPPUNT = replace(ours.KNOOPPUNT, api_rate_strangers=1)
    answers = [Client(REMOTE_ADDR="192.0.2.9").get("/api/v1/openapi.json").status_code for _ in range(4)]
    assert answers.count(429) >= 2
    assert "RateLimit" not in Client(REMOTE_ADDR="192.0.2.9").get("/account/sign-in/").headers
