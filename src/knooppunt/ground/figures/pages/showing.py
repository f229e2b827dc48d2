"""What the page draws of an answer: tiles, chart, table, and the same as rows of a CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import get_language

from knooppunt.ground.figures.pages.asking import Question
from knooppunt.ground.figures.pages.drawing import lines_spec, lines_svg
from knooppunt.ground.figures.pages.tables import (
    CHANGE,
    PER,
    Cell,
    area_rows,
    beside,
    cell_of,
    day_rows,
)
from knooppunt.ground.figures.pages.wording import method_name, method_unit, own, source_name
from knooppunt.ground.figures.queries.asking import Figure
from knooppunt.ground.figures.rules.methods import recipe
from knooppunt.ground.geography.public import area_name

DAYS_ON_A_PAGE = 62
MOST_TILES = 4
COLUMNS = (
    "indicator", "area", "area_name", "stratum", "from", "until", "value", "lower", "upper", "n", "unit", "method",
    "source", "delivery", "as_of", "reported_at", "known_since", "flags", "gap", "unknown_part", "contributors",
    "expected", "corrected",
)  # fmt: skip
"""The first are those of a general table, so that a file of plain values can be imported again."""

Answers = Sequence[Mapping[str, Sequence[Figure]]]


@dataclass(frozen=True, slots=True)
class Tile:
    """The newest figure of one area, large."""

    name: str
    cell: Cell
    change: float | None
    course: list[float | None]


def shown(asked: Question, answers: Answers, sort: str, page: str | None) -> dict[str, Any]:
    """The context of the page. ``sort`` orders areas that are compared, ``page`` is of the days."""
    figures = [figure for found in answers[0].values() for figure in found]
    sources = sorted({figure.source for figure in figures if figure.source})
    context = {
        "asked": asked,
        "unit": method_unit(asked.method, asked.indicator),
        "method": method_name(asked.method),
        "heading": "" if asked.method == "value" else method_name(asked.method),
        "decimals": _decimals(figures),
        "worse": "up" if asked.indicator.higher_is_worse else "down",
        "sources": [source_name(source) for source in sources],
        "known_since": max((one.known_since for one in figures if one.known_since), default=None),
        "as_of": max((one.as_of for one in figures if one.value is not None), default=None),
        "is_unknown": all(one.value is None for one in figures),
    }
    return context | (_compared(asked, answers, sort) if asked.areas.whole else _days(asked, answers, page))


def _compared(asked: Question, answers: Answers, sort: str) -> dict[str, Any]:
    rows = area_rows(asked, answers, sort or "-value")
    extra = beside(asked)
    return {"rows": rows, "sort": sort or "-value", "has_per": PER in extra, "has_change": CHANGE in extra}


def _days(asked: Question, answers: Answers, page: str | None) -> dict[str, Any]:
    rows = day_rows(asked, answers[0])
    names = [area_name(code) for code in asked.areas.codes]
    lines = {area_name(code): answers[0][code] for code in asked.areas.codes}
    unit = method_unit(asked.method, asked.indicator)
    is_line = any(len([one for one in line if one.value is not None]) > 1 for line in lines.values())
    return {
        "names": names,
        "page": Paginator(rows, DAYS_ON_A_PAGE).get_page(page),
        "tiles": _tiles(asked, answers) if len(names) <= MOST_TILES else [],
        "chart_label": ": ".join(filter(None, (own(asked.indicator, "name"), method_name(asked.method)))),
        "spec": lines_spec(lines, unit) if is_line else None,
        "svg": lines_svg(lines, (get_language() or "nl")[:2]) if is_line else "",
    }


def _tiles(asked: Question, answers: Answers) -> list[Tile]:
    extra = dict(zip(beside(asked), answers[1:], strict=True))
    changes = extra.get(CHANGE, {})
    return [
        Tile(
            name=area_name(code),
            cell=cell_of(asked, found[-1] if found else None),
            change=changes[code][-1].value if changes.get(code) else None,
            course=[figure.value for figure in found],
        )
        for code, found in answers[0].items()
    ]


def _decimals(figures: Sequence[Figure]) -> int:
    """One decimal everywhere or nowhere: a column must not dance."""
    return int(any(one.value is not None and not float(one.value).is_integer() for one in figures))


def table_name(asked: Question) -> str:
    """What the download is called."""
    areas = "-".join(one for one, _ in asked.areas.picked).replace(":", "-")
    return f"{asked.indicator.slug}_{asked.method}_{areas}_{asked.since}_{asked.until}"


def csv_rows(asked: Question, found: Mapping[str, Sequence[Figure]]) -> Iterator[Sequence[Any]]:
    """Each figure with all that stands beside it, as in ``COLUMNS``."""
    ranked = recipe(asked.method).ranked
    unit = "" if ranked else method_unit(asked.method, asked.indicator) or own(asked.indicator, "unit")
    for code, figures in found.items():
        for one in figures:
            yield (
                one.indicator, code, area_name(code), asked.stratum, one.starts, one.as_of, one.value, one.lower,
                one.upper, one.n, unit, one.method, one.source, one.delivery, one.as_of, _iso(one.reported_at),
                _iso(one.known_since), " ".join(one.flags), one.gap, one.unknown_part, one.contributors, one.expected,
                "yes" if one.corrected else "",
            )  # fmt: skip


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
