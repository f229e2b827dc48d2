"""How sure a number is: intervals of 95 %."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt
from statistics import fmean, stdev

from knooppunt.kit.problems import Invalid, phrase

Z95 = 1.959963984540054
T95_SIX = 2.446911851144969
"""Student's t, two-sided 95 %, six degrees of freedom."""
DAYS_OF_WEEK = 7


def wilson(part: float, n: float) -> tuple[float, float]:
    """The 95 % score interval of a proportion ``part`` (0..1) found among ``n`` (above 0), both between 0 and 1.

    Source: E. B. Wilson, *Probable inference, the law of succession, and statistical inference*, JASA 22 (1927).
    Raises :class:`Invalid` for a proportion outside 0..1 or an ``n`` that is not above 0.
    """
    if not 0 <= part <= 1 or n <= 0:
        raise Invalid(phrase("{part} of {n} is not a proportion."), part=part, n=n)
    squared = Z95 * Z95
    middle = part + squared / (2 * n)
    half = Z95 * sqrt(part * (1 - part) / n + squared / (4 * n * n))
    scale = 1 + squared / n
    # Rounding may step over the ends by a hair: 0 and 1 are the true limits there.
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def daily_growth(week: Sequence[float], week_before: Sequence[float]) -> tuple[float, float, float]:
    """Growth per day (0.01 is 1 %) and its 95 % interval, from seven days and the same weekdays a week earlier.

    The logarithm of each day over the same weekday before takes the rhythm of the week out; half a case is added to
    both, so that a zero can take part. The mean of the seven, a seventh of it per day, is the growth; their scatter
    gives the interval (Student's t, six degrees of freedom). Counts must not be negative.
    Source: paired log ratios, Haldane's half (*Annals of Human Genetics* 20, 1956).
    """
    steps = [log((now + 0.5) / (then + 0.5)) / DAYS_OF_WEEK for now, then in zip(week, week_before, strict=True)]
    mean, half = fmean(steps), T95_SIX * stdev(steps) / sqrt(DAYS_OF_WEEK)
    return exp(mean) - 1, exp(mean - half) - 1, exp(mean + half) - 1
