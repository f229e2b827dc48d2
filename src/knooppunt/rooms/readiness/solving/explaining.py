"""Why someone was proposed: who else could have done it, and what was against them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knooppunt.kit.problems import phrase
from knooppunt.rooms.readiness.rules.rosters import Crew, Held, Question, Rule, may_work
from knooppunt.rooms.readiness.solving.fairness import counts
from knooppunt.rooms.readiness.solving.resting import Slot

MOST_SHOWN = 4


class Why(StrEnum):
    """What is against someone."""

    LEAVE = "leave"
    AWAY = "away"
    WORKS = "works"
    RESTS = "rests"
    FAIRNESS = "fairness"


WHY_NAMES = {
    Why.LEAVE: phrase("on leave"),
    Why.AWAY: phrase("not lent then"),
    Why.WORKS: phrase("has a duty at that time"),
    Why.RESTS: phrase("needs rest around it"),
    Why.FAIRNESS: phrase("could too; the whole is as fair this way"),
}


@dataclass(frozen=True, slots=True)
class Other:
    """Someone else who is qualified, what is against them, and what they do in this roster already."""

    name: str
    why: Why
    duties: int
    nights: int
    weekends: int


def others(question: Question, duties: Sequence[Held], duty: Held) -> list[Other]:
    """The others for one of the ``duties`` of a proposal, those with the fewest duties first."""
    told = counts(question, duties)
    found = [
        Other(one.name, why, *(told[name, one.id] for name in ("duties", "nights", "weekends")))
        for one, why in _against(question.people, duties, duty)
    ]
    return sorted(found, key=lambda each: (each.duties, each.name))[:MOST_SHOWN]


def _against(people: Sequence[Crew], duties: Sequence[Held], duty: Held) -> Iterator[tuple[Crew, Why]]:
    slot = Slot(duty.starts, duty.ends)
    for one in people:
        if one.id == duty.person:
            continue
        rule = may_work(one, duty.role, duty.starts, duty.ends)
        if rule is None:
            yield one, _busy(slot, [each for each in duties if each.person == one.id])
        elif rule is not Rule.QUALIFICATION:
            yield one, Why.LEAVE if rule is Rule.LEAVE else Why.AWAY


def _busy(slot: Slot, theirs: Sequence[Held]) -> Why:
    if any(each.starts < slot.ends and slot.starts < each.ends for each in theirs):
        return Why.WORKS
    slots = [Slot(each.starts, each.ends) for each in theirs]
    if any(each.starts < slot.rested and slot.starts < each.rested for each in slots):
        return Why.RESTS
    return Why.FAIRNESS
