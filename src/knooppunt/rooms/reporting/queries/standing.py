"""Where organisations stand in their rounds: everything a line on the page of a round says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from knooppunt.ground.geography.public import Area, area, area_name, is_known
from knooppunt.ground.network.public import Organisation
from knooppunt.kit.clock import NETHERLANDS
from knooppunt.rooms.reporting.models import Expectation, Extension, Inquiry, Reminder, Report, Round
from knooppunt.rooms.reporting.rules.clock import Standing, State, state_of


@dataclass(frozen=True, slots=True)
class Placed:
    """An organisation in a round. ``version`` is its newest report (0: none); ``successors``: the names of the areas
    into which its own merged, when that came to an end. ``rungs`` were sent; ``waiting`` questions have no answer.
    """

    expectation: UUID
    round: UUID
    organisation: UUID
    name: str
    area: str
    state: State
    standing: Standing
    version: int
    submitted_at: datetime | None
    submitted_by: str
    way: str
    opened_by: str
    rungs: tuple[tuple[str, datetime], ...]
    time_for: str
    time_reason: str
    waiting: int
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened to one expectation, each in order of time; ``waiting`` counts questions without an answer."""

    reports: Sequence[Report] = ()
    reminders: Sequence[Reminder] = ()
    extensions: Sequence[Extension] = ()
    waiting: int = 0


def placed(rows: Sequence[Expectation], rounds: Mapping[UUID, Round], moment: datetime) -> list[Placed]:
    """Where each stands at ``moment``. The organisations must be selected along. Four queries, however many."""
    facts = facts_of([row.id for row in rows])
    return [_placed(row, rounds[row.round_id], facts[row.id], moment) for row in rows]


def facts_of(expectations: Sequence[UUID]) -> Mapping[UUID, Facts]:
    """What happened to each, but for what was answered. Four queries, however many."""
    found: dict[UUID, tuple[list[Report], list[Reminder], list[Extension], list[UUID]]]
    found = {which: ([], [], [], []) for which in expectations}
    for report in Report.objects.filter(expectation__in=expectations).defer("answers").order_by("version"):
        found[report.expectation_id][0].append(report)
    for reminder in Reminder.objects.filter(expectation__in=expectations).order_by("at", "id"):
        found[reminder.expectation_id][1].append(reminder)
    for extension in Extension.objects.filter(expectation__in=expectations).order_by("given_at", "id"):
        found[extension.expectation_id][2].append(extension)
    waiting = Inquiry.objects.filter(expectation__in=expectations, reply__isnull=True)
    for which in waiting.values_list("expectation", flat=True):
        found[which][3].append(which)
    return {which: Facts(lists[0], lists[1], lists[2], len(lists[3])) for which, lists in found.items()}


def standing_of(row: Expectation, round: Round, facts: Facts, moment: datetime) -> Standing:
    """What the rules about a round want to know."""
    reports = facts.reports
    return Standing(
        opened=row.opened_at,
        submitted=reports[0].submitted_at if reports else None,
        late=reports[0].late if reports else False,
        empty=reports[-1].empty if reports else False,
        reminded=facts.reminders[-1].at if facts.reminders else None,
        until=facts.extensions[-1].until if facts.extensions else None,
        lapsed=ended_area(row.organisation, round, moment) is not None,
    )


def ended_area(organisation: Organisation, round: Round, moment: datetime) -> Area | None:
    """The area of the organisation when it came to an end before the round closed, as seen at ``moment``."""
    if not organisation.area or not is_known(organisation.area):
        return None
    found = area(organisation.area)
    day = min(moment, round.closed_at or round.closes_at).astimezone(NETHERLANDS).date()
    return found if found.ended(day) else None


def successors(organisation: Organisation, round: Round, moment: datetime) -> tuple[str, ...]:
    """The names of the areas into which its own merged; none while that still exists."""
    ended = ended_area(organisation, round, moment)
    return tuple(area_name(code) for code in ended.merged_into) if ended else ()


def _placed(row: Expectation, round: Round, facts: Facts, moment: datetime) -> Placed:
    standing = standing_of(row, round, facts, moment)
    newest = facts.reports[-1] if facts.reports else None
    given = facts.extensions[-1] if facts.extensions else None
    return Placed(
        expectation=row.id,
        round=round.id,
        organisation=row.organisation_id,
        name=row.organisation.name,
        area=row.organisation.area,
        state=state_of(standing, round.deadline, moment),
        standing=standing,
        version=newest.version if newest else 0,
        submitted_at=newest.submitted_at if newest else None,
        submitted_by=newest.by_name if newest else "",
        way=newest.way if newest else "",
        opened_by=row.opened_by_name,
        rungs=tuple((one.rung, one.at) for one in facts.reminders),
        time_for=given.person_name if given else "",
        time_reason=given.reason if given else "",
        waiting=facts.waiting,
        successors=successors(row.organisation, round, moment),
    )
