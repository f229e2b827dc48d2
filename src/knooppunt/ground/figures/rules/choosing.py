"""Which source someone chose for an area, day by day: a later decision goes before an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision: from ``starts`` up to and not on ``ends`` (None: until further notice) ``source`` counts in ``area``.

    ``source`` "": none in particular, the usual rule. ``against``: the sources that were not chosen.
    """

    id: UUID
    area: str
    starts: date
    ends: date | None
    source: str
    reason: str
    against: tuple[str, ...]
    decided_at: datetime
    by_name: str

    @property
    def until(self) -> date:
        """The day before which it holds."""
        return self.ends or FOREVER

    def covers(self, day: date) -> bool:
        """Whether it is about ``day``."""
        return self.starts <= day < self.until


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``starts`` up to and not on ``ends`` on which ``choice`` counts."""

    starts: date
    ends: date
    choice: Choice


def spans(choices: Sequence[Choice]) -> list[Span]:
    """Where each of the ``choices`` about one area (the first decided first) still counts, in order of day.

    No two spans overlap; days that nobody decided about are in none.
    """
    edges = sorted({edge for choice in choices for edge in (choice.starts, choice.until)})
    found: list[Span] = []
    for starts, ends in pairwise(edges):
        last = next((choice for choice in reversed(choices) if choice.covers(starts)), None)
        if last is None:
            continue
        if found and found[-1].choice == last and found[-1].ends == starts:
            found[-1] = replace(found[-1], ends=ends)
        else:
            found.append(Span(starts, ends, last))
    return found
