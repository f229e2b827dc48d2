"""Who must approve what, and whether it stands: an approval is of exact bytes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from knooppunt.kit.problems import Conflict, Invalid, phrase
from knooppunt.rooms.picture.rules.products import Commissioner
from knooppunt.rooms.picture.rules.steps import Step


@dataclass(frozen=True, slots=True)
class Given:
    """An approval as it was given: for which seat, of which bytes. ``acting_for`` is the other name of a deputy."""

    commissioner: Commissioner
    person: str
    name: str
    acting_for: str
    sha256: str
    at: datetime
    fallen_at: datetime | None

    def stands(self, sha256: str) -> bool:
        """Whether it still counts for content with this digest; what fell once does not rise again."""
        return self.fallen_at is None and self.sha256 == sha256


@dataclass(frozen=True, slots=True)
class Approver:
    """Who may approve from a seat now. ``acting_for_id`` and ``acting_for`` are empty for who holds it."""

    commissioner: Commissioner
    person: str
    name: str
    acting_for_id: str
    acting_for: str


def standing(given: Sequence[Given], sha256: str) -> dict[Commissioner, Given]:
    """The approval that counts of each seat that gave one for these bytes."""
    return {each.commissioner: each for each in given if each.stands(sha256)}


def wanting(needed: Sequence[Commissioner], given: Sequence[Given], sha256: str) -> list[Commissioner]:
    """The seats whose approval of these bytes is not there, in the order of the declaration."""
    there = standing(given, sha256)
    return [each for each in needed if each not in there]


def step_of(kept: Step, needed: Sequence[Commissioner], given: Sequence[Given], sha256: str) -> Step:
    """Where an edition stands, approvals included."""
    if kept is Step.APPROVAL and not wanting(needed, given, sha256):
        return Step.APPROVED
    return kept


def approver_for(person: str, approvers: Sequence[Approver], missing: Sequence[Commissioner]) -> Approver:
    """As whom ``person`` approves: the first seat without an approval, as holder rather than as deputy.

    :class:`Conflict` when this person has no seat left to approve from. One person approves for one seat only, so that
    two approvals are of two people.
    """
    mine = [each for each in approvers if each.person == person and each.commissioner in missing]
    if not mine:
        raise Conflict(phrase("Your approval is not asked, or it was given already."))
    return min(mine, key=lambda each: (bool(each.acting_for), list(missing).index(each.commissioner)))


def may_approve_once_more(person: str, there: Mapping[Commissioner, Given]) -> None:
    """Refuse a second approval by the same person for another seat."""
    if any(each.person == person for each in there.values()):
        raise Conflict(phrase("You already approved this for another commissioner; someone else must do this one."))


def may_review(section: str, sections: Collection[str], *, publishes: bool) -> None:
    """A section reviews its own text; who publishes may do it on behalf of a section."""
    if section not in sections and not publishes:
        raise Conflict(phrase("Only someone of that section, or who publishes, can say that it is reviewed."))


def may_ask(unreviewed: Sequence[str], wrong: Sequence[tuple[str, str]]) -> None:
    """Going for approval needs every section's word, and references that all lead somewhere."""
    if wrong:
        key, token = wrong[0]
        raise Conflict(phrase("The text {key} refers to {token}, which is not known."), place=key, key=key, token=token)
    if unreviewed:
        keys = ", ".join(unreviewed)
        raise Conflict(phrase("Not reviewed yet: {keys}."), place=unreviewed[0], keys=keys)


def may_publish(step: Step, needed: Sequence[Commissioner], *, operator: bool) -> bool:
    """Whether publishing rests on approvals; what has none is refused, but for the operator of the system."""
    if not needed:
        return False
    if step in (Step.APPROVED, Step.SCHEDULED):
        return True
    if operator:
        return False
    names = "; ".join(each.said for each in needed)
    raise Conflict(phrase("This edition must first be approved by: {names}."), names=names)


def in_order(number: int, out: int) -> None:
    """Editions of a product come out in the order of their numbers; ``out`` is the highest that did."""
    if number <= out:
        template = phrase("Edition {out} is already out; return this one, and ask approval under a new number.")
        raise Conflict(template, out=out)


def acknowledge(seen: str | None, digest: str, *, lacking: bool, operator: bool) -> None:
    """What is missing must have been seen as it is now by who publishes."""
    if seen is None and (operator or not lacking):
        return
    if seen is None:
        raise Invalid(phrase("Say that you have seen what is missing."), place="acknowledged")
    if seen != digest:
        template = phrase("What is missing has changed since you saw it; look at the list again.")
        raise Conflict(template, place="acknowledged")


def checked_embargo(until: datetime | None, present: datetime) -> datetime | None:
    """An embargo lies ahead; it is refused otherwise."""
    if until is not None and until <= present:
        raise Invalid(
            phrase("The end of the embargo {until} lies in the past."), place="embargo", until=until.isoformat()
        )
    return until


LONGEST_REASON = 2000


def needed_reason(reason: str) -> str:
    """The reason, without space around it; refused when there is none."""
    stripped = reason.strip()
    if not stripped:
        raise Invalid(phrase("Give a reason."), place="reason")
    if len(stripped) > LONGEST_REASON:
        template = phrase("The reason is longer than {longest} characters.")
        raise Invalid(template, place="reason", longest=LONGEST_REASON)
    if "\0" in stripped:
        raise Invalid(phrase("The text holds signs that cannot be printed."), place="reason")
    return stripped
