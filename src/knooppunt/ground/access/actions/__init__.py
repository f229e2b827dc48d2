"""The verbs of access, a file per noun."""

from __future__ import annotations

from knooppunt.ground.access.actions.accounts import (
    activate_account,
    choose_language,
    create_account,
    deactivate_account,
    remove_second_factor,
    set_password,
)
from knooppunt.ground.access.actions.leaving import close_after_leaving
from knooppunt.ground.access.actions.mandates import grant_bundle, grant_mandate, withdraw_mandate
from knooppunt.ground.access.actions.merging import merge_accounts
from knooppunt.ground.access.actions.signing import (
    note_failed_sign_in,
    note_own_password,
    note_second_factor,
    note_sign_in,
    note_sign_out,
)
from knooppunt.ground.access.actions.tokens import NewToken, make_token, revoke_token
from knooppunt.ground.access.actions.welcoming import Place, welcome

__all__ = [
    "NewToken",
    "Place",
    "activate_account",
    "choose_language",
    "close_after_leaving",
    "create_account",
    "deactivate_account",
    "grant_bundle",
    "grant_mandate",
    "make_token",
    "merge_accounts",
    "note_failed_sign_in",
    "note_own_password",
    "note_second_factor",
    "note_sign_in",
    "note_sign_out",
    "remove_second_factor",
    "revoke_token",
    "set_password",
    "welcome",
    "withdraw_mandate",
]
