"""Which figures a product asks, before any is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from knooppunt.rooms.picture.rules.products import (
    PREVIOUS,
    Block,
    Chart,
    Choice,
    Comparison,
    Headline,
    Line,
    Map,
    Product,
    Table,
    Words,
)

NATION = "NL"
NO_WORDS = Words("", "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One question to the figures: ``ends`` is exclusive; ``source`` and ``stratum`` are empty when any will do."""

    indicator: str
    areas: tuple[str, ...]
    starts: date
    ends: date
    method: str
    source: str
    stratum: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The days and areas of one edition, and the sources that know each indicator, the newest delivery first."""

    on: date
    regions: tuple[str, ...]
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def areas(self) -> tuple[str, ...]:
        """The nation first, then the regions."""
        return (NATION, *self.regions)

    def wanted(self, choice: Choice, areas: Sequence[str], days: int = 1) -> tuple[Wanted, ...]:
        """A question for every indicator and source that may serve, over ``days`` days up to the day of the edition."""
        starts = self.on - timedelta(days=days - 1 + choice.within)
        ends = self.on + timedelta(days=1)
        return tuple(
            Wanted(slug, tuple(areas), starts, ends, choice.method, source, choice.stratum)
            for slug in choice.indicators
            for source in ([choice.source] if choice.source else self.sources.get(slug) or [""])
        )


def changed(choice: Choice, change: str) -> Choice:
    """The choice of the figure that stands beside ``choice``: another method, or room for the figure before it."""
    if change == PREVIOUS:
        return replace(choice, within=2 * choice.within + 1)
    return replace(choice, method=change)


def compared(block: Comparison, indicator: str) -> Choice:
    """The choice behind one cell of a comparison."""
    return Choice((indicator,), "value", NO_WORDS, within=block.within)


def wanted(product: Product, frame: Frame) -> tuple[Wanted, ...]:
    """Every question of the product, each once, in the order of the declaration."""
    return tuple(dict.fromkeys(each for block in product.blocks for each in _of_block(block, frame)))


def choices(product: Product) -> Iterator[Choice]:
    """The figures that the headlines, maps, tables and comparisons of the product name."""
    for block in product.blocks:
        match block:
            case Headline():
                yield from block.items
            case Map():
                yield block.choice
            case Table():
                yield from block.columns
            case Comparison():
                yield from (compared(block, slug) for row in block.rows for slug in row.indicators if slug)
            case _:
                pass


def resting(product: Product) -> Iterator[Choice]:
    """The same, and the figures that stand beside a headline."""
    yield from choices(product)
    for block in product.blocks:
        if isinstance(block, Headline):
            pairs = zip(block.items, block.changes, strict=True)
            yield from (changed(choice, change) for choice, change in pairs if change)


def _of_block(block: Block, frame: Frame) -> Iterator[Wanted]:
    match block:
        case Headline():
            yield from _of_headline(block, frame)
        case Map():
            yield from frame.wanted(block.choice, frame.areas)
        case Table():
            yield from _of_table(block, frame)
        case Chart():
            for line in block.lines:
                yield from of_line(line, block, frame)
        case Comparison():
            for indicator in (slug for row in block.rows for slug in row.indicators if slug):
                yield from frame.wanted(compared(block, indicator), (block.area,))
        case _:
            return


def _of_headline(block: Headline, frame: Frame) -> Iterator[Wanted]:
    for choice, change in zip(block.items, block.changes, strict=True):
        yield from frame.wanted(choice, (block.area,))
        if change:
            yield from frame.wanted(changed(choice, change), (block.area,))


def _of_table(block: Table, frame: Frame) -> Iterator[Wanted]:
    for choice in block.columns:
        yield from frame.wanted(choice, frame.areas)
    if block.spark:
        yield from frame.wanted(block.spark, frame.areas, block.days)


def of_line(line: Line, block: Chart, frame: Frame) -> tuple[Wanted, ...]:
    """The questions behind one series of a chart."""
    return frame.wanted(line.choice, (line.area,), block.days)
