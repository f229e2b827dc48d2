"""The node on the evening before: its officers and their roster, the plan, the norm, the watches and the rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from django.test import Client

from knooppunt.ground.access.public import TLP, Account
from knooppunt.ground.figures.public import import_file, sync_catalogue
from knooppunt.ground.incidents.public import Phase, open_incident
from knooppunt.ground.network.public import Kind, organisation, organisations
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import NETHERLANDS
from knooppunt.rooms.picture.public import Beat, Every, keep_rhythm
from knooppunt.rooms.readiness.public import (
    ChannelStep,
    Comparison,
    Condition,
    Line,
    PlanContent,
    Post,
    assign,
    make_plan,
    make_roster,
    qualify,
    set_norm,
    watch_figure,
)
from knooppunt.rooms.readiness.public import Kind as Shift
from knooppunt.rooms.reporting.public import (
    begin_questionnaire,
    change_questionnaire,
    release_questionnaire,
    start_series,
)
from knooppunt.rooms.reporting.rules.questionnaire import Question, Questionnaire, Shape
from tests.cast import browser, someone
from tests.stories.night import NODE, Callee, gather_callees

NIGHT = date(2026, 3, 3)
PARTNERS = "VWS, JenV, DEF, NP, NRK, RIVM"
PLAN = PlanContent(
    (
        Line("operational_leader", "region", quorum=1, per="organisation", minutes=240),
        Line("information_manager", "region", quorum=1, per="organisation", minutes=240),
        Line("spokesperson", "region", quorum=5, minutes=240),
        Line("crisis_coordinator", "region", quorum=5, minutes=240),
        Line("liaison", PARTNERS, quorum=3, per="organisation", minutes=240),
    ),
    (ChannelStep("sms"), ChannelStep("voice", 60), ChannelStep("email", 90)),
    "Alarmering {plan}",
    "{reason} Overleg: {meeting}",
    "https://overleg.example/1",
)
GROUPS = 25 + 25 + 1 + 1 + 6
KEYS = {"coming": "1", "later": "2", "declined": "3"}
REASON = "Meldingen stijgen hard."


NEEDED = {"operational_leader": 1, "information_manager": 1, "spokesperson": 5, "crisis_coordinator": 5, "liaison": 3}
COMING = 25 + 25 + 5 + 5 + 6 * 3
"""So many come when every quorum is reached."""


@dataclass(frozen=True)
class Cast:
    """Who is awake, who sleeps though he has the same function, who decides, and who is woken."""

    officer: Actor
    asleep: Actor
    head: Actor
    callees: Sequence[Callee]
    plan: UUID
    series: UUID


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    return datetime.combine(NIGHT + timedelta(days=days), time(hour, minute), NETHERLANDS)


def client(actor: Actor) -> Client:
    return browser(Account.objects.get(person=UUID(actor.id)))


def prepared() -> Cast:
    sync_catalogue(actor=NODE)
    officer, asleep = (
        someone(name, function="Officier van dienst", bundle="node_officer", role="duty_officer")
        for name in ("Olga Officier", "Otto Slaapt")
    )
    head = someone("Hedwig Hoofd", function="Hoofd", bundle="head_of_node")
    _roster(officer, asleep, head)
    callees = gather_callees()
    assert (len(callees), len({one.organisation for one in callees})) == (180, 31)
    plan = make_plan(name="Warm", content=PLAN, actor=head)
    open_incident(name="Griep", exercise=False, phase="lukewarm", reason="Eerste meldingen", actor=NODE)
    set_norm(phase=Phase.WARM, posts=[Post("liaison", 18)], within=240, review_days=14, plan=plan, seen=0, actor=head)
    _watch("signal", Comparison.ABOVE, plan, head)
    _watch("criterion", Comparison.BELOW, None, head)
    beats = {"warm": Beat(Every.DAY, time(16), back=1)}
    keep_rhythm(product="landelijk_beeld", beats=beats, commission="Opdracht", actor=head)
    return Cast(officer, asleep, head, callees, plan, _series(head))


def _roster(officer: Actor, asleep: Actor, head: Actor) -> None:
    """This night the one is on duty, the next night the other."""
    before = NIGHT - timedelta(days=1)
    nights = (Shift("nacht", time(23), time(7), {"duty_officer": 1}),)
    node = organisation("KCR2", actor=head).pk
    roster = make_roster(name="Piket", organisation=node, starts=before, ends=before + timedelta(days=7),
                         kinds=nights, actor=head)  # fmt: skip
    for who, day in ((officer, before), (asleep, NIGHT)):
        qualify(person=UUID(who.id), role="duty_officer", starts=before, actor=head)
        assign(roster=roster, person=UUID(who.id), role="duty_officer", shift=f"{day} nacht", actor=head)


def _watch(kind: str, comparison: Comparison, plan: UUID | None, head: Actor) -> None:
    watch_figure(
        kind=kind, name=f"Meldingen {comparison.value}", phase=Phase.WARM, indicator="cases.reported", method="value",
        area="NL", condition=Condition(comparison, 100, 2, 0, 7), plan=plan, actor=head,
    )  # fmt: skip


def _series(head: Actor) -> UUID:
    made = begin_questionnaire(title="Dagstaat", actor=head)
    asked = Questionnaire("Dagstaat", (Question("remark", "Bijzonderheden", Shape.TEXT, high=200),))
    seen = change_questionnaire(questionnaire=made, content=asked, seen=0, actor=head)
    release_questionnaire(questionnaire=made, seen=seen, actor=head)
    regions = [one.pk for one in organisations(kind=Kind.REGION, actor=head)]
    return start_series(title="Dagstaat", questionnaire=made, asked=regions, marking=TLP.GREEN, actor=head)


def bring(folder: Path, values: Sequence[float], last: date) -> None:
    days = [last - timedelta(days=back) for back in range(len(values) - 1, -1, -1)]
    lines = [f"cases.reported,NL,{day},{day},{value:g}" for day, value in zip(days, values, strict=True)]
    file = folder / f"meldingen_{last}.csv"
    file.write_text("\n".join(["indicator,area,from,until,value", *lines]) + "\n")
    import_file(path=file, file_name=file.name, actor=NODE)
