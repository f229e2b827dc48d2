"""Where a dispatch goes. The only place of the house that gives out an address of a person to be handed over.

An exercise reaches those who take part in it, and nobody else: whoever does not gets a refusal here instead of an
address, so that no channel can be wrong about it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from knooppunt.ground.delivery.queries.work import POSTMAN, Parcel
from knooppunt.ground.delivery.rules.dispatching import Destination, destination
from knooppunt.ground.incidents.public import taking_part
from knooppunt.ground.network.public import Means, Person, Reach, reach


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the addressees of some parcels."""

    taking_part: Collection[tuple[UUID, UUID]]
    points: Mapping[UUID, Sequence[Reach]]
    mails: Mapping[UUID, str]


def destinations(parcels: Sequence[Parcel]) -> Mapping[UUID, Destination]:
    """For each dispatch to a person its address at this moment, or why there is none. Three queries for any number."""
    known = _known(parcels)
    return {parcel.id: _destination(parcel, known) for parcel in parcels}


def _known(parcels: Sequence[Parcel]) -> _Known:
    exercises = {parcel.incident for parcel in parcels if parcel.exercise and parcel.incident is not None}
    people = {parcel.addressee for parcel in parcels}
    by_mail = {parcel.addressee for parcel in parcels if parcel.channel == Means.EMAIL and parcel.contact is None}
    return _Known(
        taking_part(exercises, actor=POSTMAN) if exercises else (),
        reach(people, actor=POSTMAN),
        dict(Person.objects.filter(pk__in=by_mail).values_list("id", "email")) if by_mail else {},
    )


def _destination(parcel: Parcel, known: _Known) -> Destination:
    return destination(
        may_be_reached=not parcel.exercise or (parcel.incident, parcel.addressee) in known.taking_part,
        certain=parcel.contact is not None,
        addresses=[
            point.address
            for point in known.points.get(parcel.addressee, ())
            if point.means == parcel.channel and parcel.contact in (None, point.id)
        ],
        fallback=known.mails.get(parcel.addressee, ""),
    )
