"""Merging two people of whom one or both can sign in."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.access.events import AccountMoved
from knooppunt.ground.access.models import Account, MandateGrant
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import merge_people
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, phrase

MANAGE = "access.manage"


@action
def merge_accounts(*, kept: UUID, merged: UUID, actor: Actor) -> None:
    """Let ``merged`` turn out to be ``kept``, with the account and the personal mandates that go with it.

    :class:`Conflict` when both can sign in: somebody decides first which account closes. An account that is closed
    stays where it is, and so do its mandates: they count for nothing. Needs ``access.manage`` and ``network.manage``.
    """
    actor.require(MANAGE)
    rows = Account.objects.select_for_update(of=("self",)).select_related("person").filter(person__in=[kept, merged])
    accounts = {row.person_id: row for row in rows}
    moving, present = accounts.get(merged), accounts.get(kept)
    if moving and moving.is_active and present:
        raise Conflict(
            phrase("{kept} and {merged} both have an account: deactivate that of {merged} first."),
            place="merged",
            kept=present.person.name,
            merged=moving.person.name,
        )
    merge_people(kept=kept, merged=merged, actor=actor)
    if moving and not present:
        moving.person_id = kept
        moving.save(update_fields=["person"])
        MandateGrant.objects.in_force(now()).filter(person=merged).update(person=kept)
        record(AccountMoved(moving.id, merged, kept))
