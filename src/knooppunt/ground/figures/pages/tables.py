"""Answers as tables: days beside areas, or all areas of a kind in an order the reader chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from knooppunt.ground.figures.pages.asking import Question
from knooppunt.ground.figures.queries.asking import Ask, Figure
from knooppunt.ground.figures.rules.lines import COUNTED
from knooppunt.ground.figures.rules.methods import recipe
from knooppunt.ground.geography.public import area_name

PER = "sum7_per_100k"
CHANGE = "change_week"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure with the address of its provenance. None: there is nothing about that period."""

    figure: Figure | None
    address: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day, or one delivered period that starts on it; a cell for each area."""

    starts: date
    last: date
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area: its newest figure, for counts also per 100,000 and beside the week before, and its course."""

    code: str
    name: str
    cell: Cell
    per: Cell | None
    change: float | None
    course: list[float | None]


def asks_of(question: Question) -> list[Ask]:
    """Everything the page needs, in one go: the figures themselves and for counts what stands beside them."""
    return [question.ask(), *(question.ask(method, since=question.until) for method in beside(question))]


def beside(question: Question) -> tuple[str, ...]:
    """The methods that stand beside the one that was asked for."""
    asked = recipe(question.method)
    if question.indicator.temporal not in COUNTED or asked.other or asked.ranked or asked.over_plants:
        return ()
    return tuple(name for name in (PER, CHANGE) if name != question.method)


def day_rows(question: Question, found: Mapping[str, Sequence[Figure]]) -> list[DayRow]:
    """The newest day first."""
    by_area = {code: {(figure.starts, figure.as_of): figure for figure in found[code]} for code in question.areas.codes}
    periods = sorted({period for some in by_area.values() for period in some}, reverse=True)
    return [
        DayRow(*period, [cell_of(question, by_area[code].get(period)) for code in question.areas.codes])
        for period in periods
    ]


def area_rows(question: Question, answers: Sequence[Mapping[str, Sequence[Figure]]], sort: str) -> list[AreaRow]:
    """All areas in the order of ``sort``: name, value, per or change, with ``-`` in front from high to low."""
    main = answers[0]
    extra = dict(zip(beside(question), answers[1:], strict=True))
    rows = [_area_row(question, code, main[code], extra) for code in question.areas.codes]
    return sorted_rows(rows, sort)


def _area_row(
    question: Question, code: str, figures: Sequence[Figure], extra: Mapping[str, Mapping[str, Sequence[Figure]]]
) -> AreaRow:
    changes = extra.get(CHANGE, {}).get(code, ())
    return AreaRow(
        code=code,
        name=area_name(code),
        cell=cell_of(question, figures[-1] if figures else None),
        per=cell_of(question, extra[PER][code][-1]) if PER in extra else None,
        change=changes[-1].value if changes else None,
        course=[figure.value for figure in figures],
    )


def sorted_rows(rows: Iterable[AreaRow], sort: str) -> list[AreaRow]:
    """Rows in order; what is unknown stands last, whichever way."""
    key = _KEYS.get(sort.removeprefix("-"), _KEYS["name"])
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return sorted(known, key=lambda row: (key(row), row.name), reverse=sort.startswith("-")) + unknown


def _value(cell: Cell | None) -> float | None:
    return cell.figure.value if cell and cell.figure else None


_KEYS: Mapping[str, Callable[[AreaRow], float | str | None]] = {
    "name": lambda row: row.name,
    "value": lambda row: _value(row.cell),
    "per": lambda row: _value(row.per),
    "change": lambda row: row.change,
}
SORTS = tuple(_KEYS)


def cell_of(question: Question, figure: Figure | None) -> Cell:
    """The figure, and where its provenance is to be found."""
    if figure is None:
        return Cell(None, "")
    asked = {
        "indicator": figure.indicator,
        "area": figure.area,
        "starts": figure.starts.isoformat(),
        "method": "" if figure.method == "value" else figure.method,
        "source": question.source or "",
        "stratum": question.stratum,
        "known": question.known.isoformat() if question.known else "",
        "borders": question.borders.isoformat() if question.borders else "",
    }
    return Cell(figure, f"{reverse('figures:provenance')}?{urlencode({k: v for k, v in asked.items() if v})}")
