"""What is noted when people come and go. Called by the sign-in, in the name of who it is about."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.access.asking import OWN_ACCOUNT
from knooppunt.ground.access.events import PasswordSet, SecondFactorChanged, SignedIn, SignedOut, SignInFailed
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor


@action
def note_sign_in(*, account: UUID, how: str, actor: Actor) -> None:
    """Someone is in; ``how``: ``password``, ``second factor`` or ``demo``."""
    actor.require(OWN_ACCOUNT)
    record(SignedIn(account, how))


@action
def note_sign_out(*, account: UUID, actor: Actor) -> None:
    """Someone has left."""
    actor.require(OWN_ACCOUNT)
    record(SignedOut(account))


@action
def note_failed_sign_in(*, account: UUID | None, actor: Actor) -> None:
    """Someone tried; ``account`` when the address was of one."""
    actor.require(OWN_ACCOUNT)
    record(SignInFailed(str(account or "")))


@action
def note_second_factor(*, account: UUID, change: str, kind: str, actor: Actor) -> None:
    """A second factor was ``added``, ``removed`` or ``renewed``."""
    actor.require(OWN_ACCOUNT)
    record(SecondFactorChanged(account, change, kind))


@action
def note_own_password(*, account: UUID, actor: Actor) -> None:
    """Someone changed their own password."""
    actor.require(OWN_ACCOUNT)
    record(PasswordSet(account, actor.name, own=True))
