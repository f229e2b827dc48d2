"""The roster of the exercise: who is on duty at the node from this week on, a gap, leave, a loan and a swap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from knooppunt.config.demo.called import NUMBER, verify
from knooppunt.config.demo.cast import CARE_HEAD, CAST, HEAD, REPORTERS, SECTION_HEAD, STEWARD, acting
from knooppunt.ground.network.public import (
    NODE_ID,
    add_contact_point,
    add_function,
    add_person,
    appoint,
    organisation,
    people,
)
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import NETHERLANDS, clock_at
from knooppunt.rooms.readiness.public import (
    DutyLine,
    Kind,
    adopt_draft,
    ask_leave,
    assign,
    cancel_duty,
    duties,
    lend,
    make_roster,
    offer_swap,
    propose_roster,
    qualify,
)

STAGE = system_actor("regie van de oefening")
OFFICERS = ("Teun Hofland", "Yara Slot", "Maarten Kuik", "Lotte Winkelaar")
INFORMERS = ("Sanne Vreeburg", "Youssef Amrani")
UNVERIFIED = "Maarten Kuik"
"""Who never answered on a number: amber on the roster."""
OFFICER, INFORMER = "duty_officer", "information_manager"
SHIFTS = (
    Kind("dag", time(7), time(15), {OFFICER: 1, INFORMER: 1}),
    Kind("avond", time(15), time(23), {OFFICER: 1}),
    Kind("nacht", time(23), time(7), {OFFICER: 1}),
)
WEEK = timedelta(days=7)
SECONDS = 3.0
"""The solver's time; it is done before on any machine of today."""


def gather_crew(moment: datetime) -> Sequence[UUID]:
    """Colleagues who stand on the roster and do not sign in; their numbers, to be verified."""
    with clock_at(moment):
        officer = add_function(title="Officier van dienst", organisation=NODE_ID, role=OFFICER, actor=STAGE)
        informer = add_function(title="Informatiemanager", organisation=NODE_ID, role=INFORMER, actor=STAGE)
        places = [(name, officer.id) for name in OFFICERS] + [(name, informer.id) for name in INFORMERS]
        made = []
        for place, (name, function) in enumerate(places, start=len(CAST) + 1):
            person = add_person(name=name, actor=STAGE)
            appoint(person=person.id, function=function, actor=STAGE)
            made.append((name, add_contact_point(person=person.id, means="sms", address=NUMBER.format(place),
                                                 actor=STAGE)))  # fmt: skip
    return [contact for name, contact in made if name != UNVERIFIED]


def rostered(at: Callable[[int, int], datetime], crew: Sequence[UUID], present: datetime) -> None:
    """Three weeks, from the Monday of this one. ``at`` gives the moment of a day and an hour of the exercise."""
    today = present.astimezone(NETHERLANDS).date()
    monday = today - timedelta(days=today.weekday())
    head = acting(HEAD)
    with clock_at(at(108, 10)):
        verify([(head, contact) for contact in crew])
    with clock_at(at(109, 10)):
        _qualified(monday)
        region, node = organisation("VRU", actor=STAGE).pk, NODE_ID
        lend(person=_person(REPORTERS["VR09"].name), lender=region, borrower=node, starts=monday + WEEK,
             ends=monday + 2 * WEEK, actor=head)  # fmt: skip
        roster = make_roster(name="Piket knooppunt", organisation=node, starts=monday, ends=monday + 3 * WEEK,
                             kinds=SHIFTS, actor=head)  # fmt: skip
        _fix_whom_one_signs_in_as(roster, present)
        adopt_draft(draft=propose_roster(roster=roster, seconds=SECONDS, actor=head), actor=head)
    with clock_at(present - timedelta(hours=3)):
        _what_is_open(roster, monday + 2 * WEEK)


def _person(name: str) -> UUID:
    return next(one.pk for one in people(actor=STAGE) if one.name == name)


def _qualified(monday: date) -> None:
    head, since = acting(HEAD), monday - 8 * WEEK
    officers = (CARE_HEAD.name, SECTION_HEAD.name, *OFFICERS)
    informers = (STEWARD.name, REPORTERS["VR09"].name, *INFORMERS)
    known = {one.name: one.pk for one in people(actor=STAGE)}
    for role, names in ((OFFICER, officers), (INFORMER, informers)):
        for name in names:
            qualify(person=known[name], role=role, starts=since, actor=head)


def _fix_whom_one_signs_in_as(roster: UUID, present: datetime) -> None:
    """The head of care is on duty as one signs in; the head of information is not on that day."""
    for day in (present.astimezone(NETHERLANDS).date() - timedelta(days=back) for back in (0, 1)):
        for kind in SHIFTS:
            ends = day + timedelta(days=kind.ends <= kind.starts)
            if (datetime.combine(day, kind.starts, NETHERLANDS) <= present
                    < datetime.combine(ends, kind.ends, NETHERLANDS)):  # fmt: skip
                assign(roster=roster, person=UUID(acting(CARE_HEAD).id), role=OFFICER, shift=f"{day} {kind.name}",
                       actor=acting(HEAD))  # fmt: skip


def _what_is_open(roster: UUID, third_week: date) -> None:
    """A gap two weeks ahead, leave that waits for a decision, and a duty offered for another."""
    head, care, information = acting(HEAD), acting(CARE_HEAD), acting(SECTION_HEAD)
    planned = duties(roster, actor=head)
    lost = next(one for one in planned if one.day >= third_week and one.name == OFFICERS[0])
    cancel_duty(duty=lost.id, reason="Opleiding", actor=head)
    ask_leave(starts=third_week, ends=third_week + timedelta(days=5), actor=information)
    offered, wanted = (_next(planned, player.name, third_week - WEEK) for player in (CARE_HEAD, SECTION_HEAD))
    offer_swap(offered=offered.id, wanted=wanted.id, actor=care)


def _next(planned: Sequence[DutyLine], name: str, since: date) -> DutyLine:
    return next(one for one in planned if one.name == name and one.day >= since)
