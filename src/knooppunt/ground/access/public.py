"""The door of the room."""

from __future__ import annotations

from knooppunt.ground.access.actions import (
    NewToken,
    Place,
    activate_account,
    choose_language,
    create_account,
    deactivate_account,
    grant_bundle,
    grant_mandate,
    make_token,
    remove_second_factor,
    revoke_token,
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
from knooppunt.ground.access.listing import TokenLine, all_tokens, own_tokens
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
from knooppunt.ground.access.rates import RATES, WINDOW, Allowance, Rates, asker_of
from knooppunt.ground.access.registry import Bundle, Text, bundles, permissions
from knooppunt.ground.access.rules import TLP, may_see
from knooppunt.ground.access.tokens import Entry, entry_with, secret_in

__all__ = [
    "OWN_ACCOUNT",
    "RATES",
    "TLP",
    "WINDOW",
    "Account",
    "AccountLine",
    "Allowance",
    "AskedRequest",
    "Bundle",
    "Entry",
    "MandateGrant",
    "MandateLine",
    "Marked",
    "MarkedQuerySet",
    "MarkingField",
    "NewToken",
    "Place",
    "Rates",
    "Text",
    "TokenLine",
    "account",
    "accounts",
    "activate_account",
    "actor_by_email",
    "actor_for",
    "actor_of",
    "all_tokens",
    "asker_of",
    "bundles",
    "choose_language",
    "create_account",
    "deactivate_account",
    "demo_accounts",
    "entry_with",
    "grant_bundle",
    "grant_mandate",
    "make_token",
    "may_see",
    "operator",
    "own_account",
    "own_tokens",
    "permissions",
    "readers_among",
    "remove_second_factor",
    "revoke_token",
    "secret_in",
    "set_password",
    "standing_of",
    "welcome",
    "who_may",
    "withdraw_mandate",
]
