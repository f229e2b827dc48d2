"""Could we flare up tonight: what is there beside what is needed, and one honest conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from knooppunt.kit.problems import Invalid, phrase

MOST_REVIEW_DAYS, MOST_MINUTES, MOST_PEOPLE = 366, 14 * 24 * 60, 500


class Could(StrEnum):
    """Whether the node could be warm tonight."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Lack(StrEnum):
    """What stands in the way of a yes."""

    NO_NORM = "no_norm"
    TOO_FEW = "too_few"
    TOO_SLOW = "too_slow"
    NEVER_TESTED = "never_tested"
    NO_TIME_KNOWN = "no_time_known"
    UNREACHABLE = "unreachable"
    UNVERIFIED = "unverified"


FIRM = frozenset({Lack.TOO_FEW, Lack.TOO_SLOW, Lack.UNREACHABLE})
"""Makes it a no; the others leave it open."""


@dataclass(frozen=True, slots=True)
class Post:
    """A line of a norm: so many people with a role, of an organisation ("" is any)."""

    role: str
    number: int
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is for a post. ``minutes``: until so many had answered in the last test; None is unknown.

    ``reachable`` are people with a way to reach them, ``verified`` those who answered on one. ``on_duty``: None when no
    roster is kept.
    """

    post: Post
    people: int
    reachable: int
    verified: int
    on_duty: int | None
    stalest: datetime | None
    tested_at: datetime | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Missing:
    """What one post lacks; ``short`` is how many people or minutes, where that can be said."""

    lack: Lack
    post: Post | None = None
    short: int = 0


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The answer, how long it takes (the slowest post; None is unknown), and what is missing."""

    could: Could
    minutes: int | None
    missing: tuple[Missing, ...]


def conclude(stocks: Sequence[Stock], within: int | None) -> Conclusion:
    """Weigh every post of the norm; ``within`` so many minutes (None: the norm gives no time)."""
    if not stocks:
        return Conclusion(Could.UNKNOWN, None, (Missing(Lack.NO_NORM),))
    missing = tuple(lack for one in stocks for lack in _lacks(one, within))
    known = [one.minutes for one in stocks]
    times = [each for each in known if each is not None]
    minutes = max(times) if len(times) == len(known) else None
    if any(one.lack in FIRM for one in missing):
        return Conclusion(Could.NO, minutes, missing)
    return Conclusion(Could.UNKNOWN if missing else Could.YES, minutes, missing)


def _lacks(one: Stock, within: int | None) -> list[Missing]:
    needed = one.post.number
    if one.people < needed:
        return [Missing(Lack.TOO_FEW, one.post, needed - one.people)]
    if one.reachable < needed:
        return [Missing(Lack.UNREACHABLE, one.post, needed - one.reachable)]
    found = [Missing(Lack.UNVERIFIED, one.post, needed - one.verified)] if one.verified < needed else []
    if one.tested_at is None:
        found.append(Missing(Lack.NEVER_TESTED, one.post))
    elif one.minutes is None:
        found.append(Missing(Lack.NO_TIME_KNOWN, one.post))
    elif within is not None and one.minutes > within:
        found.append(Missing(Lack.TOO_SLOW, one.post, one.minutes - within))
    return found


def check_posts(posts: Sequence[Post], roles: frozenset[str]) -> None:
    """Refuse (:class:`Invalid`) lines that cannot be kept: what is wrong is named with the number of its line."""
    seen: set[tuple[str, str]] = set()
    for line, post in enumerate(posts, start=1):
        if post.role not in roles:
            raise Invalid(phrase("Line {line}: there is no role {role}."), place="posts", line=line, role=post.role)
        if not 1 <= post.number <= MOST_PEOPLE:
            raise Invalid(phrase("Line {line}: give 1 to {most} people."), place="posts", line=line, most=MOST_PEOPLE)
        if (post.role, post.organisation) in seen:
            raise Invalid(phrase("Line {line}: this role stands there already."), place="posts", line=line)
        seen.add((post.role, post.organisation))


def check_within(minutes: int | None) -> None:
    """Refuse (:class:`Invalid`) a time in which nobody, or everybody, is back."""
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise Invalid(phrase("Give 1 to {most} minutes."), place="within", most=MOST_MINUTES)


def check_review_days(days: int) -> None:
    """Refuse (:class:`Invalid`) a review that is never."""
    if not 1 <= days <= MOST_REVIEW_DAYS:
        raise Invalid(phrase("Give 1 to {most} days."), place="review_days", most=MOST_REVIEW_DAYS)


def check_review_on(on: date, today: date) -> None:
    """Refuse (:class:`Invalid`) a day on which nothing can be looked at again."""
    if not today < on <= today + timedelta(days=MOST_REVIEW_DAYS):
        raise Invalid(phrase("Choose a day after today, within a year."), place="review_on")
