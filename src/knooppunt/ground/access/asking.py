"""Who is asking: the actor of a request, of an account, of a terminal. The only place where an actor is built."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest

from knooppunt.ground.access.models import Account
from knooppunt.kit.authority import NATION, NOBODY, Actor, Mandate, system_actor
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import NotFound, phrase

OWN_ACCOUNT = "access.own_account"
"""The one permission nobody is granted: whoever has an active account may see and change what is their own in it."""

SOMEONE, SOME_MOMENT, SOME_DAY = UUID(int=0), datetime.min.replace(tzinfo=UTC), date.min
"""Marks for the place of a value in a statement that is written once."""
AUTHORITY = ("known_as", "acts_for", "leave")
"""What ``with_authority`` puts on an account."""


class AskedRequest(HttpRequest):
    """A request of which the middleware has found out who asks."""

    actor: Actor


def account_with_authority(which: UUID) -> Account | None:
    """The active account with the name of its person, organisation and mandates, in one query."""
    statement, marked = _authority_statement()
    known = {SOMEONE: which, SOME_MOMENT: now(), SOME_DAY: today()}
    with connection.cursor() as cursor:
        cursor.execute(statement, [known.get(value, value) for value in marked])
        row = cursor.fetchone()
    return _account(row) if row else None


@cache
def _authority_statement() -> tuple[str, tuple[Any, ...]]:
    """The SQL of ``with_authority`` for one account, and its values with the marks above among them.

    Every page asks this, and writing the SQL takes Django ten times as long as asking it.
    """
    rows = Account.objects.with_authority(SOME_MOMENT, SOME_DAY).filter(pk=SOMEONE, is_active=True)
    return rows.values_list(*_columns(), *AUTHORITY).query.sql_with_params()


@cache
def _columns() -> tuple[str, ...]:
    return tuple(field.attname for field in Account._meta.concrete_fields)


def _account(row: Sequence[Any]) -> Account:
    columns = _columns()
    account = Account.from_db("default", columns, row[: len(columns)])
    for name, value in zip(AUTHORITY, row[len(columns) :], strict=True):
        setattr(account, name, value)
    return account


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request; ``NOBODY`` when not signed in.

    Costs the session and the account, one query each, the first time.
    """
    account = request.user
    return actor_for(account) if isinstance(account, Account) else NOBODY


def actor_for(account: Account) -> Actor:
    """The actor an account stands for, with the mandates in force now; ``NOBODY`` when it is not active."""
    if not account.is_active:
        return NOBODY
    known = account if hasattr(account, "leave") else account_with_authority(account.pk)
    return _actor(known) if known else NOBODY


def actor_by_email(email: str) -> Actor:
    """The actor with an active account under this address; :class:`NotFound`."""
    account = Account.objects.with_authority(now(), today()).filter(email=email.lower(), is_active=True).first()
    if account is None:
        raise NotFound(phrase("There is no active account {email}."), place="email", email=email)
    return _actor(account)


def person_behind(actor: Actor) -> UUID:
    """The identifier of the person who acts; :class:`NotFound` when it is the node itself."""
    if actor.kind != "person" or not actor.id:
        raise NotFound(phrase("There is nothing here."))
    return UUID(actor.id)


def operator(name: str = "operator at the terminal") -> Actor:
    """Whoever works at the terminal of the server: the node itself, with leave for everything."""
    return system_actor(name)


def _actor(account: Account) -> Actor:
    granted = (words.split(" ", 1) for words in account.leave)  # type: ignore[attr-defined]  # from with_authority
    mandates = {Mandate(permission, area) for permission, area in granted}
    return Actor(
        id=str(account.person_id),
        name=account.known_as,  # type: ignore[attr-defined]  # from with_authority
        organisation=str(account.acts_for or ""),  # type: ignore[attr-defined]  # from with_authority
        mandates=frozenset(mandates | {Mandate(OWN_ACCOUNT, NATION)}),
    )
