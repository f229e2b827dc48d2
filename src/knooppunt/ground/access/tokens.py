"""Who a token lets in: an actor with no more than its owner has now. One query, a few more when anything changed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from knooppunt.ground.access.asking import actor_for
from knooppunt.ground.access.authority import account_with_authority
from knooppunt.ground.access.models import MandateGrant, Token
from knooppunt.ground.access.rules import carried
from knooppunt.ground.journal.public import Kept, Standing, standing
from knooppunt.kit.authority import NOBODY, Actor, Mandate
from knooppunt.kit.clock import now, today

PREFIX = "knp_"
"""By which a scanner, and a person, knows a secret of this house."""
LONGEST_SECRET = 200
SCHEME = "bearer"


@dataclass(frozen=True, slots=True)
class Known:
    """A token as it stands in the database. ``owner_name`` is that of the organisation; a person's is asked anew."""

    id: UUID
    name: str
    account: UUID | None
    organisation: UUID | None
    owner_name: str
    leave: tuple[str, ...]
    expires: datetime
    used_today: bool


@dataclass(frozen=True, slots=True)
class Granted:
    """What the functions of an organisation were granted, as found at the moment ``at`` and good until ``until``."""

    mandates: frozenset[Mandate]
    at: datetime
    until: datetime | None

    def holds(self, moment: datetime) -> bool:
        return self.at <= moment and (self.until is None or moment < self.until)


TOKENS: Kept[Known | None] = Kept(1024)
GRANTS: Kept[Granted] = Kept(256)


def new_secret() -> str:
    """256 random bits. It is shown once; we keep :func:`digest_of` it, which needs no salt."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> bytes:
    """SHA-256 of what a program sends."""
    return hashlib.sha256(secret.encode()).digest()


def secret_in(request: HttpRequest) -> str | None:
    """What stands in ``Authorization: Bearer …``; empty when another scheme or nothing follows, ``None`` without it."""
    written = request.META.get("HTTP_AUTHORIZATION")
    if written is None:
        return None
    scheme, _, secret = str(written).partition(" ")
    return secret.strip() if scheme.lower() == SCHEME else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who a secret lets in, how the database stands, and the identifier of the token; empty for nobody."""

    actor: Actor
    stands: Standing
    token: str = ""


def entry_with(secret: str) -> Entry:
    """Who this secret lets in; ``NOBODY`` when it is wrong, expired or revoked.

    The same for an owner whose account is closed. Notes the day of use, with a query more on the first use of a day.
    """
    stands, day = standing(), today()
    if not secret.startswith(PREFIX) or len(secret) > LONGEST_SECRET:
        return Entry(NOBODY, stands)
    digest = digest_of(secret)
    token = TOKENS.get((digest, day), stands, lambda: _known(digest))
    if token is None or token.expires <= now():
        return Entry(NOBODY, stands)
    actor = _of_person(token, stands) if token.account else _of_organisation(token, stands)
    if actor == NOBODY:
        return Entry(NOBODY, stands)
    if not token.used_today:
        Token.objects.filter(pk=token.id).exclude(last_used=day).update(last_used=day)
    return Entry(actor, stands, str(token.id))


def granted_to(organisation: UUID, stands: Standing) -> frozenset[Mandate]:
    """All that the functions of an organisation may do now, whoever holds them."""
    moment = now()
    found = GRANTS.get(organisation, stands, lambda: _granted(organisation, moment))
    return (found if found.holds(moment) else _granted(organisation, moment)).mandates


def as_mandates(leave: Iterable[str]) -> frozenset[Mandate]:
    """``permission area`` words as mandates."""
    return frozenset(Mandate(*words.split(" ", 1)) for words in leave)


def _known(digest: bytes) -> Known | None:
    row = Token.objects.live(now()).select_related("organisation").filter(digest=digest).first()
    if row is None:
        return None
    name = row.organisation.name if row.organisation else ""
    used = row.last_used == today()
    return Known(row.id, row.name, row.account_id, row.organisation_id, name, tuple(row.leave), row.expires, used)


def _granted(organisation: UUID, moment: datetime) -> Granted:
    grants = MandateGrant.objects.in_force(moment).filter(function__organisation=organisation)
    mandates = frozenset(Mandate(*pair) for pair in grants.values_list("permission", "area"))
    change = MandateGrant.objects.changes_after(moment).first()
    return Granted(mandates, moment, change["change"] if change else None)


def _of_person(token: Known, stands: Standing) -> Actor:
    assert token.account is not None
    account = account_with_authority(token.account, stands)
    owner = actor_for(account) if account else NOBODY
    if owner == NOBODY:
        return NOBODY
    return Actor(
        id=owner.id,
        name=_named(owner.name, token.name),
        organisation=owner.organisation,
        mandates=carried(as_mandates(token.leave), owner.mandates),
        sections=owner.sections,
    )


def _of_organisation(token: Known, stands: Standing) -> Actor:
    assert token.organisation is not None
    return Actor(
        id=f"token:{token.id}",
        name=_named(token.owner_name, token.name),
        organisation=str(token.organisation),
        kind="system",
        mandates=carried(as_mandates(token.leave), granted_to(token.organisation, stands)),
    )


def _named(owner: str, token: str) -> str:
    """As the journal names who acted: the person or organisation, and the token."""
    return f"{owner} ({token})"
