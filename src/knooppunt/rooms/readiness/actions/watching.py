"""Watching figures: a signal that proposes to go up, a criterion for going down; and holding signals to the figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from knooppunt.ground.delivery.public import Message, send
from knooppunt.ground.figures.public import indicator as known_indicator
from knooppunt.ground.figures.public import recipe
from knooppunt.ground.geography.public import is_known
from knooppunt.ground.incidents.public import Phase, current_incident, is_down
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import NODE_ID, Role, holders
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.rooms.readiness.events import ScalingProposed, SignalsChecked, WatchBegun, WatchEnded
from knooppunt.rooms.readiness.models import Proposal, Watch
from knooppunt.rooms.readiness.models.signals import CRITERION, SIGNAL
from knooppunt.rooms.readiness.queries.joined import on_duty_people
from knooppunt.rooms.readiness.queries.plans import check_plan
from knooppunt.rooms.readiness.queries.watching import Stand, stand, watch_line
from knooppunt.rooms.readiness.rules.permissions import CHECK, PLAN
from knooppunt.rooms.readiness.rules.proposing import is_due, stays_armed
from knooppunt.rooms.readiness.rules.watching import Condition, Verdict, check_condition

LONGEST = 200


@action
def watch_figure(
    *,
    kind: str,
    name: str,
    phase: Phase,
    indicator: str,
    method: str,
    area: str,
    condition: Condition,
    plan: UUID | None = None,
    actor: Actor,
) -> UUID:
    """Watch a figure from now on. Needs ``readiness.plan``, and to see the indicator.

    A ``signal`` proposes to go up to ``phase``, with the call-out ``plan``; a ``criterion`` is for going down from it.
    """
    actor.require(PLAN)
    if kind not in (SIGNAL, CRITERION) or phase is Phase.COLD:
        raise Invalid(phrase("One goes up to a warmer phase, and down from one."), place="phase")
    check_condition(condition)
    _check_figure(indicator, method, area, actor)
    check_plan(plan, actor=actor)
    made = Watch.objects.create(
        kind=kind,
        name=_name(name),
        phase=phase.value,
        indicator=indicator,
        method=method,
        area=area,
        comparison=condition.comparison.value,
        threshold=condition.threshold,
        days=condition.days,
        span=condition.span,
        fresh=condition.fresh,
        plan=plan,
        **_by(actor),
    )
    record(WatchBegun(made.id, kind, phase.value))
    return made.id


@action
def end_watch(*, watch: UUID, actor: Actor) -> None:
    """Watch it no more; an open proposal of it stays. Needs ``readiness.plan``."""
    actor.require(PLAN)
    row = Watch.objects.select_for_update().filter(pk=watch).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    if row.ended_at is not None:
        raise Conflict(phrase("This is not watched any more."))
    row.ended_at = now()
    row.save(update_fields=["ended_at"])
    record(WatchEnded(row.id))


@action
def check_signals(*, actor: Actor) -> int:
    """Hold every signal to the figures as they are now; how many proposals were made. For the node itself.

    Those who check at the same moment wait for one another at each signal, so that one proposal is made.
    """
    actor.require(CHECK)
    rows = list(Watch.objects.select_for_update().filter(kind=SIGNAL, ended_at__isnull=True).order_by("id"))
    stands = [stand(watch_line(row), actor=actor) for row in rows]
    made = sum(_weigh(row, one, actor) for row, one in zip(rows, stands, strict=True))
    verdicts = [one.verdict for one in stands]
    record(SignalsChecked(len(rows), verdicts.count(Verdict.MET), verdicts.count(Verdict.UNKNOWN)))
    return made


def _weigh(row: Watch, found: Stand, actor: Actor) -> bool:
    """Arm it again when it fell below; propose when it crossed. Whether it did."""
    last = row.proposals.first()
    armed = stays_armed(found.verdict, armed=row.armed)
    due = is_due(
        found.verdict,
        armed=armed,
        is_open=last is not None and last.decided_at is None,
        decided_at=last.decided_at if last else None,
        at=now(),
    )
    due = due and _would_scale_up(row, actor)
    if due:
        _propose(row, found, actor)
    if row.armed != (armed and not due):
        row.armed = armed and not due
        row.save(update_fields=["armed"])
    return due


def _would_scale_up(row: Watch, actor: Actor) -> bool:
    """Nothing is proposed that is so already."""
    crisis = current_incident(actor=actor)
    return crisis is None or is_down(Phase(row.phase), crisis.phase)


def _propose(row: Watch, found: Stand, actor: Actor) -> None:
    figure, since = found.figure, found.judged.since
    if figure is None or figure.value is None or since is None:
        raise ValueError("a condition that is met has a figure")
    to = _officers(actor)
    made = Proposal.objects.create(
        watch=row,
        value=figure.value,
        as_of=figure.as_of,
        known_since=figure.known_since,
        version=figure.version,
        since=since,
        longer=found.judged.longer,
        made_at=now(),
        told=len(to),
    )
    _tell(made, to, actor)
    record(ScalingProposed(made.id, len(to)))


def _officers(actor: Actor) -> list[UUID]:
    """The duty officers of the node who are on duty; when no roster says who, everyone with that function there."""
    on_duty = on_duty_people(Role.DUTY_OFFICER, now(), organisation=NODE_ID, actor=actor)
    held = holders(roles=[Role.DUTY_OFFICER], organisations=[NODE_ID], actor=actor)
    return sorted(set(on_duty) or {one.person for one in held})


def _tell(made: Proposal, to: list[UUID], actor: Actor) -> None:
    def message() -> Message:
        return Message(
            gettext("There is a proposal to scale up"),
            gettext("A figure crossed a threshold. In Knooppunt a proposal waits for your decision."),
            reverse("readiness:proposal", args=[made.id]),
        )

    if to:
        send(to=to, message=message, about=str(made.id), key=f"readiness.proposal:{made.id}", urgent=True, actor=actor)


def _by(actor: Actor) -> dict[str, Any]:
    return {"made_at": now(), "by_id": actor.id, "by_name": actor.name}


def _name(text: str) -> str:
    name = text.strip()
    if not name or len(name) > LONGEST:
        raise Invalid(phrase("Give a name of at most {most} characters."), place="name", most=LONGEST)
    return name


def _check_figure(indicator: str, method: str, area: str, actor: Actor) -> None:
    """Refuse (:class:`Invalid`) a figure that does not exist or may not be seen: the two look the same."""
    try:
        known_indicator(indicator, actor=actor)
    except NotFound as unknown:
        raise Invalid(phrase("There is no such indicator."), place="indicator") from unknown
    recipe(method)
    if not is_known(area):
        raise Invalid(phrase("There is no such area."), place="area")
