"""What is due when, as one reader sees it; and whose calendar a secret address is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from knooppunt.ground.access.public import MarkedQuerySet, readers_among
from knooppunt.ground.incidents.public import incidents, phase_changes
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.picture.models import CalendarAddress, Edition, Rhythm
from knooppunt.rooms.picture.queries.products import READ, titles
from knooppunt.rooms.picture.queries.rows import COMPILE, visible
from knooppunt.rooms.picture.rules.due import STEPS, Seen, Stand, stand
from knooppunt.rooms.picture.rules.products import Words
from knooppunt.rooms.picture.rules.rhythm import Beat, Due, Spell, beats_from_json, dues

CLOCK = system_actor("picture calendar")
BACK, AHEAD = timedelta(weeks=1), timedelta(weeks=5)
FIRST_PHASE = "cold"


@dataclass(frozen=True, slots=True)
class RhythmLine:
    """When a product is due, by phase. Moments in UTC."""

    id: UUID
    series: UUID
    product: str
    title: Mapping[str, str]
    commission: str
    beats: Mapping[str, Beat]
    version: int
    begins_at: datetime
    ended_at: datetime | None
    marking: str


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something that is due, and how far it is. ``at`` in UTC."""

    rhythm: RhythmLine
    due: Due
    stand: Stand

    @property
    def at(self) -> datetime:
        return self.due.at

    @property
    def changed_at(self) -> datetime:
        """When this last became what it is."""
        return max(self.rhythm.begins_at, self.stand.changed or self.rhythm.begins_at)


@dataclass(frozen=True, slots=True)
class AddressLine:
    """The secret address of someone's calendar, without the secret."""

    made_at: datetime


def rhythms(*, actor: Actor) -> list[RhythmLine]:
    """The rhythms in force that the actor sees, by product."""
    return [_line(row) for row in visible_rhythms(actor).filter(ended_at__isnull=True)]


def calendar(*, back: timedelta = BACK, ahead: timedelta = AHEAD, actor: Actor) -> list[DueLine]:
    """What was due from so long ago until so far ahead, the first one first. Five queries, however much is due."""
    moment = now()
    since, until = moment - back, moment + ahead
    rows = list(visible_rhythms(actor).exclude(ended_at__lt=since))
    if not rows:
        return []
    spells = _spells(since)
    seen = _seen_editions({row.product for row in rows}, since, actor)
    makes = actor.may(COMPILE)
    lines = [
        DueLine(line, due, stand(due, seen.get(line.product, ()), moment, makes=makes))
        for line in map(_line, rows)
        for due in dues(line.beats, spells, max(since, line.begins_at), min(until, line.ended_at or until))
    ]
    return sorted(lines, key=lambda each: (each.at, each.rhythm.product))


def own_address(*, actor: Actor) -> AddressLine | None:
    """The address of one's own calendar that is in force, when there is one."""
    row = CalendarAddress.objects.filter(person=actor.id, revoked_at__isnull=True).first() if actor.id else None
    return AddressLine(row.made_at) if row else None


def reader_of_calendar(secret: str, *, actor: Actor) -> Actor:
    """Whose calendar this is, with the mandates in force now. Anyone may ask: the secret decides.

    :class:`NotFound` alike for a secret that never was, was revoked, or is of someone who may not come in any more.
    """
    row = CalendarAddress.objects.filter(digest=digest_of(secret), revoked_at__isnull=True).first()
    reader = readers_among([UUID(row.person)], actor=CLOCK).get(row.person) if row else None
    if reader is None or not reader.may(READ):
        raise NotFound(phrase("There is nothing here."), actor=actor.id)
    return reader


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is random and long, so it needs no slow digest."""
    return hashlib.sha256(secret.encode()).hexdigest()


def visible_rhythms(actor: Actor) -> MarkedQuerySet[Rhythm]:
    """The rhythms that ``actor`` sees; needs ``picture.read``."""
    actor.require(READ)
    return Rhythm.objects.visible_to(actor)


def _spells(since: datetime) -> list[Spell]:
    """The phases of the node since then: of the incident that is open, and cold between incidents."""
    beginning = Spell(datetime.min.replace(tzinfo=since.tzinfo), FIRST_PHASE)
    found = [beginning]
    for incident in incidents(actor=CLOCK):
        if incident.closed_at is None or incident.closed_at > since:
            found += [
                Spell(change.at, str(change.phase)) for change in reversed(phase_changes(incident.id, actor=CLOCK))
            ]
            found += [Spell(incident.closed_at, FIRST_PHASE)] if incident.closed_at else []
    return sorted(found, key=lambda spell: spell.begins)


def _seen_editions(products: set[str], since: datetime, actor: Actor) -> dict[str, Sequence[Seen]]:
    rows = visible(actor).filter(product__in=products, on__gte=(since - timedelta(days=62)).date(), state__in=STEPS)
    found: dict[str, list[Seen]] = {}
    for row in rows.only("id", "product", "on", "state", "made_at", "published_at"):
        found.setdefault(row.product, []).append(_seen(row))
    return dict(found)


def _seen(row: Edition) -> Seen:
    return Seen(row.id, row.on, row.state, row.published_at or row.made_at, row.published_at)


def _line(row: Rhythm) -> RhythmLine:
    title = titles().get(row.product, Words(row.product, row.product))
    return RhythmLine(
        row.id,
        row.series,
        row.product,
        {"nl": title.nl, "en": title.en},
        row.commission,
        beats_from_json(row.beats),
        row.version,
        row.begins_at,
        row.ended_at,
        row.marking,
    )
