"""After somebody's last day their account closes by itself."""

from __future__ import annotations

from knooppunt.ground.access.events import AccountDeactivated
from knooppunt.ground.access.models import Account
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import left_before
from knooppunt.kit.authority import Actor

MANAGE = "access.manage"


@action
def close_after_leaving(*, actor: Actor) -> int:
    """Close the accounts of all who had their last day before today; how many. Needs ``access.manage``."""
    actor.require(MANAGE)
    gone = left_before(actor=actor)
    rows = Account.objects.select_for_update(of=("self",)).select_related("person")
    closing = list(rows.filter(person__in=gone, is_active=True))
    for account in closing:
        account.is_active = False
        account.save(update_fields=["is_active"])
        record(AccountDeactivated(account.id, account.person.name))
    return len(closing)
