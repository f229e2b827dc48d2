"""Writes down that someone who was told of an edition opened it. For nobody else anything is kept.

That someone reads is no act: it stands outside the journal, which more people may read than those who publish.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.picture.models import Receipt
from knooppunt.rooms.picture.rules.distributing import QUIET


def opened(edition: UUID, *, actor: Actor) -> None:
    """The actor opens the page or a document of this edition, which they may see.

    One statement, that changes nothing for whoever was not told or read it a moment ago: then the database stands as it
    did, and what is kept in memory stays good.
    """
    moment = now()
    due = Q(last_at__isnull=True) | Q(last_at__lt=moment - QUIET)
    Receipt.objects.filter(due, edition=edition, person=actor.id).update(
        first_at=Coalesce(F("first_at"), moment), last_at=moment
    )
