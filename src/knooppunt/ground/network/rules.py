"""What makes sense in the network: no Django, no database, no clock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from knooppunt.kit.problems import Conflict, Invalid, phrase

NODE_ID = UUID("01941f29-7c00-737e-84f3-f607b024a508")
"""The organisation that is the node itself: the same in every installation, and the first line of the package table."""


class Kind(StrEnum):
    """Kinds of organisation."""

    NODE = "node"
    MINISTRY = "ministry"
    REGION = "region"
    GGD = "ggd"
    MUNICIPALITY = "municipality"
    PARTNER = "partner"
    INSPECTORATE = "inspectorate"
    FOREIGN = "foreign"


class Section(StrEnum):
    """The seven sections of the node."""

    HEALTH = "health"
    CONTINUITY = "continuity"
    SCENARIOS = "scenarios"
    PLANS = "plans"
    COOPERATION = "cooperation"
    SOCIETY = "society"
    INFORMATION = "information"


KIND_NAMES = {
    Kind.NODE: phrase("Node"),
    Kind.MINISTRY: phrase("Ministry"),
    Kind.REGION: phrase("Safety region"),
    Kind.GGD: phrase("Public health service"),
    Kind.MUNICIPALITY: phrase("Municipality"),
    Kind.PARTNER: phrase("Partner"),
    Kind.INSPECTORATE: phrase("Inspectorate"),
    Kind.FOREIGN: phrase("Foreign authority"),
}

SECTION_NAMES = {
    Section.HEALTH: phrase("Health and care"),
    Section.CONTINUITY: phrase("Continuity and scarcity"),
    Section.SCENARIOS: phrase("Scenarios"),
    Section.PLANS: phrase("Plans and courses of action"),
    Section.COOPERATION: phrase("Administrative and partner cooperation"),
    Section.SOCIETY: phrase("Society and resilience"),
    Section.INFORMATION: phrase("Information and communication"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A function held in ``organisation`` from ``starts`` until just before ``ends`` (``None``: no end known)."""

    function: UUID
    organisation: UUID
    starts: date
    ends: date | None

    def overlaps(self, other: Term) -> bool:
        """Whether there is a day that is in both."""
        return (other.ends is None or self.starts < other.ends) and (self.ends is None or other.starts < self.ends)


def kind_of(word: str) -> Kind:
    """The kind called ``word``; :class:`Invalid` that lists the known ones."""
    try:
        return Kind(word)
    except ValueError as unknown:
        raise Invalid(
            phrase("There is no kind of organisation {kind}; known are {known}."),
            place="kind",
            kind=word,
            known=", ".join(Kind),
        ) from unknown


def section_of(word: str, kind: str) -> str:
    """``word`` when an organisation of ``kind`` may have that section; ``""`` is no section."""
    if not word:
        return ""
    if kind != Kind.NODE:
        raise Invalid(phrase("Only functions in the node itself belong to a section."), place="section")
    try:
        return Section(word)
    except ValueError as unknown:
        raise Invalid(
            phrase("There is no section {section}; known are {known}."),
            place="section",
            section=word,
            known=", ".join(Section),
        ) from unknown


def may_hold(new: Term, held: list[Term]) -> None:
    """Refuse (:class:`Invalid`, :class:`Conflict`) a term beside the terms the same person already has."""
    if new.ends is not None and new.ends <= new.starts:
        raise Invalid(phrase("An appointment ends after the day on which it begins."), place="ends")
    for term in held:
        if not term.overlaps(new):
            continue
        if term.function == new.function:
            raise Conflict(phrase("This person already holds this function in that period."), place="starts")
        if term.organisation != new.organisation:
            raise Conflict(phrase("A person acts for one organisation at a time; end the other appointment first."))


@dataclass(frozen=True, slots=True)
class Stand:
    """Someone who would act for ``person`` (empty: for an empty seat) from ``starts`` until just before ``ends``."""

    person: str
    deputy: str
    starts: date
    ends: date


LONGEST_STAND = timedelta(days=366)


def may_stand_in(new: Stand, holders: Collection[str], appointed: Collection[str], today: date) -> None:
    """Refuse (:class:`Invalid`, :class:`Conflict`) a deputy who makes no sense.

    ``holders`` hold the function today; ``appointed`` are those of the two who have any appointment today.
    """
    if new.ends <= new.starts or new.ends <= today:
        raise Invalid(
            phrase("Acting for someone ends after the day on which it begins, and not in the past."), place="ends"
        )
    if new.ends - new.starts > LONGEST_STAND:
        raise Invalid(phrase("Nobody acts for someone for longer than a year; appoint them instead."), place="ends")
    if new.person and new.person not in holders:
        raise Conflict(phrase("This person does not hold that function."), place="person")
    if not new.person and holders:
        raise Conflict(phrase("Somebody holds that function: say for whom the deputy acts."), place="person")
    if new.deputy in holders:
        raise Conflict(phrase("Who holds the function needs no deputyship."), place="deputy")
    if new.deputy not in appointed:
        raise Conflict(phrase("The deputy has no function anywhere."), place="deputy")
