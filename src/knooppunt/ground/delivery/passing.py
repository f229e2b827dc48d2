"""Passes on to every webhook what the journal announced since."""

from __future__ import annotations

from knooppunt.ground.delivery.actions import announce, fail_subscription
from knooppunt.ground.delivery.queries.webhooks import Listener, listeners
from knooppunt.ground.delivery.queries.work import POSTMAN
from knooppunt.ground.journal.public import final_entry
from knooppunt.kit.authority import NOBODY
from knooppunt.kit.problems import phrase

LEFT = phrase("Whoever made this webhook no longer works for its organisation.")


def pass_on() -> int:
    """Make dispatches for all active webhooks, each in a transaction of its own; how many."""
    found = listeners(actor=POSTMAN)
    until = final_entry() if found else 0
    return sum(_passed(one, until) for one in found)


def _passed(one: Listener, until: int) -> int:
    if one.hears == NOBODY:
        fail_subscription(subscription=one.subscription, reason=LEFT, actor=POSTMAN)
        return 0
    return announce(subscription=one.subscription, until=until, hears=one.hears, actor=POSTMAN)
