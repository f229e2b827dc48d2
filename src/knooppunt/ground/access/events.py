"""What happened to accounts and mandates, and who came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from knooppunt.kit.events import Event


@dataclass(frozen=True, slots=True)
class AccountCreated(Event):
    about: ClassVar[str] = "account"

    account: UUID
    person: UUID
    name: str


@dataclass(frozen=True, slots=True)
class AccountDeactivated(Event):
    about: ClassVar[str] = "account"

    account: UUID
    name: str


@dataclass(frozen=True, slots=True)
class AccountActivated(Event):
    about: ClassVar[str] = "account"

    account: UUID
    name: str


@dataclass(frozen=True, slots=True)
class AccountMoved(Event):
    """Its owner turned out to be known twice: it is of ``to`` from now on."""

    about: ClassVar[str] = "account"

    account: UUID
    was: UUID
    to: UUID


@dataclass(frozen=True, slots=True)
class PasswordSet(Event):
    """Someone gave an account a password; ``own`` when it was the person behind it."""

    about: ClassVar[str] = "account"

    account: UUID
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class MandateGranted(Event):
    """``holder`` is the person or function (``holder_kind``) it was given to; ``ends`` is empty when open."""

    about: ClassVar[str] = "grant"

    grant: UUID
    holder_kind: str
    holder: UUID
    holder_name: str
    permission: str
    area: str
    bundle: str
    starts: datetime
    ends: str


@dataclass(frozen=True, slots=True)
class MandateWithdrawn(Event):
    about: ClassVar[str] = "grant"

    grant: UUID
    holder_kind: str
    holder: UUID
    holder_name: str
    permission: str
    area: str
    ends: datetime


@dataclass(frozen=True, slots=True)
class SignedIn(Event):
    """``how``: ``password``, ``second factor`` or ``demo``."""

    about: ClassVar[str] = "account"

    account: UUID
    how: str


@dataclass(frozen=True, slots=True)
class SignedOut(Event):
    about: ClassVar[str] = "account"

    account: UUID


@dataclass(frozen=True, slots=True)
class SignInFailed(Event):
    """``account`` is empty when the address is of nobody: what was typed is not kept, it may be a password."""

    about: ClassVar[str] = "account"

    account: str


@dataclass(frozen=True, slots=True)
class SecondFactorChanged(Event):
    """``change``: ``added``, ``removed`` or ``renewed``; ``kind``: ``totp``, ``webauthn`` or ``recovery_codes``."""

    about: ClassVar[str] = "account"

    account: UUID
    change: str
    kind: str


@dataclass(frozen=True, slots=True)
class LanguageChosen(Event):
    about: ClassVar[str] = "account"

    account: UUID
    language: str


@dataclass(frozen=True, slots=True)
class TokenMade(Event):
    """``owner`` is the account or organisation (``owner_kind``); ``leave`` are ``permission area`` words."""

    about: ClassVar[str] = "token"

    token: UUID
    owner_kind: str
    owner: UUID
    owner_name: str
    name: str
    leave: tuple[str, ...]
    expires: datetime


@dataclass(frozen=True, slots=True)
class TokenRevoked(Event):
    about: ClassVar[str] = "token"

    token: UUID
    owner_kind: str
    owner: UUID
    owner_name: str
    name: str
