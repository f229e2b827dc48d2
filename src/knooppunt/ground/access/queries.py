"""Reading accounts and mandates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from knooppunt.ground.access.asking import OWN_ACCOUNT, person_behind
from knooppunt.ground.access.models import Account, MandateGrant
from knooppunt.ground.access.registry import Text, permissions
from knooppunt.ground.geography.public import area_name
from knooppunt.ground.network.public import Appointment
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import NotFound, phrase

MANAGE = "access.manage"


@dataclass(frozen=True, slots=True)
class MandateLine:
    """Leave in force: what, where, from when until when (aware, UTC), and through which function, if any."""

    id: UUID
    permission: str
    meaning: Text
    area: str
    area_name: str
    starts: datetime
    ends: datetime | None
    function: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as people read it."""

    id: UUID
    person: UUID
    name: str
    email: str
    active: bool
    language: str
    last_login: datetime | None
    organisation: str
    functions: tuple[str, ...]
    second_factor: tuple[str, ...]
    mandates: tuple[MandateLine, ...]


def accounts(*, actor: Actor) -> Sequence[AccountLine]:
    """All accounts, by email address; needs ``access.manage``. Four queries, however many there are."""
    actor.require(MANAGE)
    return _lines(list(Account.objects.select_related("person")))


def account(which: UUID | str, *, actor: Actor) -> AccountLine:
    """The account with this identifier or email address; :class:`NotFound`; needs ``access.manage``."""
    actor.require(MANAGE)
    same = Q(pk=which) if isinstance(which, UUID) else Q(email=which.lower())
    found = _lines(list(Account.objects.select_related("person").filter(same)))
    if not found:
        raise NotFound(phrase("There is no account {which}."), place="account", which=which)
    return found[0]


def own_account(*, actor: Actor) -> AccountLine:
    """The account of the actor; :class:`NotAllowed` for whoever is not signed in."""
    actor.require(OWN_ACCOUNT)
    return _lines(list(Account.objects.select_related("person").filter(person=person_behind(actor))))[0]


def demo_accounts(*, actor: Actor) -> Sequence[AccountLine]:
    """Who one can be in a demo, for anyone; :class:`NotFound` where it is not a demo."""
    if not settings.KNOOPPUNT.demo:
        raise NotFound(phrase("There is nothing here."), actor=actor.id)
    return _lines(list(Account.objects.select_related("person").filter(is_active=True)))


def who_may(permission: str, *, actor: Actor) -> frozenset[str]:
    """The people (identifiers as text) with a mandate for this now, in any area; needs ``network.read``. One query."""
    actor.require("network.read")
    held = Appointment.objects.on(today()).filter(function=OuterRef("function")).values("person")
    grants = MandateGrant.objects.in_force(now()).filter(permission=permission)
    found = grants.annotate(through=ArraySubquery(held)).values_list("person", "through")
    return frozenset(str(each) for person, through in found for each in (person, *through) if each)


def languages_of(people: Iterable[UUID], *, actor: Actor) -> Mapping[UUID, str]:
    """In which language each of these persons reads; who has no account is left out. Needs ``network.read``."""
    actor.require("network.read")
    return dict(Account.objects.filter(person__in=list(people)).values_list("person", "language"))


def _lines(found: Sequence[Account]) -> list[AccountLine]:
    people = [account.person_id for account in found]
    held = list(Appointment.objects.on(today()).select_related("function__organisation").filter(person__in=people))
    grants = _grants(held, people)
    factors = list(Authenticator.objects.filter(user__in=found).order_by("type").values_list("user", "type"))
    return [_line(account, held, grants, factors) for account in found]


def _grants(held: Sequence[Appointment], people: Sequence[UUID]) -> list[MandateGrant]:
    functions = [appointment.function_id for appointment in held]
    counting = MandateGrant.objects.in_force(now()).select_related("function")
    return list(counting.filter(Q(person__in=people) | Q(function__in=functions)))


def _line(
    account: Account, held: Sequence[Appointment], grants: Sequence[MandateGrant], factors: Sequence[tuple[UUID, str]]
) -> AccountLine:
    own = [appointment for appointment in held if appointment.person_id == account.person_id]
    functions = {appointment.function_id for appointment in own}
    return AccountLine(
        id=account.id,
        person=account.person_id,
        name=account.person.name,
        email=account.email,
        active=account.is_active,
        language=account.language,
        last_login=account.last_login,
        organisation=own[0].function.organisation.name if own else "",
        functions=tuple(appointment.function.title for appointment in own),
        second_factor=tuple(kind for user, kind in factors if user == account.id),
        mandates=tuple(
            _mandate(grant)
            for grant in grants
            if grant.person_id == account.person_id or grant.function_id in functions
        ),
    )


def _mandate(grant: MandateGrant) -> MandateLine:
    return MandateLine(
        id=grant.id,
        permission=grant.permission,
        # A permission that is no longer declared is shown by its own name.
        meaning=permissions().get(grant.permission, Text(grant.permission, grant.permission)),
        area=grant.area,
        area_name=area_name(grant.area),
        starts=grant.starts,
        ends=grant.ends,
        function=grant.function.title if grant.function else "",
    )
