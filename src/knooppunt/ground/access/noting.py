"""Notes in the journal what allauth announces about second factors and passwords. (These are no model signals.)"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_set
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)

from knooppunt.ground.access.actions import note_failed_sign_in, note_own_password, note_second_factor
from knooppunt.ground.access.asking import actor_for
from knooppunt.ground.access.models import Account


def added(user: Account, authenticator: Any, **_more: Any) -> None:
    """A second factor came."""
    note_second_factor(account=user.pk, change="added", kind=str(authenticator.type), actor=actor_for(user))


def removed(user: Account, authenticator: Any, **_more: Any) -> None:
    """A second factor went."""
    note_second_factor(account=user.pk, change="removed", kind=str(authenticator.type), actor=actor_for(user))


def renewed(user: Account, authenticator: Any, **_more: Any) -> None:
    """Recovery codes were made anew."""
    note_second_factor(account=user.pk, change="renewed", kind=str(authenticator.type), actor=actor_for(user))


def failed(user: Account, **_more: Any) -> None:
    """The password was right and the second factor was not."""
    note_failed_sign_in(account=user.pk, actor=actor_for(user))


def changed(user: Account, **_more: Any) -> None:
    """Someone gave themselves a new password."""
    note_own_password(account=user.pk, actor=actor_for(user))


def listen() -> None:
    """Connect all of them; once, when the room is ready."""
    authenticator_added.connect(added, dispatch_uid="access.added")
    authenticator_removed.connect(removed, dispatch_uid="access.removed")
    authenticator_reset.connect(renewed, dispatch_uid="access.renewed")
    authentication_failed.connect(failed, dispatch_uid="access.failed")
    password_changed.connect(changed, dispatch_uid="access.password_changed")
    password_set.connect(changed, dispatch_uid="access.password_set")
