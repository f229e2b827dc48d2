"""Making and revoking tokens. Everyone keeps their own; those of organisations need ``access.manage``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from knooppunt.ground.access.asking import OWN_ACCOUNT, person_behind
from knooppunt.ground.access.events import TokenMade, TokenRevoked
from knooppunt.ground.access.models import Account, Token
from knooppunt.ground.access.registry import permission_named
from knooppunt.ground.access.rules import MOST_TOKENS, carried, check_token, may_be_carried
from knooppunt.ground.access.tokens import digest_of, granted_to, new_secret
from knooppunt.ground.journal.public import UNKNOWN, action, record
from knooppunt.ground.network.public import organisation as organisation_of
from knooppunt.kit.authority import Actor, Mandate
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase

MANAGE = "access.manage"


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made. ``secret`` is nowhere else: it is shown once and not kept."""

    id: UUID
    name: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose token it is: an ``account`` or an ``organisation``, with what it may do now."""

    kind: str
    id: UUID
    name: str
    mandates: Collection[Mandate]


@action
def make_token(
    *, name: str, leave: Collection[Mandate], expires: datetime, organisation: UUID | None = None, actor: Actor
) -> NewToken:
    """Make a token of one's own, or of an organisation, for ``leave`` until ``expires`` (aware).

    :class:`Invalid` for leave that the owner does not have, for a token without an end or of more than a year, and
    :class:`Conflict` when the owner has one of that name or too many.
    """
    owner = _owner_here(organisation, actor)
    moment = now()
    plain = check_token(name, expires, moment)
    words = _checked_leave(leave, owner)
    _check_room(owner, plain, moment)
    secret = new_secret()
    made = Token.objects.create(
        **{f"{owner.kind}_id": owner.id},
        name=plain,
        digest=digest_of(secret),
        leave=list(words),
        created_at=moment,
        created_by=actor.name,
        expires=expires,
    )
    record(TokenMade(made.id, owner.kind, owner.id, owner.name, plain, words, expires))
    return NewToken(made.id, plain, secret)


@action
def revoke_token(*, token: UUID, actor: Actor) -> None:
    """Let a token let nobody in any more, at once: one's own, or with ``access.manage`` anyone's."""
    locked = Token.objects.select_for_update(of=("self",)).select_related("account__person", "organisation")
    found = locked.filter(pk=token).first()
    if found is None or found.account is None or str(found.account.person_id) != actor.id:
        actor.require(MANAGE)
    else:
        actor.require(OWN_ACCOUNT)
    if found is None:
        raise NotFound(phrase("There is no such token."))
    if found.revoked_at is not None:
        raise Conflict(phrase("This token was revoked before."))
    found.revoked_at, found.revoked_by = now(), actor.name
    found.save(update_fields=["revoked_at", "revoked_by"])
    record(TokenRevoked(found.id, *_told(found), found.name))


def _owner_here(organisation: UUID | None, actor: Actor) -> Owner:
    if organisation is None:
        actor.require(OWN_ACCOUNT)
        # Locked, so that two requests at once do not make one token too many.
        account = Account.objects.select_for_update().filter(person=person_behind(actor)).first()
        if account is None:
            raise NotFound(phrase("There is nothing here."))
        return Owner("account", account.id, actor.name, actor.mandates)
    actor.require(MANAGE)
    found = organisation_of(organisation, actor=actor)
    with connection.cursor() as cursor:  # its row belongs to another room, so the turn is taken by its name
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"access.token {found.pk}"])
    return Owner("organisation", found.pk, found.name, granted_to(found.pk, UNKNOWN))


def _checked_leave(leave: Collection[Mandate], owner: Owner) -> tuple[str, ...]:
    """The leave as words, in order. Nothing that the owner lacks is left out silently: it is refused."""
    if not leave:
        raise Invalid(phrase("Say what the token is for: choose at least one mandate."), place="leave")
    for wanted in leave:
        permission_named(wanted.permission)
        if not may_be_carried(wanted.permission):
            raise Invalid(phrase("A token never carries {permission}."), place="leave", permission=wanted.permission)
    missing = sorted(f"{one.permission} {one.area}" for one in set(leave) - carried(leave, owner.mandates))
    if missing:
        sentence = phrase("{owner} does not have {missing}: a token carries no more than its owner has.")
        raise Invalid(sentence, place="leave", owner=owner.name, missing=", ".join(missing))
    return tuple(sorted({f"{one.permission} {one.area}" for one in leave}))


def _check_room(owner: Owner, name: str, moment: datetime) -> None:
    present = Token.objects.filter(**{f"{owner.kind}_id": owner.id}, revoked_at__isnull=True)
    if present.filter(name__iexact=name).exists():
        raise Conflict(phrase("There already is a token called {name}; revoke it first."), place="name", name=name)
    if present.live(moment).count() >= MOST_TOKENS:
        raise Conflict(phrase("There are {most} tokens already; revoke one first."), most=MOST_TOKENS)


def _told(token: Token) -> tuple[str, UUID, str]:
    if token.account is not None:
        return "account", token.account.id, token.account.person.name
    assert token.organisation is not None  # access_token_of_one
    return "organisation", token.organisation.pk, token.organisation.name
