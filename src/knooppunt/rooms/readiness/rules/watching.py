"""Whether a figure is over its threshold for long enough; what is not known is neither yes nor no."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knooppunt.kit.problems import Invalid, phrase

ONE_DAY = timedelta(days=1)
MOST_DAYS, MOST_SPAN, MOST_FRESH = 60, 60, 60
LOOKED_BACK = 60
"""Days before the needed ones in which it is looked since when a condition is met."""


class Comparison(StrEnum):
    """How a figure is held against the threshold; the last two are percentages against some days before."""

    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"
    RISEN = "risen"
    FALLEN = "fallen"


class Verdict(StrEnum):
    """Met, not met, or not known."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


COMPARISON_NAMES = {
    Comparison.ABOVE: phrase("above"),
    Comparison.AT_LEAST: phrase("at least"),
    Comparison.BELOW: phrase("below"),
    Comparison.AT_MOST: phrase("at most"),
    Comparison.RISEN: phrase("risen by at least so many percent"),
    Comparison.FALLEN: phrase("fallen by at least so many percent"),
}
VERDICT_NAMES = {
    Verdict.MET: phrase("Met"),
    Verdict.UNMET: phrase("Not met"),
    Verdict.UNKNOWN: phrase("Unknown"),
}
CHANGES = frozenset({Comparison.RISEN, Comparison.FALLEN})


@dataclass(frozen=True, slots=True)
class Condition:
    """``comparison`` with ``threshold`` on each of the last ``days`` days.

    For a rise or a fall ``threshold`` is in percent of the value ``span`` days before; otherwise ``span`` is 0.
    A last figure older than ``fresh`` days says nothing about now.
    """

    comparison: Comparison
    threshold: float
    days: int
    span: int
    fresh: int

    @property
    def needed(self) -> int:
        """How many days of figures are looked at."""
        return self.days + self.span + LOOKED_BACK


@dataclass(frozen=True, slots=True)
class Judged:
    """``since``: the first of the days in a row that met it; ``longer``: the days before are not known or not read."""

    verdict: Verdict
    since: date | None = None
    longer: bool = False


UNKNOWN = Judged(Verdict.UNKNOWN)


def check_condition(condition: Condition) -> None:
    """Refuse (:class:`Invalid`) a condition that cannot be judged."""
    if not math.isfinite(condition.threshold):
        raise Invalid(phrase("Give a number."), place="threshold")
    if not 1 <= condition.days <= MOST_DAYS:
        raise Invalid(phrase("Give 1 to {most} days."), place="days", most=MOST_DAYS)
    if not 0 <= condition.fresh <= MOST_FRESH:
        raise Invalid(phrase("Give 0 to {most} days."), place="fresh", most=MOST_FRESH)
    changes = condition.comparison in CHANGES
    if changes and not 1 <= condition.span <= MOST_SPAN:
        raise Invalid(phrase("Say against how many days before: 1 to {most}."), place="span", most=MOST_SPAN)
    if not changes and condition.span:
        raise Invalid(phrase("Only a rise or a fall is held against days before."), place="span")


def comparison_of(word: str) -> Comparison:
    """The comparison called ``word``; :class:`Invalid` that lists the known ones."""
    try:
        return Comparison(word)
    except ValueError as unknown:
        known = ", ".join(Comparison)
        raise Invalid(
            phrase("There is no comparison {word}; known are {known}."), place="comparison", word=word, known=known
        ) from unknown


def judge(condition: Condition, values: Mapping[date, float | None], last: date, today: date) -> Judged:
    """Judge the days up to and with ``last``, of which a day that is not in ``values`` is unknown."""
    if (today - last).days > condition.fresh:
        return UNKNOWN
    days = [last - ONE_DAY * back for back in range(condition.days)]
    held = [_holds(condition, values, day) for day in days]
    if any(one is False for one in held):
        return Judged(Verdict.UNMET)
    if any(one is None for one in held):
        return UNKNOWN
    return _since(condition, values, days[-1])


def _since(condition: Condition, values: Mapping[date, float | None], since: date) -> Judged:
    """Met for long enough; how much longer already."""
    before = _holds(condition, values, since - ONE_DAY)
    while before:
        since -= ONE_DAY
        before = _holds(condition, values, since - ONE_DAY)
    return Judged(Verdict.MET, since, longer=before is None)


def _holds(condition: Condition, values: Mapping[date, float | None], day: date) -> bool | None:
    """Whether one day meets it; None is unknown."""
    value = values.get(day)
    if condition.comparison in CHANGES:
        value = _change(values.get(day - ONE_DAY * condition.span), value)
    if value is None or not math.isfinite(value):
        return None
    threshold = condition.threshold
    return {
        Comparison.ABOVE: value > threshold,
        Comparison.AT_LEAST: value >= threshold,
        Comparison.BELOW: value < threshold,
        Comparison.AT_MOST: value <= threshold,
        Comparison.RISEN: value >= threshold,
        Comparison.FALLEN: value <= -threshold,
    }[condition.comparison]


def _change(before: float | None, value: float | None) -> float | None:
    """In percent; of nothing, or of less than nothing, there is no percentage."""
    if before is None or value is None or before <= 0:
        return None
    return 100 * (value - before) / before
