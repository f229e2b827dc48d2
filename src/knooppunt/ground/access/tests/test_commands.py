"""``knooppunt user``."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from tests.cast import OPERATOR, PASSWORD, account_of

from knooppunt.ground.access.commands import user
from knooppunt.ground.access.public import actor_by_email, bundles
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import sync_organisations
from knooppunt.kit.problems import Conflict, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def run(*arguments: str, said: str = "") -> Result:
    return CliRunner().invoke(user, arguments, input=said)


def test_someone_is_added_with_function_and_bundle_in_one_go() -> None:
    sync_organisations(actor=OPERATOR)
    done = run(
        *("add", "Ada de Vries", "Ada@example.org", "--organisation", "VRU", "--function", "Informatiemanager"),
        *("--bundle", "information_manager", "--area", "VR09", "--password-stdin", "--json"),
        said=PASSWORD + "\n",
    )
    told = json.loads(done.stdout)
    assert (told["email"], told["organisation"]) == ("ada@example.org", "Veiligheidsregio Utrecht")
    assert {"permission": "figures.import", "area": "VR09"}.items() <= next(
        mandate for mandate in told["mandates"] if mandate["permission"] == "figures.import"
    ).items()
    assert {line.actor for line in entries(actor=OPERATOR, event="access.AccountCreated")} == {
        "operator at the terminal"
    }


def test_the_list_is_one_json_document() -> None:
    account_of("Ada de Vries", bundle="commissioner")
    (told,) = json.loads(run("list", "--json").stdout)
    assert told["name"] == "Ada de Vries"
    assert {mandate["permission"] for mandate in told["mandates"]} == set(bundles()["commissioner"].nation)


def test_a_permission_is_granted_until_a_day_and_withdrawn() -> None:
    account_of("Ada de Vries")
    told = json.loads(
        run("grant", "ada@example.org", "--permission", "figures.read", "--until", "2099-12-31", "--json").stdout
    )
    assert told["mandates"][0]["until"] == "2099-12-31T23:00:00+00:00"
    assert actor_by_email("ada@example.org").may("figures.read")
    assert run("withdraw", "ada@example.org", "--permission", "figures.read").exit_code == 0
    assert not actor_by_email("ada@example.org").may("figures.read")
    assert isinstance(run("withdraw", "ada@example.org", "--permission", "figures.read").exception, NotFound)


def test_a_bundle_is_granted_and_withdrawn_whole() -> None:
    account_of("Ada de Vries")
    run("grant", "ada@example.org", "--bundle", "press_reader")
    assert isinstance(run("grant", "ada@example.org", "--bundle", "press_reader").exception, Conflict)
    run("withdraw", "ada@example.org", "--bundle", "press_reader")
    assert not actor_by_email("ada@example.org").may("picture.read")


def test_an_account_is_closed_opened_and_given_a_password() -> None:
    ada = account_of("Ada de Vries")
    assert run("deactivate", "ada@example.org").exit_code == 0
    assert run("activate", "ada@example.org").exit_code == 0
    assert run("password", "ada@example.org", "--password-stdin", said=PASSWORD + "\r\n").exit_code == 0
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_acting_as_someone_has_their_mandates_and_no_more() -> None:
    account_of("Ada de Vries")
    assert isinstance(run("--as", "ada@example.org", "list").exception, NotAllowed)
    assert isinstance(run("--as", "nobody@example.org", "list").exception, NotFound)


@pytest.mark.parametrize(
    "wrong",
    [
        ("grant", "ada@example.org"),
        ("grant", "ada@example.org", "--bundle", "x", "--permission", "y"),
        ("add", "Ada", "ada@example.org", "--organisation", "VRU", "--no-password"),
    ],
)
def test_wrong_usage_is_exit_code_2(wrong: tuple[str, ...]) -> None:
    assert run(*wrong).exit_code == 2


@pytest.mark.parametrize("command", [(), *((name,) for name in user.commands)])
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.stdout
