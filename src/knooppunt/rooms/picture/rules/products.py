"""What a product is: frozen values, as read from its declaration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

METHODS = (
    "value",
    "daily",
    "sum7",
    "mean7",
    "per_100k",
    "daily_per_100k",
    "sum7_per_100k",
    "change_week",
    "trend",
    "share",
    "share7",
    "rank",
)
"""The methods of the figures room. ``rank:METHOD`` and ``share:INDICATOR`` name what they are of after a colon."""
SECTIONS = (
    "health",
    "continuity",
    "scenarios",
    "plans",
    "cooperation",
    "society",
    "information",
)
Shape = Literal["line", "bar"]


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in the two languages of the house."""

    nl: str
    en: str

    def __getitem__(self, language: str) -> str:
        """The words in ``nl`` or ``en``."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Choice:
    """Which figure is meant.

    Of ``indicators`` the first that has a value is taken. ``within`` is the number of days before the day of the
    edition in which the newest figure may lie (0: that day itself). ``source`` and ``stratum`` are empty when any will
    do.
    """

    indicators: tuple[str, ...]
    method: str
    label: Words
    source: str = ""
    stratum: str = ""
    within: int = 0


PREVIOUS = "previous"
"""The change of a headline that stands against the figure before it (the wave before), not a method of its own."""


@dataclass(frozen=True, slots=True)
class Headline:
    """Large figures of one area; ``changes``: per item the method of the figure beside it, ``previous`` or nothing."""

    key: str
    title: Words
    area: str
    items: tuple[Choice, ...]
    changes: tuple[str, ...]
    kind: Literal["headline"] = "headline"


@dataclass(frozen=True, slots=True)
class Map:
    """One figure per region; ``breaks`` are the lower limits of the classes after the first (empty: computed)."""

    key: str
    title: Words
    choice: Choice
    breaks: tuple[float, ...]
    kind: Literal["map"] = "map"


@dataclass(frozen=True, slots=True)
class Table:
    """The 25 regions and the nation by columns, with a sparkline of ``spark`` over ``days`` days."""

    key: str
    title: Words
    columns: tuple[Choice, ...]
    spark: Choice | None
    days: int
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a chart."""

    choice: Choice
    area: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Chart:
    """Series over ``days`` days up to the day of the edition; ``measures`` are the kinds of dated measures shown."""

    key: str
    title: Words
    lines: tuple[Line, ...]
    days: int
    measures: tuple[str, ...]
    from_zero: bool
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One thing that is compared; ``indicators`` in the order of the columns, empty where it was not asked."""

    label: Words
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Shares with their intervals, side by side: rows are the things asked, columns what was asked of them."""

    key: str
    title: Words
    area: str
    columns: tuple[Words, ...]
    rows: tuple[ComparedRow, ...]
    within: int
    kind: Literal["comparison"] = "comparison"


@dataclass(frozen=True, slots=True)
class Text:
    """What a section writes under the figures (duiding)."""

    key: str
    title: Words
    section: str
    prompt: Words
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the figures come from, and what is missing: computed."""

    key: str
    title: Words
    kind: Literal["sources"] = "sources"


Block = Headline | Map | Table | Chart | Comparison | Text | Sources


@dataclass(frozen=True, slots=True)
class Commissioner:
    """A seat that must approve: whoever holds ``function`` at ``organisation`` (abbreviation or name)."""

    organisation: str
    function: str

    @property
    def said(self) -> str:
        """``Programma-DG (VWS)``."""
        return f"{self.function} ({self.organisation})"


@dataclass(frozen=True, slots=True)
class Product:
    """A declared series of blocks. Below ``small_sample`` respondents a share is said to be uncertain.

    Each of the ``commissioners`` must approve an edition before it is published; without any, none is needed.
    ``receivers``: organisations (abbreviation or name) whose readers are told of an edition when nobody chose others.
    """

    slug: str
    title: Words
    purpose: Words
    marking: str
    small_sample: int
    blocks: tuple[Block, ...]
    commissioners: tuple[Commissioner, ...] = ()
    receivers: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[Text, ...]:
        """The blocks that a section writes."""
        return tuple(block for block in self.blocks if isinstance(block, Text))


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that was decided, on the day it took effect. ``on`` is an ISO day."""

    on: str
    kind: str
    label: Words
