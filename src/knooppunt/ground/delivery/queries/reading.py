"""Reading what was sent; needs ``delivery.read``, and shows what concerns the organisation of the actor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from knooppunt.ground.delivery.models import Attempt, Dispatch, Subscription
from knooppunt.ground.delivery.rules.dispatching import TO_PERSONS, Outcome, State
from knooppunt.ground.network.public import Person
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Invalid, NotFound, phrase

READ = "delivery.read"
PAGE = 50


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One try. Moments are aware, UTC; ``outcome`` is ``None`` while it is under way."""

    number: int
    begun_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    reason: str
    code: int | None
    answer: str


@dataclass(frozen=True, slots=True)
class DispatchLine:
    """A dispatch as people read it. Moments are aware, UTC. ``to`` is a name, or the addressee's identifier."""

    id: UUID
    channel: str
    to: str
    subject: str
    about: str
    urgent: bool
    exercise: bool
    state: State
    reason: str
    made_at: datetime
    due_at: datetime
    settled_at: datetime | None
    tries: int

    @property
    def undelivered(self) -> bool:
        return self.state in (State.REFUSED, State.UNCERTAIN, State.FAILED)


def dispatches(
    *, state: str = "", before: UUID | None = None, addressee: UUID | None = None, limit: int = PAGE, actor: Actor
) -> Sequence[DispatchLine]:
    """The newest first, from just before dispatch ``before``. Three queries."""
    actor.require(READ)
    found = Dispatch.objects.visible_to(actor).order_by("-id")
    if state:
        found = found.filter(state=_state(state))
    if before:
        found = found.filter(id__lt=before)
    if addressee:
        found = found.filter(addressee=addressee)
    rows = list(found[:limit])
    names = _names(rows)
    return [_line(row, names) for row in rows]


def dispatch(which: UUID, *, actor: Actor) -> tuple[DispatchLine, Sequence[AttemptLine]]:
    """One dispatch and its attempts, the first one first; :class:`NotFound`."""
    actor.require(READ)
    row = Dispatch.objects.visible_to(actor).filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is no such dispatch."))
    return _line(row, _names([row])), [_attempt(one) for one in Attempt.objects.filter(dispatch=row)]


def tally(*, actor: Actor) -> Mapping[tuple[str, State], int]:
    """How many there are that were not sent, by channel and state."""
    actor.require(READ)
    counted = (
        Dispatch.objects.visible_to(actor)
        .exclude(state=State.SENT)
        .order_by()
        .values_list("channel", "state")
        .annotate(Count("id"))
    )
    return {(channel, State(state)): count for channel, state, count in counted}


def _state(written: str) -> State:
    try:
        return State(written)
    except ValueError as unknown:
        raise Invalid(phrase("There is no state {state}."), place="state", state=written) from unknown


def _names(rows: Iterable[Dispatch]) -> Mapping[UUID, str]:
    people = {row.addressee for row in rows if row.channel in TO_PERSONS}
    webhooks = {row.addressee for row in rows if row.channel not in TO_PERSONS}
    return {
        **dict(Person.objects.filter(pk__in=people).values_list("id", "name")),
        **dict(Subscription.objects.filter(pk__in=webhooks).values_list("id", "name")),
    }


def _line(row: Dispatch, names: Mapping[UUID, str]) -> DispatchLine:
    return DispatchLine(
        id=row.id,
        channel=row.channel,
        to=names.get(row.addressee, str(row.addressee)),
        subject=row.subject,
        about=row.about,
        urgent=row.urgent,
        exercise=row.exercise,
        state=State(row.state),
        reason=row.reason,
        made_at=row.made_at,
        due_at=row.due_at,
        settled_at=row.settled_at,
        tries=row.tries,
    )


def _attempt(row: Attempt) -> AttemptLine:
    outcome = Outcome(row.outcome) if row.outcome else None
    return AttemptLine(row.number, row.begun_at, row.ended_at, outcome, row.reason, row.code, row.answer)
