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


class Role(StrEnum):
    """Kinds of work that functions of many organisations have in common: a call-out asks by role."""

    OPERATIONAL_LEADER = "operational_leader"
    INFORMATION_MANAGER = "information_manager"
    LAWYER = "lawyer"
    SPOKESPERSON = "spokesperson"
    DUTY_OFFICER = "duty_officer"
    CRISIS_COORDINATOR = "crisis_coordinator"
    LIAISON = "liaison"
    CHAIR = "chair"
    DIRECTOR = "director"
    SECTION_HEAD = "section_head"
    ANALYST = "analyst"
    PLANNER = "planner"
    HEALTH_ADVISER = "health_adviser"
    LOGISTICS = "logistics"
    ALLOCATOR = "allocator"
    NOTE_TAKER = "note_taker"
    ADMINISTRATOR = "administrator"


class Means(StrEnum):
    """Ways to reach a person; each is a channel of ``delivery`` by the same name."""

    EMAIL = "email"
    SMS = "sms"
    VOICE = "voice"
    PUSH = "push"
    CHAT = "chat"


ROLE_NAMES = {
    Role.OPERATIONAL_LEADER: phrase("Operational leader"),
    Role.INFORMATION_MANAGER: phrase("Information manager"),
    Role.LAWYER: phrase("Lawyer"),
    Role.SPOKESPERSON: phrase("Spokesperson"),
    Role.DUTY_OFFICER: phrase("Duty officer"),
    Role.CRISIS_COORDINATOR: phrase("Crisis coordinator"),
    Role.LIAISON: phrase("Liaison"),
    Role.CHAIR: phrase("Chair"),
    Role.DIRECTOR: phrase("Director"),
    Role.SECTION_HEAD: phrase("Head of a section"),
    Role.ANALYST: phrase("Analyst"),
    Role.PLANNER: phrase("Planner"),
    Role.HEALTH_ADVISER: phrase("Health adviser"),
    Role.LOGISTICS: phrase("Logistics officer"),
    Role.ALLOCATOR: phrase("Allocation officer"),
    Role.NOTE_TAKER: phrase("Note taker"),
    Role.ADMINISTRATOR: phrase("Administrator"),
}

MEANS_NAMES = {
    Means.EMAIL: phrase("E-mail"),
    Means.SMS: phrase("Text message"),
    Means.VOICE: phrase("Phone call"),
    Means.PUSH: phrase("Push message"),
    Means.CHAT: phrase("Chat"),
}

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


def role_of(word: str) -> str:
    """``word`` when it is a role; ``""`` is no role; :class:`Invalid` that lists the known ones."""
    if word and word not in set(Role):
        raise Invalid(
            phrase("There is no role {role}; known are {known}."), place="role", role=word, known=", ".join(Role)
        )
    return word


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


def may_begin(left_on: date | None, name: str, merged: bool) -> None:
    """Refuse (:class:`Conflict`) a new appointment of someone who left, or who turned out to be somebody else."""
    if merged:
        raise Conflict(phrase("{name} was merged with another person: appoint that one."), place="person", name=name)
    if left_on is not None:
        raise Conflict(phrase("{name} leaves, or has left."), place="person", name=name)


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


MANAGE = "network.manage"


def needed(text: str, place: str) -> str:
    """``text`` without spaces around it and with single ones within; :class:`Invalid` when nothing is left."""
    stripped = " ".join(text.split())
    if not stripped:
        raise Invalid(phrase("Fill this in."), place=place)
    return stripped
