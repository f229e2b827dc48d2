"""The door of the room."""

from __future__ import annotations

from knooppunt.ground.access.actions import (
    Place,
    activate_account,
    choose_language,
    create_account,
    deactivate_account,
    grant_bundle,
    grant_mandate,
    remove_second_factor,
    set_password,
    welcome,
    withdraw_mandate,
)
from knooppunt.ground.access.asking import (
    OWN_ACCOUNT,
    AskedRequest,
    actor_by_email,
    actor_for,
    actor_of,
    operator,
    readers_among,
    standing_of,
)
from knooppunt.ground.access.models import Account, MandateGrant, Marked, MarkedQuerySet, MarkingField
from knooppunt.ground.access.queries import (
    AccountLine,
    MandateLine,
    account,
    accounts,
    demo_accounts,
    own_account,
    who_may,
)
from knooppunt.ground.access.registry import Bundle, Text, bundles, permissions
from knooppunt.ground.access.rules import TLP, may_see

__all__ = [
    "OWN_ACCOUNT",
    "TLP",
    "Account",
    "AccountLine",
    "AskedRequest",
    "Bundle",
    "MandateGrant",
    "MandateLine",
    "Marked",
    "MarkedQuerySet",
    "MarkingField",
    "Place",
    "Text",
    "account",
    "accounts",
    "activate_account",
    "actor_by_email",
    "actor_for",
    "actor_of",
    "bundles",
    "choose_language",
    "create_account",
    "deactivate_account",
    "demo_accounts",
    "grant_bundle",
    "grant_mandate",
    "may_see",
    "operator",
    "own_account",
    "permissions",
    "readers_among",
    "remove_second_factor",
    "set_password",
    "standing_of",
    "welcome",
    "who_may",
    "withdraw_mandate",
]
