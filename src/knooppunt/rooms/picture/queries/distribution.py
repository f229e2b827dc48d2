"""Who is told of an edition, and who has read it: for those who may publish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from knooppunt.ground.access.public import may_see, readers_among
from knooppunt.ground.network.public import organisation_names, organisations, people
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.picture.models import Distribution, Edition, Receipt, State
from knooppunt.rooms.picture.queries.rows import product_of, row_of, visible
from knooppunt.rooms.picture.rules.distributing import PATIENCE, Sees, Told, Wanted, receivers, to_remind

PUBLISH = "picture.publish"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Someone who was told, and when they first and last opened page or document; moments in UTC."""

    person: str
    name: str
    told_at: datetime
    first_at: datetime | None
    last_at: datetime | None
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrganisationReceipts:
    """The people of one organisation who were told. ``read``: how many of them opened it."""

    name: str
    lines: tuple[ReceiptLine, ...]

    @property
    def read(self) -> int:
        return sum(line.first_at is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is to be told: identifiers, and who is told by that now. ``declared``: nobody chose, the product says so."""

    organisations: tuple[str, ...]
    people: tuple[str, ...]
    reached: tuple[str, ...]
    declared: bool
    unknown: tuple[str, ...]


def receipts(which: UUID, *, actor: Actor) -> list[OrganisationReceipts]:
    """Who was told and who read it, by organisation. Needs ``picture.publish``. Raises :class:`NotFound`."""
    actor.require(PUBLISH)
    row = row_of(which, actor)
    rows = list(Receipt.objects.filter(edition=row))
    names = names_of(actor) if rows else {}
    lines = sorted(((names.get(one.organisation, ""), _line(one, names)) for one in rows), key=_by_name)
    return [
        OrganisationReceipts(name, tuple(line for _name, line in some))
        for name, some in groupby(lines, key=lambda pair: pair[0])
    ]


def _by_name(pair: tuple[str, ReceiptLine]) -> tuple[str, str]:
    return pair[0].casefold(), pair[1].name.casefold()


def _line(row: Receipt, names: Mapping[str, str]) -> ReceiptLine:
    name = names.get(row.person, row.person)
    return ReceiptLine(row.person, name, row.told_at, row.first_at, row.last_at, row.reminded_at)


def choice(which: UUID, *, actor: Actor) -> Choice:
    """Who is to be told of an edition. Needs ``picture.publish``. Raises :class:`NotFound`."""
    actor.require(PUBLISH)
    row = row_of(which, actor)
    wanted, unknown = wanted_of(row, actor)
    names = names_of(actor)
    told = receivers(wanted, readers_among(actor=actor), sees(row))
    return Choice(
        tuple(sorted(wanted.organisations)),
        tuple(sorted(wanted.people)),
        tuple(sorted((names.get(one, one) for one in told), key=str.casefold)),
        not Distribution.objects.filter(edition=row).exists(),
        unknown,
    )


def wanted_of(row: Edition, actor: Actor) -> tuple[Wanted, tuple[str, ...]]:
    """Who is to be told: as chosen, or else as the product declares; and declared names that no organisation has."""
    chosen = Distribution.objects.filter(edition=row).first()
    if chosen is not None:
        return Wanted(frozenset(chosen.organisations), frozenset(chosen.people)), ()
    declared = product_of(row).receivers
    called: dict[str, str] = {}
    for one in organisations(actor=actor) if declared else ():
        called |= {name.casefold(): str(one.pk) for name in (one.abbreviation, one.name) if name}
    found = frozenset(called[name.casefold()] for name in declared if name.casefold() in called)
    return Wanted(found, frozenset()), tuple(name for name in declared if name.casefold() not in called)


def names_of(actor: Actor) -> dict[str, str]:
    """Names of all organisations and people by identifier as text. Two queries."""
    return {**organisation_names(actor=actor), **{str(one.pk): one.name for one in people(actor=actor)}}


def sees(row: Edition) -> Sees:
    """Whether an actor sees this edition by its marking."""
    return lambda actor: may_see(actor, row.held_by, row.marking, row.shared_with, row.readers)


def unread(row: Edition, readers: Mapping[str, Actor]) -> list[str]:
    """Who is to be reminded of this edition now."""
    rows = list(Receipt.objects.filter(edition=row))
    told = [Told(one.person, one.told_at, one.first_at is not None, one.reminded_at is not None) for one in rows]
    everyone = Wanted(frozenset(), frozenset(one.person for one in rows))
    return to_remind(told, receivers(everyone, readers, sees(row)).keys(), now())


def with_unread(*, actor: Actor) -> list[UUID]:
    """The newest published edition of each product of which someone may have to be reminded."""
    newest = visible(actor).filter(state=State.PUBLISHED).order_by("product", "-number").distinct("product")
    waiting = Receipt.objects.filter(first_at__isnull=True, reminded_at__isnull=True, told_at__lte=now() - PATIENCE)
    rows = visible(actor).filter(Q(pk__in=newest.values("pk")) & Q(pk__in=waiting.values("edition")))
    return list(rows.order_by("published_at").values_list("pk", flat=True))


def is_newest(row: Edition) -> bool:
    """Whether no later edition of the product is out: nobody need be reminded of an old one."""
    return not Edition.objects.filter(product=row.product, state=State.PUBLISHED, number__gt=row.number or 0).exists()


def told_of(row: Edition, people: Iterable[str]) -> Sequence[str]:
    """Who among these people was told of the edition before."""
    return list(Receipt.objects.filter(edition=row, person__in=people).values_list("person", flat=True))
