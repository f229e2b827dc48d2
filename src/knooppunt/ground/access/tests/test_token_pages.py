"""The pages of tokens and accounts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.cast import OPERATOR, account_of, browser

from knooppunt.ground.access.models import Token
from knooppunt.ground.access.public import Account, entry_with, grant_mandate
from knooppunt.ground.network.public import add_function, organisation
from knooppunt.kit.authority import Mandate
from knooppunt.kit.clock import today

pytestmark = pytest.mark.django_db
OWN, ALL = "/account/tokens/", "/accounts/tokens/"
FORM = {"name": "dagrapport", "leave": ["figures.read NL"]}


@pytest.fixture
def ada() -> Account:
    return account_of("Ada de Vries", organisation="VRU", bundle="information_manager", area="VR09")


@pytest.fixture
def admin() -> Client:
    return browser(account_of("Aad Beheer", bundle="administrator"))


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def secret_on(page: str) -> str:
    found = re.search(r'value="(knp_[\w-]+)"', page)
    assert found
    return found[1]


def test_a_token_is_made_and_its_secret_shown_once(ada: Account) -> None:
    client = browser(ada)
    made = client.post(OWN, FORM | {"until": in_days(30)})
    secret = secret_on(made.content.decode())
    assert entry_with(secret).actor.mandates == {Mandate("figures.read")}
    assert "no-store" in made["Cache-Control"]
    again = client.get(OWN).content.decode()
    assert secret not in again
    assert "dagrapport" in again


def test_only_what_one_has_is_offered(ada: Account) -> None:
    page = browser(ada).get(OWN).content.decode()
    assert 'value="figures.import VR09"' in page
    assert "picture.publish" not in page
    assert "access." not in page


@pytest.mark.parametrize(
    "change",
    [{"name": ""}, {"until": "2999-01-01"}, {"until": "2001-01-01"}, {"leave": ["picture.publish NL"]}, {"leave": []}],
)
def test_what_is_not_right_stands_in_the_form(ada: Account, change: dict[str, object]) -> None:
    answer = browser(ada).post(OWN, FORM | {"until": in_days(30)} | change)
    assert answer.status_code == 400
    assert "kp-field__error" in answer.content.decode()
    assert not Token.objects.exists()


def test_one_revokes_ones_own_token(ada: Account) -> None:
    client = browser(ada)
    secret = secret_on(client.post(OWN, FORM | {"until": in_days(30)}).content.decode())
    assert client.post(f"/tokens/{Token.objects.get().pk}/revoke/")["Location"] == OWN
    assert not entry_with(secret).actor.id
    assert "Ingetrokken" in client.get(OWN).content.decode()


def test_nobody_revokes_the_token_of_another(ada: Account) -> None:
    browser(ada).post(OWN, FORM | {"until": in_days(30)})
    answer = browser(account_of("Bo Stil", bundle="node_officer")).post(f"/tokens/{Token.objects.get().pk}/revoke/")
    assert answer.status_code == 404
    assert Token.objects.get().revoked_at is None


def test_an_administrator_makes_a_token_of_an_organisation(admin: Client) -> None:
    vru = organisation("VRU", actor=OPERATOR)
    post = add_function(organisation=vru.pk, title="Informatiemanager", actor=OPERATOR)
    grant_mandate(permission="figures.read", function=post.pk, actor=OPERATOR)
    made = admin.post(f"{ALL}?organisation={vru.pk}", FORM | {"until": in_days(30)})
    assert entry_with(secret_on(made.content.decode())).actor.organisation == str(vru.pk)
    assert "Veiligheidsregio Utrecht" in admin.get(ALL).content.decode()


def test_an_organisation_without_leave_has_no_form(admin: Client) -> None:
    vru = organisation("VRU", actor=OPERATOR)
    assert "Het token maken" not in admin.get(f"{ALL}?organisation={vru.pk}").content.decode()
    assert admin.get(f"{ALL}?organisation=x").status_code == 404


def test_accounts_are_listed_for_who_manages_them(admin: Client, ada: Account) -> None:
    page = admin.get("/accounts/").content.decode()
    assert "ada@example.org" in page
    assert browser(ada).get("/accounts/").status_code == 404
    assert browser(ada).get(ALL).status_code == 404
