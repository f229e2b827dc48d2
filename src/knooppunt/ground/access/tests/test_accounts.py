"""Accounts."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.cast import OPERATOR, PASSWORD, account_of, someone

from knooppunt.ground.access.models import Account
from knooppunt.ground.access.public import (
    account,
    accounts,
    activate_account,
    choose_language,
    create_account,
    deactivate_account,
    own_account,
    set_password,
    welcome,
)
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import add_person, people
from knooppunt.kit.authority import NOBODY
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def test_passwords_are_kept_as_argon2_and_never_in_the_journal() -> None:
    ada = account_of("Ada de Vries", password=PASSWORD)
    assert Account.objects.get(pk=ada.pk).password.startswith("argon2$argon2id$")
    assert PASSWORD not in repr([line.payload for line in entries(actor=OPERATOR)])


@pytest.mark.parametrize("weak", ["kort", "123456789012345", "ada@example.org"])
def test_a_weak_password_is_refused_with_the_reason(weak: str) -> None:
    ada = account_of("Ada de Vries")
    with pytest.raises(Invalid, match="will not do"):
        set_password(account=ada.id, password=weak, actor=OPERATOR)


def test_letting_someone_in_is_all_or_nothing() -> None:
    with pytest.raises(Invalid, match="no bundle"):
        welcome(name="Ada", email="ada@example.org", bundle="boss", actor=OPERATOR)
    assert list(people(actor=OPERATOR)) == []
    assert entries(actor=OPERATOR) == []


def test_an_address_belongs_to_one_account_whatever_its_capitals() -> None:
    account_of("Ada de Vries")
    other = add_person(name="Bo", actor=OPERATOR)
    with pytest.raises(Conflict, match=r"already is an account ada@example\.org"):
        create_account(person=other.id, email="Ada@Example.org", actor=OPERATOR)
    with pytest.raises(Invalid, match="not an email address"):
        create_account(person=other.id, email="bo", actor=OPERATOR)


def test_a_person_has_one_account() -> None:
    ada = account_of("Ada de Vries")
    with pytest.raises(Conflict, match="Ada de Vries already has an account"):
        create_account(person=ada.person_id, email="second@example.org", actor=OPERATOR)


def test_an_account_is_closed_and_opened_once() -> None:
    ada = account_of("Ada de Vries")
    deactivate_account(account=ada.id, actor=OPERATOR)
    with pytest.raises(Conflict):
        deactivate_account(account=ada.id, actor=OPERATOR)
    activate_account(account=ada.id, actor=OPERATOR)
    assert account("ada@example.org", actor=OPERATOR).active


def test_everyone_chooses_their_own_language() -> None:
    ada = someone("Ada de Vries")
    choose_language(language="en", actor=ada)
    assert own_account(actor=ada).language == "en"
    with pytest.raises(Invalid):
        choose_language(language="de", actor=ada)
    with pytest.raises(NotAllowed):
        choose_language(language="en", actor=NOBODY)
    with pytest.raises(NotFound):
        choose_language(language="en", actor=OPERATOR)


def test_whoever_does_not_manage_accounts_sees_and_changes_none() -> None:
    ada, bo = someone("Ada de Vries", bundle="section_head"), account_of("Bo Stil")
    before = len(entries(actor=OPERATOR))
    for verb in (
        lambda: accounts(actor=ada),
        lambda: account("bo@example.org", actor=ada),
        lambda: set_password(account=bo.id, password=PASSWORD, actor=ada),
        lambda: deactivate_account(account=bo.id, actor=ada),
        lambda: create_account(person=UUID(ada.id), actor=ada),
        lambda: own_account(actor=NOBODY),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert len(entries(actor=OPERATOR)) == before
