"""Reading tokens: what they may do, until when, and when they were last used. Never their secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from knooppunt.ground.access.asking import OWN_ACCOUNT, person_behind
from knooppunt.ground.access.models import Token
from knooppunt.ground.access.queries import MANAGE
from knooppunt.ground.access.registry import Text, permissions
from knooppunt.ground.access.rules import may_be_carried
from knooppunt.ground.access.tokens import as_mandates, granted_to
from knooppunt.ground.geography.public import area_name
from knooppunt.ground.journal.public import UNKNOWN
from knooppunt.ground.network.public import organisation as organisation_of
from knooppunt.kit.authority import Actor, Mandate
from knooppunt.kit.clock import now


@dataclass(frozen=True, slots=True)
class Leave:
    """One thing a token may do: ``words`` as it is kept, and what that means."""

    words: str
    meaning: Text
    area_name: str


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token as people read it. ``state`` is ``live``, ``expired`` or ``revoked``; ``last_used`` a day."""

    id: UUID
    name: str
    owner: str
    leave: tuple[Leave, ...]
    created_at: datetime
    created_by: str
    expires: datetime
    last_used: date | None
    revoked_at: datetime | None
    revoked_by: str
    state: str


def own_tokens(*, actor: Actor) -> Sequence[TokenLine]:
    """The tokens of the actor, those that are not revoked first."""
    actor.require(OWN_ACCOUNT)
    return _lines(Token.objects.filter(account__person=person_behind(actor)))


def all_tokens(*, actor: Actor) -> Sequence[TokenLine]:
    """The tokens of all organisations and of all people; needs ``access.manage``."""
    actor.require(MANAGE)
    return _lines(Token.objects.all())


def own_leave(*, actor: Actor) -> Sequence[Leave]:
    """What a token of the actor can carry."""
    actor.require(OWN_ACCOUNT)
    return leave_lines(actor.mandates)


def organisation_leave(organisation: UUID, *, actor: Actor) -> Sequence[Leave]:
    """What a token of an organisation can carry: what its functions were granted. Needs ``access.manage``."""
    actor.require(MANAGE)
    return leave_lines(granted_to(organisation_of(organisation, actor=actor).pk, UNKNOWN))


def leave_lines(mandates: frozenset[Mandate]) -> tuple[Leave, ...]:
    """Mandates that a token can carry, with their meaning; by permission and area."""
    found = sorted(
        (one for one in mandates if may_be_carried(one.permission)), key=lambda one: (one.permission, one.area)
    )
    known = permissions()
    return tuple(
        Leave(
            f"{one.permission} {one.area}",
            # A permission that is no longer declared is shown by its own name.
            known.get(one.permission, Text(one.permission, one.permission)),
            area_name(one.area),
        )
        for one in found
    )


def _lines(found: QuerySet[Token]) -> list[TokenLine]:
    rows = found.select_related("account__person", "organisation").order_by("revoked_at", "name", "id")
    moment = now()
    return sorted((_line(row, moment) for row in rows), key=lambda line: (line.state != "live", line.owner, line.name))


def _line(row: Token, moment: datetime) -> TokenLine:
    owner = row.account.person.name if row.account else row.organisation.name if row.organisation else ""
    return TokenLine(
        id=row.id,
        name=row.name,
        owner=owner,
        leave=leave_lines(as_mandates(row.leave)),
        created_at=row.created_at,
        created_by=row.created_by,
        expires=row.expires,
        last_used=row.last_used,
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by,
        state="revoked" if row.revoked_at else "expired" if row.expires <= moment else "live",
    )
