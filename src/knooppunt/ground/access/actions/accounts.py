"""Verbs on accounts. Those on someone else's need ``access.manage``; everyone keeps their own."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from knooppunt.ground.access.asking import OWN_ACCOUNT, person_behind
from knooppunt.ground.access.events import (
    AccountActivated,
    AccountCreated,
    AccountDeactivated,
    LanguageChosen,
    PasswordSet,
    SecondFactorChanged,
)
from knooppunt.ground.access.models import Account
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import person as person_of
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase

MANAGE = "access.manage"

# To make an account one need not be allowed to read the whole directory.
DIRECTORY = system_actor("access", ["network.read"])


@action
def create_account(*, person: UUID, email: str = "", password: str | None = None, actor: Actor) -> Account:
    """Let a person sign in with ``email`` (default: the person's own). Without password nobody can yet."""
    actor.require(MANAGE)
    holder = person_of(person, actor=DIRECTORY)
    address = _address(email or holder.email)
    if Account.objects.filter(email=address).exists():
        raise Conflict(phrase("There already is an account {email}."), place="email", email=address)
    if Account.objects.filter(person=holder).exists():
        raise Conflict(phrase("{name} already has an account."), place="person", name=holder.name)
    account = Account(email=address, person=holder, language=settings.LANGUAGE_CODE, created_at=now())
    _set_password(account, password)
    account.save(force_insert=True)
    record(AccountCreated(account.id, holder.id, holder.name))
    return account


@action
def set_password(*, account: UUID, password: str, actor: Actor) -> None:
    """Give an account a new password; whoever was signed in with the old one is out."""
    actor.require(MANAGE)
    found = _locked(account)
    _set_password(found, password)
    found.save(update_fields=["password"])
    record(PasswordSet(found.id, found.person.name, own=False))


@action
def deactivate_account(*, account: UUID, actor: Actor) -> None:
    """Close an account at once, in every session; mandates stay, and count for nothing while it is closed."""
    actor.require(MANAGE)
    found = _locked(account)
    if not found.is_active:
        raise Conflict(phrase("This account is not active."))
    found.is_active = False
    found.save(update_fields=["is_active"])
    record(AccountDeactivated(found.id, found.person.name))


@action
def activate_account(*, account: UUID, actor: Actor) -> None:
    """Open a closed account again."""
    actor.require(MANAGE)
    found = _locked(account)
    if found.is_active:
        raise Conflict(phrase("This account is active already."))
    found.is_active = True
    found.save(update_fields=["is_active"])
    record(AccountActivated(found.id, found.person.name))


@action
def remove_second_factor(*, account: UUID, actor: Actor) -> None:
    """For whoever lost it: take all second factors off an account. The password then lets in alone; set a new one."""
    actor.require(MANAGE)
    found = _locked(account)
    _count, removed = Authenticator.objects.filter(user=found).delete()
    if not removed:
        raise Conflict(phrase("This account has no second factor."))
    record(SecondFactorChanged(found.id, "removed", "all"))


@action
def choose_language(*, language: str, actor: Actor) -> None:
    """Keep the language the actor reads in; it holds from the next sign-in on every machine."""
    actor.require(OWN_ACCOUNT)
    if language not in dict(settings.LANGUAGES):
        raise Invalid(phrase("There is no language {language}."), place="language", language=language)
    account = Account.objects.select_for_update().filter(person=person_behind(actor)).first()
    if account is None:
        raise NotFound(phrase("There is nothing here."))
    account.language = language
    account.save(update_fields=["language"])
    record(LanguageChosen(account.id, language))


def _locked(which: UUID) -> Account:
    found = Account.objects.select_for_update(of=("self",)).select_related("person").filter(pk=which).first()
    if found is None:
        raise NotFound(phrase("There is no such account."), place="account")
    return found


def _address(text: str) -> str:
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Invalid(phrase("{email} is not an email address."), place="email", email=text) from wrong
    return address


def _set_password(account: Account, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, account)
        except ValidationError as weak:
            said = " ".join(weak.messages)
            raise Invalid(phrase("This password will not do. {said}"), place="password", said=said) from weak
    account.set_password(password)
