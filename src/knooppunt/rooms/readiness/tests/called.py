"""People, a plan and a call-out to test with, made with the real verbs."""

from __future__ import annotations

from uuid import UUID

from django.utils.text import slugify

from knooppunt.ground.access.public import Account, Place, actor_for, operator, welcome
from knooppunt.ground.network.public import NODE_ID, sync_organisations
from knooppunt.kit.authority import NATION, Actor, system_actor
from knooppunt.rooms.readiness.public import ChannelStep, Line, PlanContent, board, make_plan, start_callout
from knooppunt.rooms.readiness.queries.callouts import Board, CallLine

NODE = system_actor("test")
BY_LINK = system_actor("link", ["readiness.answer_by_link"])
MANAGER, LAWYER, LEADER = "information_manager", "lawyer", "operational_leader"
EMAIL = (ChannelStep("email"),)
__all__ = ["NODE_ID"]


def account(name: str, where: str = "KCR2", role: str = "", bundle: str = "", area: str = NATION) -> Account:
    """An account of ``name``, with a function that has this role."""
    sync_organisations(actor=operator())
    place = Place(where, f"{role or 'Medewerker'} {slugify(name)}", role=role)
    return welcome(name=name, email=f"{slugify(name)}@example.org", place=place, bundle=bundle, area=area,
                   password=None, actor=operator())  # fmt: skip


def person(name: str, where: str = "KCR2", role: str = "", bundle: str = "") -> Actor:
    """Who a request of that account would be acted by."""
    return actor_for(account(name, where, role, bundle))


def crowd(count: int, role: str = MANAGER, where: str = "KCR2", word: str = "Mens") -> list[Actor]:
    """So many people with a role."""
    return [person(f"{word} {number:02}", where, role) for number in range(count)]


def officer() -> Actor:
    """Who makes plans and calls out."""
    return person("Olga Officier", bundle="section_head")


def content(*lines: Line, steps: tuple[ChannelStep, ...] = EMAIL) -> PlanContent:
    """A plan with these lines."""
    return PlanContent(lines, steps, "Alarmering {plan}", "{reason} Kom naar {meeting}.", "https://overleg.example/1")


def started(actor: Actor, *lines: Line, steps: tuple[ChannelStep, ...] = EMAIL, kind: str = "real") -> UUID:
    """A call-out by a new plan with these lines."""
    plan = make_plan(name="Warm", content=content(*lines, steps=steps), actor=actor)
    return start_callout(plan=plan, reason="Uitbraak.", kind=kind, actor=actor)


def seen(callout: UUID) -> Board:
    """The whole board."""
    return board(callout, actor=NODE)


def calls(callout: UUID) -> list[CallLine]:
    """Everyone in the call-out."""
    return [call for group in seen(callout).groups for call in group.calls]


def call_named(callout: UUID, name: str) -> CallLine:
    """The call of someone."""
    return next(call for call in calls(callout) if call.name == name)


def states(callout: UUID) -> dict[str, str]:
    """Where everyone stands, by name."""
    return {call.name: call.state.value for call in calls(callout)}
