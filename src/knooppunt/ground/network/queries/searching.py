"""Finding people and organisations, and who may be known twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from knooppunt.ground.network.models import Appointment, Organisation, Person
from knooppunt.ground.network.queries.reading import CONTACTS, READ
from knooppunt.ground.network.rules import MANAGE, Role
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import phrase

MOST_FOUND, MOST_ALIKE, ALIKE_FROM = 200, 100, 0.6
SAME_NAME, SAME_ADDRESS = phrase("similar names"), phrase("the same contact point")
PAIRS = """
SELECT one.id, one.name, other.id, other.name, similarity(one.name, other.name) AS likeness, FALSE
FROM network_person AS one JOIN network_person AS other ON one.id < other.id AND one.name %% other.name
WHERE one.merged_into_id IS NULL AND other.merged_into_id IS NULL AND similarity(one.name, other.name) >= %(from)s
UNION ALL
SELECT DISTINCT one.id, one.name, other.id, other.name, 2.0::real, TRUE
FROM network_contactpoint AS here
JOIN network_contactpoint AS there
  ON here.address = there.address AND here.person_id < there.person_id AND here.ended_at IS NULL
  AND there.ended_at IS NULL
JOIN network_person AS one ON one.id = here.person_id
JOIN network_person AS other ON other.id = there.person_id
WHERE one.merged_into_id IS NULL AND other.merged_into_id IS NULL
ORDER BY likeness DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two people who may be one. ``why`` is an English phrase for the translators; an address is never told."""

    one: UUID
    one_name: str
    other: UUID
    other_name: str
    why: str


@dataclass(frozen=True, slots=True)
class Search:
    """What was found; ``more`` says that there is more than is given."""

    appointments: Sequence[Appointment]
    people: Sequence[Person]
    organisations: Sequence[Organisation]
    more: bool


def search(*, text: str = "", role: str = "", actor: Actor) -> Search:
    """Who holds what today, people without a function, and organisations, in which every word of ``text`` stands.

    Looked for in the name of a person, the title of a function, and the name and abbreviation of an organisation;
    never in an address. Needs ``network.read``. Three queries.
    """
    actor.require(READ)
    held = Appointment.objects.on(today()).select_related("person", "function__organisation")
    alone = Person.objects.filter(merged_into__isnull=True).exclude(
        pk__in=Appointment.objects.on(today()).values("person")
    )
    places = Organisation.objects.filter(merged_into__isnull=True)
    for word in text.split():
        organisation = Q(function__organisation__name__icontains=word) | Q(
            function__organisation__abbreviation__iexact=word
        )
        held = held.filter(Q(person__name__icontains=word) | Q(function__title__icontains=word) | organisation)
        alone = alone.filter(name__icontains=word)
        places = places.filter(Q(name__icontains=word) | Q(abbreviation__iexact=word))
    if role:
        held = held.filter(function__role=role if role in set(Role) else None)
    people = [] if role else list(alone[: MOST_FOUND + 1])
    found = list(held.order_by("person__name", "id")[: MOST_FOUND + 1])
    more = max(len(found), len(people)) > MOST_FOUND
    return Search(found[:MOST_FOUND], people[:MOST_FOUND], [] if role else list(places), more)


def likely_duplicates(*, actor: Actor) -> Sequence[Alike]:
    """Pairs of people with the same contact point or a similar name, the likeliest first; at most a hundred.

    Needs ``network.manage`` and ``network.contacts``. One query.
    """
    actor.require(MANAGE)
    actor.require(CONTACTS)
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"from": ALIKE_FROM, "most": MOST_ALIKE})
        rows = cursor.fetchall()
    pairs: dict[tuple[UUID, UUID], Alike] = {}
    for one, one_name, other, other_name, _likeness, shared in rows:
        why = SAME_ADDRESS if shared else SAME_NAME
        pairs.setdefault((one, other), Alike(one, one_name, other, other_name, why))
    return list(pairs.values())


def left_before(*, actor: Actor) -> Sequence[UUID]:
    """Who had their last day before today. Needs ``network.read``."""
    actor.require(READ)
    return list(Person.objects.filter(left_on__lt=today()).values_list("id", flat=True))
