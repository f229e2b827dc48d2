"""Merging what turned out to be one. Both pasts stay: rows move, nothing is deleted, an old identifier is still found.

Needs ``network.manage``.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.contacting import end_contact
from knooppunt.ground.network.events import OrganisationsMerged, PeopleMerged
from knooppunt.ground.network.models import Appointment, ContactPoint, Deputyship, Function, Organisation, Person
from knooppunt.ground.network.rules import MANAGE, NODE_ID, apart, join_terms, may_merge
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import Conflict, NotFound, phrase


@action
def merge_people(*, kept: UUID, merged: UUID, actor: Actor) -> None:
    """Let ``merged`` turn out to be ``kept``: appointments, deputyships and contact points move.

    :class:`Conflict` when they act for two organisations in the same days. Whoever merges people with accounts enters
    by ``access.merge_accounts``, which takes these along.
    """
    actor.require(MANAGE)
    found = {row.id: row for row in Person.objects.select_for_update().filter(pk__in={kept, merged}).order_by("pk")}
    if found.keys() != {kept, merged}:
        raise NotFound(phrase("There is no such person."), place="merged")
    may_merge(str(kept), str(merged), actor.id, any(row.merged_into_id for row in found.values()))
    one, other = found[kept], found[merged]
    if one.left_on is not None:
        raise Conflict(phrase("{name} leaves, or has left."), place="kept", name=one.name)
    moved = (_join_appointments(one, other), _join_deputyships(one, other), _join_contacts(one, other))
    Person.objects.filter(merged_into=other).update(merged_into=one)
    other.merged_into = one
    other.save(update_fields=["merged_into"])
    record(PeopleMerged(one.id, one.name, other.id, other.name, *moved))


@action
def merge_organisations(*, kept: UUID, merged: UUID, actor: Actor) -> None:
    """Let ``merged`` go up in ``kept``: its functions move, with who holds them and what they were granted.

    A function of which ``kept`` has one by the same title keeps its own title with the old organisation behind it.
    """
    actor.require(MANAGE)
    rows = Organisation.objects.select_for_update().filter(pk__in={kept, merged}).order_by("pk")
    found = {row.id: row for row in rows}
    if found.keys() != {kept, merged}:
        raise NotFound(phrase("There is no such organisation."), place="merged")
    may_merge(str(kept), str(merged), "", any(row.merged_into_id for row in found.values()))
    if merged == NODE_ID:
        raise Conflict(phrase("The node itself cannot go up in another organisation."), place="merged")
    one, other = found[kept], found[merged]
    moved = _move_functions(one, other)
    Organisation.objects.filter(merged_into=other).update(merged_into=one)
    other.merged_into = one
    other.save(update_fields=["merged_into"])
    record(OrganisationsMerged(one.id, one.name, other.id, other.name, moved))


def _join_appointments(kept: Person, merged: Person) -> tuple[str, ...]:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("function")
    both = list(rows.filter(person__in=[kept, merged]).order_by("starts", "id"))
    terms = {who.id: {row.id: row.term() for row in both if row.person_id == who.id} for who in (kept, merged)}
    joining = join_terms(terms[kept.id], terms[merged.id])
    held = {row.id: row for row in both}
    for which in joining.covered:
        held[which].ends = held[which].starts
    Appointment.objects.bulk_update([held[which] for which in joining.covered], ["ends"])
    Appointment.objects.filter(pk__in=joining.moves).update(person=kept)
    for which, (starts, ends) in joining.widened.items():
        Appointment.objects.filter(pk=which).update(starts=starts, ends=ends)
    return tuple(str(which) for which in (*joining.moves, *joining.covered))


def _join_deputyships(kept: Person, merged: Person) -> tuple[str, ...]:
    """What would have someone act for themselves, or twice at a time, ends where it stands; the rest moves."""
    moved = []
    rows = Deputyship.objects.select_for_update(of=("self",)).filter(Q(person=merged) | Q(deputy=merged))
    for row in rows.order_by("starts", "id"):
        person = kept.id if row.person_id == merged.id else row.person_id
        deputy = kept.id if row.deputy_id == merged.id else row.deputy_id
        taken = Deputyship.objects.filter(
            function=row.function_id, deputy=deputy, starts__lt=row.ends, ends__gt=row.starts
        )
        if person == deputy or taken.exclude(pk=row.pk).exists():
            row.ends = max(row.starts, min(row.ends, today()))
        else:
            row.person_id, row.deputy_id = person, deputy
        row.save(update_fields=["person", "deputy", "ends"])
        moved.append(str(row.id))
    return tuple(moved)


def _join_contacts(kept: Person, merged: Person) -> tuple[str, ...]:
    """The contact points of the merged one come last; of one that both have the newest answer counts."""
    rows = ContactPoint.objects.select_for_update().filter(ended_at__isnull=True)
    present = {(row.means, row.address): row for row in rows.filter(person=kept)}
    rank = max((row.rank for row in present.values()), default=-1)
    moved = []
    for row in rows.filter(person=merged):
        moved.append(str(row.id))
        twin = present.get((row.means, row.address))
        if twin is None:
            rank += 1
            row.person, row.rank = kept, rank
            row.save(update_fields=["person", "rank"])
            continue
        answers = [at for at in (twin.verified_at, row.verified_at) if at]
        twin.verified_at = max(answers, default=None)
        twin.save(update_fields=["verified_at"])
        end_contact(row, now())
    return tuple(moved)


def _move_functions(kept: Organisation, merged: Organisation) -> tuple[str, ...]:
    taken = {title.casefold() for title in Function.objects.filter(organisation=kept).values_list("title", flat=True)}
    rows = list(Function.objects.select_for_update().filter(organisation=merged))
    for row in rows:
        row.title = apart(row.title, merged.abbreviation or merged.name, taken)
        taken.add(row.title.casefold())
        row.organisation = kept
    Function.objects.bulk_update(rows, ["title", "organisation"])
    return tuple(str(row.id) for row in rows)
