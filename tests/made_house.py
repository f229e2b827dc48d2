"""A house in use: one real object of every kind that an address can name, made with the real verbs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID

from allauth.mfa.models import Authenticator

from knooppunt.ground.access.public import TLP, Account, actor_for
from knooppunt.ground.delivery.public import Message, send, subscribe
from knooppunt.ground.figures.public import Report, answer_flag, flags, import_file, quarantined, sync_catalogue
from knooppunt.ground.incidents.public import Phase, close_incident, open_incident
from knooppunt.ground.interpretation.public import FigureAsked, write_statement
from knooppunt.ground.network.public import contact_points, organisation, organisations
from knooppunt.ground.writing.public import begin_text, leave_comment, suggest_text
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import now, today
from knooppunt.rooms.picture.public import Beat, Every, compile_edition, discard, keep_rhythm, publish
from knooppunt.rooms.readiness.public import (
    ChannelStep,
    Comparison,
    Condition,
    Kind,
    Line,
    PlanContent,
    Post,
    ask_leave,
    ask_proof,
    assign,
    check_signals,
    going_down,
    make_plan,
    make_roster,
    offer_swap,
    proposals,
    propose_roster,
    qualify,
    scale_down,
    scale_up,
    set_norm,
    start_callout,
    watch_figure,
)
from knooppunt.rooms.readiness.public import board as readiness_board
from knooppunt.rooms.reporting.public import (
    ask_organisation,
    begin_questionnaire,
    change_questionnaire,
    open_round,
    release_questionnaire,
    round_state,
    start_series,
    submit_report,
)
from knooppunt.rooms.reporting.rules.questionnaire import Question, Questionnaire, Shape
from tests.cast import account_of, someone

ON = date(2020, 9, 15)
HEAD = "indicator,area,from,until,value"
STAGE = system_actor("test of every address")


@dataclass(frozen=True, slots=True)
class House:
    """Identifiers of what is there, by the name that forms have for it where they have one; and people."""

    things: dict[str, str]
    without_mandate: Account
    keeper: Account
    keys: list[int]


def furnish(folder: Path) -> House:
    """Make it: figures with faults, editions, incidents, people with a second factor."""
    sync_catalogue(actor=STAGE)
    nobody = account_of("Niels Niemand", organisation="NRK")
    keeper = account_of("Karin Kluis", bundle="section_head", organisation="KCR2")
    rosa = actor_for(keeper)
    head = someone("Hedwig Hoofd", bundle="head_of_node")
    past = open_incident(name="Hoogwater", exercise=False, reason="Regen", actor=head)
    close_incident(incident=past, reason="Droog", actor=head)
    crisis = open_incident(name="Griep", exercise=True, reason="Meldingen", actor=head)
    scale_up(phase=Phase.WARM, reason="Meer meldingen", actor=head)
    delivery = bring(folder, [*counted("cases.reported"), *faults()], "cijfers.csv", rosa).delivery
    own = bring(folder, counted("nursing.deaths", 3), "eigen.csv", rosa, TLP.AMBER_STRICT).delivery
    return House(
        things={
            "incident": str(crisis),
            "past": str(past),
            "delivery": str(delivery),
            "own_delivery": str(own),
            "row": str(quarantined(actor=rosa)[0].id),
            "flag": str(_flag(rosa)),
            "statement": str(_statement(head)),
            **_editions(rosa),
            "dispatch": str(_sent(rosa)),
            "subscription": str(_subscribed()),
            **_callout(rosa),
            **_reporting(rosa),
            **_text(rosa, head),
            "rhythm": str(_rhythm(rosa)),
            **_readiness(folder, rosa, head),
            **_roster(rosa),
            "account": str(keeper.id),
            "person": str(keeper.person_id),
            "contact": str(_asked_contact(rosa)),
            "organisation": str(organisations(actor=rosa)[0].pk),
        },
        without_mandate=nobody,
        keeper=keeper,
        keys=[_key(keeper)],
    )


def _statement(head: Actor) -> UUID:
    """Something that a section says of a figure."""
    return write_statement(
        section="health",
        text="De druk blijft hoog.",
        figures=[FigureAsked("cases.reported", "VR09", ON)],
        confidence="moderate",
        valid_from=ON,
        marking=TLP.GREEN,
        actor=head,
    )


def _readiness(folder: Path, rosa: Actor, head: Actor) -> dict[str, str]:
    """A norm, a signal that was crossed, and a decision to scale down."""
    set_norm(phase=Phase.WARM, posts=[Post("duty_officer", 1)], within=30, review_days=14, seen=0, actor=head)
    above = Condition(Comparison.ABOVE, 1, 1, 0, 60)
    watch = watch_figure(
        kind="signal",
        name="Piek",
        phase=Phase.WARM,
        indicator="tests.total",
        method="value",
        area="NL",
        condition=above,
        actor=head,
    )
    down = scale_down(
        reason="Het daalt",
        despite="Toch",
        stays=[Post("duty_officer", 1)],
        review_on=today() + timedelta(days=7),
        seen=going_down(actor=head).seen,
        actor=head,
    )
    yesterday = today() - timedelta(days=1)
    bring(folder, [f"tests.total,NL,{yesterday},{yesterday},7"], "gisteren.csv", rosa)
    check_signals(actor=STAGE)
    (made,) = proposals(is_open=True, actor=head)
    return {"watch": str(watch), "descent": str(down), "proposal": str(made.id)}


def counted(indicator: str, size: int = 20) -> list[str]:
    """A row for every region and each of thirty days."""
    days = [ON - timedelta(days=back) for back in range(30)]
    return [f"{indicator},VR{region:02d},{day},{day},{size + region % 7}" for region in range(1, 26) for day in days]


def faults() -> list[str]:
    """Rows that are flagged, that do not add up, and that are kept apart."""
    return [
        f"tests.total,VR09,{ON},{ON},-5",
        f"tests.total,NL,{ON},{ON},99",
        f"cases.reported,GM9999,{ON},{ON},17",
    ]


def bring(folder: Path, rows: Iterable[str], name: str, actor: Actor, marking: TLP = TLP.GREEN) -> Report:
    """Import these rows as a file."""
    path = folder / name
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return import_file(path=path, file_name=name, marking=marking, actor=actor)


def _asked_contact(actor: Actor) -> UUID:
    """A contact point on which its owner is asked to answer."""
    me = UUID(actor.id)
    contact = contact_points([me], actor=actor)[me][0].id
    ask_proof(contact=contact, actor=actor)
    return contact


def _sent(actor: Actor) -> UUID:
    notice = Message("Er staat iets klaar", "In Knooppunt staat een editie.")
    return send(to=[UUID(actor.id)], message=notice, about="x", key="edition", actor=STAGE)[0]


def _subscribed() -> UUID:
    keeper = someone("Ilse Beheer", bundle="administrator")
    return subscribe(name="Bord", address="https://bord.example/", events=["incidents.IncidentOpened"], actor=keeper).id


def _flag(actor: Actor) -> UUID:
    first = flags(actor=actor)[0]
    answer_flag(flag=first.id, note="Nagekeken", actor=actor)
    return first.id


def _editions(actor: Actor) -> dict[str, str]:
    made = [compile_edition(product="landelijk_beeld", on=ON, actor=actor) for _ in range(3)]
    publish(edition=made[0], actor=STAGE)
    discard(edition=made[2], actor=actor)
    return dict(zip(("edition", "draft", "discarded"), map(str, made), strict=True))


def _roster(actor: Actor) -> dict[str, str]:
    """Three days with a shift each, two people who would swap, leave, and a proposal for what is not filled."""
    place, person, begins = UUID(actor.organisation), UUID(actor.id), today() + timedelta(days=7)
    kinds = (Kind("dag", time(7), time(15), {"lawyer": 1}),)
    made = make_roster(name="Piket", organisation=place, starts=begins, ends=begins + timedelta(days=3), kinds=kinds,
                       actor=actor)  # fmt: skip
    qualify(person=person, role="lawyer", starts=begins, actor=actor)
    duty = assign(roster=made, person=person, role="lawyer", shift=f"{begins} dag", actor=actor)
    other, later = someone("Ruben Ruil"), begins + timedelta(days=2)
    qualification = qualify(person=UUID(other.id), role="lawyer", starts=begins, actor=actor)
    theirs = assign(roster=made, person=UUID(other.id), role="lawyer", shift=f"{later} dag", actor=actor)
    things = {
        "roster": made,
        "duty": duty,
        "qualification": qualification,
        "swap": offer_swap(offered=theirs, wanted=duty, actor=other),
        "leave": ask_leave(starts=later, ends=later + timedelta(days=1), actor=other),
        "roster_draft": propose_roster(roster=made, actor=actor),
    }
    return {name: str(one) for name, one in things.items()}


def _reporting(actor: Actor) -> dict[str, str]:
    """A round in which the node reported for a region, and asked something about it."""
    asked = begin_questionnaire(title="Zorg", actor=actor)
    question = Question("beds", "Bedden", Shape.NUMBER)
    seen = change_questionnaire(questionnaire=asked, content=Questionnaire("Zorg", (question,)), seen=0, actor=actor)
    release_questionnaire(questionnaire=asked, seen=seen, actor=actor)
    region = organisation("VRU", actor=actor)
    series = start_series(title="Zorg in de regio", questionnaire=asked, asked=[region.pk], actor=actor)
    deadline = now() + timedelta(hours=1)
    held = open_round(
        series=series,
        deadline=deadline,
        closes=deadline + timedelta(hours=1),
        starts=today(),
        ends=today() + timedelta(days=1),
        actor=actor,
    )
    (place,) = round_state(held, actor=actor).organisations
    report = submit_report(expectation=place.expectation, answers={"beds": 4}, seen=0, actor=actor)
    inquiry = ask_organisation(expectation=place.expectation, text="Klopt dit?", actor=actor)
    things = {"questionnaire": asked, "series": series, "round": held, "expectation": place.expectation}
    return {name: str(one) for name, one in (things | {"report": report, "inquiry": inquiry}).items()}


def _callout(actor: Actor) -> dict[str, str]:
    """A plan and a call-out by it, of one person."""
    someone("Rik Roep", function="Jurist", role="lawyer")
    content = PlanContent((Line("lawyer", "KCR2"),), (ChannelStep("email"),), "Alarm", "{reason}")
    plan = make_plan(name="Plan warm", content=content, actor=actor)
    callout = start_callout(plan=plan, reason="Test van adressen", actor=actor)
    (group,) = readiness_board(callout, actor=actor).groups
    return {"plan": str(plan), "callout": str(callout), "call": str(group.calls[0].id)}


def _text(writer: Actor, head: Actor) -> dict[str, str]:
    """A text in draft, with a comment and a suggestion."""
    text = begin_text(about="beeld", key="zorg", section="", text="Het daalt.", held_by=writer.organisation,
                      marking=TLP.AMBER, shared_with=[], readers=[], actor=writer)  # fmt: skip
    comment = leave_comment(document=text, quote="daalt", near=None, text="Waar?", actor=head)
    suggestion = suggest_text(document=text, seen_version=1, text="Het stijgt.", reason="", actor=head)
    return {"document": str(text), "comment": str(comment), "suggestion": str(suggestion)}


def _rhythm(actor: Actor) -> UUID:
    daily = {phase: Beat(Every.DAY, time(16)) for phase in ("cold", "lukewarm", "warm")}
    return keep_rhythm(product="landelijk_beeld", beats=daily, commission="Opdracht", actor=actor)


def _key(account: Account) -> int:
    """A security key of an account. What is in it does not matter here: nobody signs in with it."""
    made = Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "Sleutel"})
    return int(made.pk)
