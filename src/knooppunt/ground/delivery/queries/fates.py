"""How what was sent about one thing fares: for a board, and for going on over another channel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q
from django.db.models.functions import Greatest

from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.rules.dispatching import State
from knooppunt.kit.authority import Actor

READ = "delivery.read"
MOMENTS = ("made_at", "settled_at", "confirmed_at", "withdrawn_at")


@dataclass(frozen=True, slots=True)
class Fate:
    """How a dispatch fares. Moments are aware, UTC; ``changed_at`` is when it last came to stand so.

    ``reason`` is a sentence to be translated. ``maybe_twice``: it may have arrived more than once. ``maybe_arrived``:
    it is not known to have arrived, but was handed over at least once and never answered. ``confirmed_at``: when the
    carrier said that it was delivered, if it did.
    """

    dispatch: UUID
    addressee: UUID
    channel: str
    contact: UUID | None
    state: State
    changed_at: datetime
    reason: str
    maybe_twice: bool
    maybe_arrived: bool
    confirmed_at: datetime | None


def fates(about: str, *, since: datetime | None = None, actor: Actor) -> Sequence[Fate]:
    """The dispatches about a thing, the oldest first; with ``since`` those that changed from then on.

    Needs ``delivery.read``. One query.
    """
    actor.require(READ)
    rows = Dispatch.objects.visible_to(actor).filter(about=about).annotate(
        tried=Count("attempts"),
        unanswered=Count("attempts", filter=Q(attempts__outcome="uncertain")),
        changed=Greatest(*MOMENTS, Max("attempts__begun_at"), Max("attempts__ended_at")),
    )  # fmt: skip
    if since is not None:
        rows = rows.filter(changed__gte=since)
    return [_fate(row) for row in rows.order_by("id")]


def failed_about(things: Collection[str], *, since: datetime | None = None, actor: Actor) -> Collection[str]:
    """Those of these things about which a dispatch failed or was refused; with ``since`` (aware) from then on.

    Needs ``delivery.read``. One query.
    """
    actor.require(READ)
    rows = Dispatch.objects.visible_to(actor).filter(about__in=list(things), state__in=(State.FAILED, State.REFUSED))
    if since is not None:
        rows = rows.filter(settled_at__gte=since)
    return set(rows.order_by().values_list("about", flat=True).distinct())


def _fate(row: Dispatch) -> Fate:
    unanswered = row.unanswered > 0  # type: ignore[attr-defined]  # annotated above
    return Fate(
        row.id,
        row.addressee,
        row.channel,
        row.contact,
        State(row.state),
        row.changed,  # type: ignore[attr-defined]  # annotated above
        row.reason,
        unanswered and row.tried > 1,  # type: ignore[attr-defined]  # annotated above
        unanswered and row.state != State.SENT,
        row.confirmed_at,
    )
