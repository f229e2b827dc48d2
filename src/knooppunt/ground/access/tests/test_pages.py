"""My account, and one-click sign-in in a demo."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.conf import settings as ours
from django.test import Client
from tests.cast import OPERATOR, PASSWORD, account_of, browser, seen

from knooppunt.ground.journal.public import entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_demo(settings) -> None:  # type: ignore[no-untyped-def]  # pytest-django's fixture has no public type
    settings.KNOOPPUNT = replace(ours.KNOOPPUNT, demo=True)


def test_my_account_shows_who_i_am_and_what_i_may_do() -> None:
    client = browser(account_of("Ada de Vries", organisation="VRU", bundle="information_manager", area="VR09"))
    page = client.get("/account/").content.decode()
    for words in ("Ada de Vries", "Veiligheidsregio Utrecht", "Cijfers aanleveren", "Medewerker"):
        assert words in page


@pytest.mark.parametrize(
    "page", ["", "password/first/", "second-factor/", "second-factor/webauthn/", "sessions/", "sign-out/"]
)
def test_every_page_of_the_account_stands_in_the_shell(page: str) -> None:
    answer = browser(account_of("Ada de Vries")).get(f"/account/{page}")
    assert answer.status_code == 200
    assert "web/base.html" in [template.name for template in answer.templates]


def test_a_stranger_gets_one_answer_for_every_address() -> None:
    answers = [Client().get(path) for path in ("/account/", "/incident/", "/network/", "/nowhere/")]
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"].split("?")[0] for answer in answers} == {"/account/sign-in/"}


@pytest.mark.usefixtures("a_demo")
def test_in_a_demo_one_click_makes_one_someone_else() -> None:
    ada, bo = account_of("Ada de Vries", bundle="commissioner"), account_of("Bo Stil")
    client = browser(bo)
    page = client.get("/account/demo/").content.decode()
    assert "Ada de Vries" in page
    assert client.post(f"/account/demo/{ada.id}/")["Location"] == "/"
    assert "Ada de Vries" in client.get("/account/").content.decode()
    assert [(line.event, line.actor) for line in entries(actor=OPERATOR)[:2]] == [
        ("access.SignedIn", "Ada de Vries"),
        ("access.SignedOut", "Bo Stil"),
    ]
    assert entries(actor=OPERATOR)[0].payload["how"] == "demo"


@pytest.mark.usefixtures("a_demo")
def test_the_sign_in_page_of_a_demo_offers_who_to_be() -> None:
    ada = account_of("Ada de Vries")
    assert f"/account/demo/{ada.id}/" in Client().get("/account/sign-in/").content.decode()


@pytest.mark.usefixtures("a_demo")
def test_one_click_works_on_this_machine_only() -> None:
    ada = account_of("Ada de Vries")
    away = Client(REMOTE_ADDR="192.0.2.7")
    assert away.get("/account/demo/").status_code == 404
    assert away.post(f"/account/demo/{ada.id}/").status_code == 404
    assert "Ada" not in away.get("/account/sign-in/").content.decode()


def test_outside_a_demo_one_click_does_not_exist() -> None:
    ada = account_of("Ada de Vries", password=PASSWORD)
    client = browser(ada)
    nowhere = client.get("/account/nowhere/")
    for answer in (
        client.get("/account/demo/"),
        client.post(f"/account/demo/{ada.id}/"),
        client.post(f"/account/demo/{uuid4()}/"),
    ):
        assert answer.status_code == 404
        assert seen(answer) == seen(nowhere)
