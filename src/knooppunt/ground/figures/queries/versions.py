"""The name of the versions under a figure, so that one can ask later whether they are still the newest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from knooppunt.kit.problems import Invalid, phrase

NEVER = "-"


@dataclass(frozen=True, slots=True)
class Token:
    """The series and days under a figure, and since when the newest version among them was known (None: none was).

    ``length``: only of periods of so many days that start on those; None: of any period.
    """

    series: tuple[int, ...]
    days: tuple[date, ...]
    known_since: datetime | None
    length: int | None = None


def as_text(moment: datetime) -> str:
    """A moment as it stands in a token: UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def series_text(series: Iterable[int]) -> str:
    """Series as they stand in a token: ``12+45``."""
    return "+".join(str(number) for number in sorted(series))


def days_text(back: Sequence[int], length: int | None = None) -> str:
    """Days before the day itself as they stand in a token: ``0``, ``0.7`` or ``0-6``.

    ``0/7`` is said of the week that starts on the day, where a day starts there too.
    """
    whole = len(back) > 1 and tuple(back) == tuple(range(back[-1] + 1))
    text = f"0-{back[-1]}" if whole else ".".join(str(number) for number in back)
    return text if length is None else f"{text}/{length}"


def token(series: str, day: date, back: str, since: str) -> str:
    """``12+45:2020-09-15:0-6:2020-09-15T14:00:00.000000Z``; "" when there is no series. ``since`` "": never known."""
    return f"{series}:{day.isoformat()}:{back}:{since or NEVER}" if series else ""


def parse(text: str) -> Token:
    """The token again; :class:`Invalid` when it is not one."""
    try:
        numbers, day, days, since = text.split(":", 3)
        last = date.fromisoformat(day)
        days, _, length = days.partition("/")
        return Token(
            tuple(int(number) for number in numbers.split("+")),
            tuple(last - timedelta(days=back) for back in _back(days)),
            None if since == NEVER else datetime.fromisoformat(since),
            int(length) if length else None,
        )
    except ValueError as wrong:
        raise Invalid(phrase("{text} is not the version of a figure."), place="version", text=text) from wrong


def _back(days: str) -> Iterable[int]:
    if "-" in days:
        return range(int(days.split("-")[1]) + 1)
    return (int(number) for number in days.split("."))
