"""Who can be reached in the exercise, the call-outs that were held, and the phases with their norms and signals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from knooppunt.config.demo.cast import CARE_HEAD, CAST, HEAD, REPORTERS, SECTION_HEAD, Player, acting
from knooppunt.ground.delivery.public import attempt, capability, carry, dispatches
from knooppunt.ground.incidents.public import Phase
from knooppunt.ground.network.public import add_contact_point
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import clock_at, today
from knooppunt.rooms.readiness.public import (
    Answer,
    ChannelStep,
    Comparison,
    Condition,
    Given,
    Line,
    PlanContent,
    Post,
    answer_link,
    answer_own,
    ask_proof,
    check_signals,
    confirm_proposal,
    going_down,
    make_plan,
    own_calls,
    proposals,
    scale_down,
    set_norm,
    stand_down,
    start_callout,
    watch_figure,
)

STAGE = system_actor("regie van de oefening")
NUMBER = "+3197010{0:06}"
"""Numbers for machines: no phone of anybody rings."""
STALE, NEVER = "farida", "wil"
"""Who answered on their number long ago, and who never did."""
SILENT = "anouk"
"""Who does not answer when called."""
STEPS = (ChannelStep("sms"), ChannelStep("voice", 5), ChannelStep("email", 10))
TEXT = "{reason} Overleg: {meeting}"
MEETING = "https://overleg.oefening.example/waakvlam"
WARM = PlanContent(
    (
        Line("information_manager", "region", quorum=2, minutes=15),
        Line("duty_officer", "KCR2", quorum=1, minutes=10, escalates_to=4),
        Line("spokesperson", "KCR2", quorum=1, minutes=15),
        Line("section_head", "KCR2", quorum=1, reserve=True),
        Line("liaison", "NRK", quorum=1, minutes=20),
    ),
    STEPS,
    "OEFENING alarmering {plan}",
    TEXT,
    MEETING,
)
REINFORCE = PlanContent(
    (
        Line("information_manager", "region", quorum=2, minutes=30),
        Line("analyst", "KCR2", quorum=1, minutes=30),
        Line("spokesperson", "KCR2", quorum=1, minutes=30),
    ),
    STEPS,
    "OEFENING {plan}",
    TEXT,
    MEETING,
)
CASES, ADMISSIONS = "cases.reported", "hospital.admitted"
RISES = "Weekcijfer stijgt weer"
NORMS = (
    (Phase.COLD, [Post("duty_officer", 1)]),
    (Phase.LUKEWARM, [Post("duty_officer", 1), Post("information_manager", 1)]),
    (Phase.WARM, [Post("duty_officer", 1), Post("information_manager", 2), Post("spokesperson", 1)]),
)


def reach_everyone(at: Callable[[int, int], datetime]) -> None:
    """Everyone has numbers; most answered on them lately. ``at`` gives the moment of a day and an hour."""
    with clock_at(at(0, 8)):
        made = {player.mailbox: _numbers(player, place) for place, player in enumerate(CAST, start=1)}
    stale = made[STALE]
    with clock_at(at(1, 9)):
        verify([stale])
    with clock_at(at(108, 9)):
        verify([points for who, points in made.items() if who not in (STALE, NEVER)])


def _numbers(player: Player, place: int) -> tuple[Actor, UUID]:
    number, person = NUMBER.format(place), UUID(acting(player).id)
    first = add_contact_point(person=person, means="sms", address=number, actor=STAGE)
    add_contact_point(person=person, means="voice", address=number, actor=STAGE)
    return acting(player), first


def verify(points: Sequence[tuple[Actor, UUID]]) -> None:
    """Each contact point gets the question (whoever asks stands beside it), and its owner opens the link."""
    asked = [ask_proof(contact=contact, actor=actor) for actor, contact in points]
    work()
    sent = {one.about: one.id for one in dispatches(limit=len(asked) * 4, actor=STAGE)}
    for proof in asked:
        answer_link(token=capability(sent[str(proof)], "verify contact"), actor=STAGE)


def work() -> None:
    """Hand over what is due at this moment, as the workers do."""
    for channel in ("sms", "voice"):
        carry(channel)
    for one in dispatches(limit=200, actor=STAGE):
        if one.channel == "email" and one.state == "waiting":
            attempt(one.id)


@dataclass(frozen=True, slots=True)
class Plans:
    """The call-out plans of the exercise."""

    warm: UUID
    reinforce: UUID


def plans_and_norms(at: Callable[[int, int], datetime]) -> Plans:
    """The plans, what each phase asks for, and a test of the plan for the warm phase, which some do not answer."""
    head = acting(HEAD)
    with clock_at(at(2, 10)):
        plans = Plans(
            make_plan(name="Warm", content=WARM, actor=head),
            make_plan(name="Versterking informatie", content=REINFORCE, actor=head),
        )
        for phase, posts in NORMS:
            within, plan = (120, plans.warm) if phase is Phase.WARM else (None, None)
            set_norm(phase=phase, posts=posts, within=within, review_days=14, plan=plan, seen=0, actor=head)
    begun = at(110, 10)
    with clock_at(begun):
        test = start_callout(plan=plans.warm, reason="Maandelijkse test.", kind="test", actor=acting(SECTION_HEAD))
        work()
    answering = [one for one in CAST if one.mailbox != SILENT]
    _answer(answering, lambda place: (begun + timedelta(minutes=3 + 2 * place), Given(Answer.COMING)))
    with clock_at(begun + timedelta(hours=1)):
        stand_down(callout=test, reason="Einde van de test.", actor=acting(SECTION_HEAD))
        work()
    return plans


def scaled_down(moment: datetime, plans: Plans) -> None:
    """After the first wave the head goes one phase down, and has it watched whether it rises again."""
    head = acting(HEAD)
    with clock_at(moment):
        for kind, name, figure, comparison, threshold, plan in (
            ("criterion", "Weekcijfer laag", CASES, Comparison.BELOW, 6000.0, None),
            ("signal", RISES, CASES, Comparison.ABOVE, 6000.0, plans.warm),
            ("signal", "Opnamen stijgen", ADMISSIONS, Comparison.ABOVE, 100.0, plans.reinforce),
        ):
            condition = Condition(comparison, threshold, 2, 0, 7)
            watch_figure(kind=kind, name=name, phase=Phase.WARM, indicator=figure, method="sum7", area="NL",
                         condition=condition, plan=plan, actor=head)  # fmt: skip
        scale_down(
            reason="De eerste golf is voorbij; de regio's kunnen het zelf aan.",
            despite="Eén informatiemanager antwoordde niet op de test; een tweede staat klaar.",
            stays=[Post("duty_officer", 1), Post("information_manager", 1)],
            review_on=today() + timedelta(days=14),
            seen=going_down(actor=head).seen,
            actor=head,
        )


def proposed(moment: datetime) -> None:
    """The second wave crosses both thresholds: two proposals wait for somebody to decide."""
    with clock_at(moment):
        check_signals(actor=STAGE)
        work()


def scaled_up(moment: datetime, plans: Plans) -> None:
    """The head confirms one of them, and its call-out runs as one signs in: some come, one later, one is silent."""
    head = acting(HEAD)
    with clock_at(moment):
        waiting = next(one for one in proposals(is_open=True, actor=head) if one.watch.name == RISES)
        confirm_proposal(proposal=waiting.id, reason="De cijfers stijgen in het westen: landelijk opschalen.",
                         scales=True, plan=plans.warm, actor=head)  # fmt: skip
        work()
    later = Given(Answer.LATER, moment + timedelta(hours=2))
    soon = Given(Answer.COMING, moment + timedelta(minutes=45))
    given = {CARE_HEAD: Given(Answer.COMING), REPORTERS["VR02"]: soon, REPORTERS["VR09"]: later}
    _answer(given, lambda place: (moment + timedelta(minutes=3 + place), list(given.values())[place]))


def _answer(players: Iterable[Player], how: Callable[[int], tuple[datetime, Given]]) -> None:
    """Each of these who was called answers, on their own page."""
    for place, player in enumerate(players):
        moment, given = how(place)
        with clock_at(moment):
            for one in own_calls(actor=acting(player)):
                answer_own(call=one.call.id, given=given, actor=acting(player))
