"""How sure a section is, and how likely it thinks something: one scale for everyone. Who may speak for a section.

The words of likelihood and their ranges are those of Intelligence Community Directive 203, *Analytic Standards* (US,
2015), D.6.e.2.a; the British PHIA yardstick uses nearly the same words. Confidence is about the basis, not about the
chance, and is never put into one sentence with it (the same directive).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, phrase

WRITE = "interpretation.write"
OVERSEE = "interpretation.oversee"
LONGEST = 4000
"""Characters of a statement."""


class Confidence(StrEnum):
    """How solid the ground is on which a section speaks."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


CONFIDENCE_NAMES = {
    Confidence.LOW: phrase("Low"),
    Confidence.MODERATE: phrase("Moderate"),
    Confidence.HIGH: phrase("High"),
}

CONFIDENCE_TEXTS = {
    Confidence.LOW: phrase("The figures are scant, in part or doubtful; it may well turn out otherwise."),
    Confidence.MODERATE: phrase("The figures are credible, but not enough to be sure."),
    Confidence.HIGH: phrase("The figures are good, complete and point the same way."),
}


class Likelihood(StrEnum):
    """How likely a section thinks something is."""

    REMOTE = "remote"
    VERY_UNLIKELY = "very_unlikely"
    UNLIKELY = "unlikely"
    EVEN = "even"
    LIKELY = "likely"
    VERY_LIKELY = "very_likely"
    ALMOST_CERTAIN = "almost_certain"


@dataclass(frozen=True, slots=True)
class Band:
    """What a word of likelihood stands for: from ``low`` up to ``high`` percent. ``word`` is English, to translate."""

    likelihood: Likelihood
    word: str
    low: int
    high: int


SCALE = (
    Band(Likelihood.REMOTE, phrase("almost no chance"), 1, 5),
    Band(Likelihood.VERY_UNLIKELY, phrase("very unlikely"), 5, 20),
    Band(Likelihood.UNLIKELY, phrase("unlikely"), 20, 45),
    Band(Likelihood.EVEN, phrase("roughly even chance"), 45, 55),
    Band(Likelihood.LIKELY, phrase("likely"), 55, 80),
    Band(Likelihood.VERY_LIKELY, phrase("very likely"), 80, 95),
    Band(Likelihood.ALMOST_CERTAIN, phrase("almost certain"), 95, 99),
)
"""From least to most likely. Certainty and impossibility have no word here: then it is no estimate."""

BANDS = {band.likelihood.value: band for band in SCALE}


class Kind(StrEnum):
    """What a version of a statement is."""

    WRITTEN = "written"
    REWRITTEN = "rewritten"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


KIND_NAMES = {
    Kind.WRITTEN: phrase("Written"),
    Kind.REWRITTEN: phrase("Rewritten"),
    Kind.CONFIRMED: phrase("Confirmed"),
    Kind.WITHDRAWN: phrase("Withdrawn"),
}


def require_section(actor: Actor, section: str) -> None:
    """:class:`NotAllowed` unless ``actor`` may write and works in ``section``, or oversees all sections."""
    actor.require(WRITE)
    if section not in actor.sections and not actor.may(OVERSEE):
        raise NotAllowed(phrase("There is nothing here."))


def checked_text(text: str) -> str:
    """The text without blanks around it; :class:`Invalid` when there is none or too much."""
    stripped = text.strip()
    if not stripped:
        raise Invalid(phrase("Say what the figures mean."), place="text")
    if len(stripped) > LONGEST:
        raise Invalid(phrase("The text has more than {most} characters."), place="text", most=LONGEST)
    return stripped


def checked_words(confidence: str, likelihood: str) -> None:
    """:class:`Invalid` for a word that is not on the scale. No likelihood ("") is allowed: not all is an estimate."""
    if confidence not in set(Confidence):
        raise Invalid(phrase("There is no confidence {word}."), place="confidence", word=confidence)
    if likelihood and likelihood not in BANDS:
        raise Invalid(phrase("There is no likelihood {word}."), place="likelihood", word=likelihood)


def require_newest(seen: int, newest: int, kind: str) -> None:
    """:class:`Conflict` when someone changed the statement after version ``seen``, or when it was withdrawn."""
    if kind == Kind.WITHDRAWN:
        raise Conflict(phrase("This statement was withdrawn."), place="statement")
    if seen != newest:
        template = phrase("Someone changed this statement in the meantime: you saw version {seen}, now it is {newest}.")
        raise Conflict(template, place="seen_version", seen=seen, newest=newest)
