"""What stands behind the link of a dispatch: what the answer page may show to whoever holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from knooppunt.ground.access.public import languages_of
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.readiness.calling import HOUSE
from knooppunt.rooms.readiness.models import Call, Sent
from knooppunt.rooms.readiness.rules.callouts import ANSWERABLE, ANSWERED, Purpose, State
from knooppunt.rooms.readiness.rules.permissions import BY_LINK
from knooppunt.rooms.readiness.telling import words_of


@dataclass(frozen=True, slots=True)
class Linked:
    """A call as its link shows it. ``open``: whether it can still be answered by this link.

    ``bound``: digest of the mark of the browser that answered or chose to delegate, if any.
    """

    dispatch: UUID
    call: UUID
    name: str
    plan: str
    subject: str
    text: str
    role: str
    test: bool
    ended: bool
    open: bool
    answered: bool
    answer: str
    at: datetime | None
    bound: str
    language: str


def linked(dispatch: UUID | None, *, actor: Actor) -> Linked | None:
    """The call behind a link, or none; a wrong link costs the same query as one that is right but too old.

    That query finds no row for either, so that the time it takes does not tell which of the two it was.
    """
    actor.require(BY_LINK)
    found = Sent.objects.filter(dispatch=dispatch or uuid4(), call__callout__started_at__gte=now() - ANSWERABLE)
    sent = found.select_related("call__callout__version__plan", "call__person", "call__group").first()
    if sent is None:
        return None
    call, same = present(sent.call)
    subject, text = words_of(call.callout)
    ended, answered = call.callout.ended_at is not None, call.state in ANSWERED or (same and sent.round != call.rounds)
    return Linked(
        dispatch=sent.dispatch,
        call=call.id,
        name=call.person.name,
        plan=call.callout.version.plan.name,
        subject=subject,
        text=text,
        role=call.group.role,
        test=call.callout.purpose == Purpose.TEST,
        ended=ended,
        open=not ended and not answered and call.state != State.STOOD_DOWN,
        answered=answered,
        answer=call.answer,
        at=call.at,
        bound=call.bound,
        language=languages_of([call.person_id], actor=HOUSE).get(call.person_id, "nl"),
    )


def present(call: Call) -> tuple[Call, bool]:
    """The call that counts for this one, and whether it is the same.

    It is another where two records of one person were called, and merged since.
    """
    if call.person.merged_into_id is None:
        return call, True
    found = Call.objects.filter(callout=call.callout_id, person=call.person.merged_into_id)
    twin = found.select_related("callout__version__plan", "person", "group").first()
    return (call, True) if twin is None else (twin, False)
