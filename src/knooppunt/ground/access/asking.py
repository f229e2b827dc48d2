"""Who is asking: the actor of a request, of an account, of a terminal. The only place where an actor is built."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.http import HttpRequest

from knooppunt.ground.access.authority import account_with_authority
from knooppunt.ground.access.models import Account
from knooppunt.ground.journal.public import UNKNOWN, Standing
from knooppunt.kit.authority import NATION, NOBODY, Actor, Mandate, system_actor
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import NotFound, phrase

OWN_ACCOUNT = "access.own_account"
"""The one permission nobody is granted: whoever has an active account may see and change what is their own in it."""


class AskedRequest(HttpRequest):
    """A request of which the middleware has found out who asks.

    ``stands`` says how the database stood when it came in, before anything but the session was read; see the journal.
    ``by_token`` names the token that let it in, and is empty for whoever signed in on the pages.
    """

    actor: Actor
    stands: Standing
    by_token: str


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request; ``NOBODY`` when not signed in.

    Costs two or three queries the first time: the session, whether anything changed, and if so the account.
    """
    account = request.user
    return actor_for(account) if isinstance(account, Account) else NOBODY


def standing_of(request: HttpRequest) -> Standing:
    """How the database stood when it was found out who makes this request; not known when nobody is signed in."""
    found: Standing = getattr(request.user, "stands", UNKNOWN)
    return found


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


def readers_among(people: Collection[UUID] | None = None, *, actor: Actor) -> Mapping[str, Actor]:
    """Who these persons (or all) act as now, by identifier as text; whoever has no active account is left out.

    For deciding whom to tell, and what; to look at others needs ``network.read``. One query.
    """
    if people is None or {str(one) for one in people} != {actor.id}:
        actor.require("network.read")
    rows = Account.objects.with_authority(now(), today()).filter(is_active=True)
    found = rows if people is None else rows.filter(person__in=people)
    return {str(account.person_id): _actor(account) for account in found}


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
        sections=frozenset(account.works_in),  # type: ignore[attr-defined]  # from with_authority
    )
