"""Telling people by mail what happened to their own duties and leave."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from knooppunt.ground.delivery.public import Message, send
from knooppunt.ground.journal.public import action
from knooppunt.kit.authority import Actor
from knooppunt.rooms.readiness.models import Leave, Swap
from knooppunt.rooms.readiness.rules.permissions import CHECK


@action
def tell_of_swap(*, swap: UUID, actor: Actor) -> None:
    """Mail who is asked that a swap is offered, and who asked that it was accepted or declined; each once.

    How it stands now counts: of what was taken back nobody is told. For the node itself.
    """
    actor.require(CHECK)
    row = Swap.objects.select_related("offered", "wanted").get(pk=swap)
    if row.accepted_at or row.declined:
        _tell(row.offered.person_id, _swap_answered, f"swap:{swap}:answered", actor)
    elif not row.ended_at:
        _tell(row.wanted.person_id, _swap_offered, f"swap:{swap}:offered", actor)


@action
def tell_of_leave(*, leave: UUID, actor: Actor) -> None:
    """Mail who asked for leave that it was decided on, once. For the node itself."""
    actor.require(CHECK)
    _tell(Leave.objects.get(pk=leave).person_id, _leave_decided, f"leave:{leave}:decided", actor)


def _tell(who: UUID, message: Callable[[], Message], key: str, actor: Actor) -> None:
    send(to=[who], message=message, about=key, key=f"readiness.{key}", actor=actor)


def _swap_offered() -> Message:
    return Message(
        gettext("A colleague offers you a swap of duties"),
        gettext("Nothing changes until you accept it. Your duties show which duties it is about."),
        reverse("readiness:mine"),
    )


def _swap_answered() -> Message:
    return Message(
        gettext("Your offer of a swap was answered"),
        gettext("Your duties show whether they were swapped."),
        reverse("readiness:mine"),
    )


def _leave_decided() -> Message:
    return Message(
        gettext("It was decided on your leave"),
        gettext("Your duties show whether you have leave."),
        reverse("readiness:mine"),
    )
