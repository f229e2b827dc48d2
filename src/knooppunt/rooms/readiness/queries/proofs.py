"""Which contact points were asked, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from knooppunt.ground.network.public import contact_points
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.readiness.models import Proof


def open_proofs(person: UUID, *, actor: Actor) -> Mapping[UUID, datetime]:
    """The contact points of a person that wait for an answer, and until when; for who may see these contact points."""
    seen = [one.id for one in contact_points([person], actor=actor)[person]]
    return dict(Proof.objects.open(now()).filter(contact__in=seen).values_list("contact", "expires_at"))


def last_asked(contacts: Collection[UUID], *, actor: Actor) -> Mapping[UUID, datetime]:
    """When each of these was last asked; those never asked are left out. Needs ``network.contacts``."""
    actor.require("network.contacts")
    rows = Proof.objects.filter(contact__in=list(contacts)).values("contact").annotate(last=Max("asked_at"))
    return dict(rows.values_list("contact", "last"))
