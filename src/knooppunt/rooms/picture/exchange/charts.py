"""Charts as Vega-Lite: the one specification that page, file and PDF draw. Labels come in ready-made words."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from knooppunt.rooms.picture.rules.wording import MONTHS, SHORT_MONTHS, tongue

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# Okabe and Ito (2008): told apart with every common colour-vision deficiency. Dash and shape do it without colour.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#555555", "#E69F00")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3], [10, 4])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
QUIET = "#6B7280"
SPARSE = 45  # with fewer points than this each point is marked

Spec = dict[str, Any]


def specification(language: str, height: int, font: str = "sans-serif") -> Spec:
    """What all charts share: size, language of numbers and days, type. The page makes the width its own."""
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": height,
        "background": None,
        "config": {
            "font": font,
            "locale": _locale(language),
            "view": {"stroke": None},
            "axis": {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "domainColor": QUIET},
            "legend": {
                "labelFontSize": 11,
                "title": None,
                "orient": "top",
                "offset": 24,
                "labelLimit": 420,
                "symbolSize": 120,
            },
        },
    }


def _locale(language: str) -> Spec:
    dutch = language == "nl"
    week = ["zo", "ma", "di", "wo", "do", "vr", "za"] if dutch else ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    return {
        "number": {
            "decimal": "," if dutch else ".",
            "thousands": "." if dutch else ",",
            "grouping": [3],
            "currency": ["€", ""],
        },
        "time": {
            "dateTime": "%-d %B %Y, %H:%M",
            "date": "%-d %b %Y",
            "time": "%H:%M",
            "periods": ["", ""],
            "days": week,
            "shortDays": week,
            "months": MONTHS[language],
            "shortMonths": SHORT_MONTHS[language],
        },
    }


def time_chart(content: Mapping[str, Any], block: Mapping[str, Any], language: str, unit: str) -> Spec:
    """Series over time: bars or lines, bands where there are limits, numbered rules where something was decided."""
    labels = [tongue(line["label"], language) for line in block["lines"]]
    rows = [
        row
        for line in block["lines"]
        for row in _rows(content["series"][line["series"]], tongue(line["label"], language))
    ]
    shapes = {tongue(line["label"], language): line["shape"] for line in block["lines"]}
    layers = [*_bands(rows, labels), *_bars(rows, labels, shapes), *_lines(rows, labels, shapes)]
    base = {"x": _days(block), "y": _heights(unit, zero=block["from_zero"])}
    specification_ = specification(language, 260)
    return specification_ | {"encoding": base, "layer": [*layers, *_measures(block)]}


def _rows(series: Mapping[str, Any], label: str) -> list[Spec]:
    points = {point["on"]: point for point in series["points"]}
    return [_row(on, points.get(on), label) for on in _every_day(sorted(points))]


def _every_day(days: Sequence[str]) -> list[str]:
    """The days themselves; of a daily series also those that are missing, so that its line breaks there."""
    whens = [date.fromisoformat(on) for on in days]
    if len(whens) < 2 or min(later - one for one, later in itertools.pairwise(whens)) > timedelta(days=1):
        return list(days)
    return [(whens[0] + timedelta(days=step)).isoformat() for step in range((whens[-1] - whens[0]).days + 1)]


def _row(on: str, point: Mapping[str, Any] | None, label: str) -> Spec:
    point = point or {}
    row = {"d": on, "v": point.get("value"), "s": label}
    if point.get("lower") is not None and point.get("upper") is not None:
        row |= {"l": point["lower"], "u": point["upper"]}
    return row


def _days(block: Mapping[str, Any]) -> Spec:
    return {
        "field": "d",
        "type": "temporal",
        "scale": {"type": "utc", "domain": [block["from"], block["until"]]},
        "axis": {"title": None, "format": "%-d %b", "grid": False, "labelOverlap": True, "tickCount": 8},
    }


def _heights(unit: str, *, zero: bool) -> Spec:
    axis = {"title": unit, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -8, "format": ",~f"}
    axis |= {"grid": True, "domain": False, "ticks": False, "tickCount": 5, "titleX": 0}
    return {"field": "v", "type": "quantitative", "scale": {"zero": zero, "nice": True}, "axis": axis}


def _told_apart(labels: Sequence[str], channel: str, values: Sequence[Any]) -> Spec:
    spread = [values[place % len(values)] for place in range(len(labels))]
    spec: Spec = {"field": "s", "type": "nominal", "scale": {"domain": list(labels), "range": spread}}
    if len(labels) == 1:
        spec["legend"] = None
    return {channel: spec}


def _bands(rows: Sequence[Spec], labels: Sequence[str]) -> list[Spec]:
    limited = [row for row in rows if "l" in row]
    if not limited:
        return []
    encoding = {"y": {"field": "l", "type": "quantitative"}, "y2": {"field": "u"}} | _told_apart(
        labels, "color", COLOURS
    )
    return [{"data": {"values": limited}, "mark": {"type": "area", "opacity": 0.18}, "encoding": encoding}]


def _bars(rows: Sequence[Spec], labels: Sequence[str], shapes: Mapping[str, str]) -> list[Spec]:
    barred = [row for row in rows if shapes[row["s"]] == "bar"]
    if not barred:
        return []
    mark = {"type": "bar", "opacity": 0.45, "binSpacing": 0, "width": {"band": 0.8}}
    encoding = {"x": {"field": "d", "type": "temporal", "timeUnit": "utcyearmonthdate"}}
    return [{"data": {"values": barred}, "mark": mark, "encoding": encoding | _told_apart(labels, "color", COLOURS)}]


def _lines(rows: Sequence[Spec], labels: Sequence[str], shapes: Mapping[str, str]) -> list[Spec]:
    lined = [row for row in rows if shapes[row["s"]] == "line"]
    if not lined:
        return []
    colour = _told_apart(labels, "color", COLOURS)
    line = {
        "data": {"values": lined},
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": colour | _told_apart(labels, "strokeDash", DASHES),
    }
    points = {
        "data": {"values": [row for row in lined if row["v"] is not None]},
        "mark": {"type": "point", "filled": True, "size": 40, "opacity": 1},
        "encoding": colour | _told_apart(labels, "shape", SHAPES),
    }
    sparse = len(lined) <= SPARSE * len({row["s"] for row in lined})
    return [line, points] if sparse else [line]


def _measures(block: Mapping[str, Any]) -> list[Spec]:
    """Upright rules with the number under which the measure is listed beside the chart."""
    if not block["measures"]:
        return []
    rows = [{"d": measure["on"], "m": str(place)} for place, measure in enumerate(block["measures"], start=1)]
    rule = {"type": "rule", "strokeDash": [3, 3], "color": QUIET}
    text = {"type": "text", "fontSize": 10, "baseline": "bottom", "dy": -2, "color": QUIET}
    data = {"values": rows}
    return [
        {"data": data, "mark": rule, "encoding": {"y": None}},
        {"data": data, "mark": text, "encoding": {"y": {"value": 0}, "text": {"field": "m"}}},
    ]


def comparison(content: Mapping[str, Any], block: Mapping[str, Any], language: str, unit: str) -> Spec:
    """Shares from 0 to 100 as points on their intervals; one row per thing asked, one colour and shape per column."""
    columns = [tongue(words, language) for words in block["columns"]]
    rows = [
        _compared(content["figures"][cell], tongue(row["label"], language), column)
        for row in block["rows"]
        for cell, column in zip(row["cells"], columns, strict=True)
        if cell is not None
    ]
    known = [row for row in rows if row["v"] is not None]
    order = [tongue(row["label"], language) for row in block["rows"]]
    encoding = {
        "y": {"field": "r", "type": "nominal", "sort": order, "axis": {"title": None, "labelLimit": 260, "grid": True}},
        "yOffset": {"field": "s", "type": "nominal", "sort": columns},
    }
    colour = _told_apart(columns, "color", COLOURS)
    across = {
        "field": "v",
        "type": "quantitative",
        "scale": {"domain": [0, 100]},
        "axis": {"title": unit, "grid": True},
    }
    limits = {"x": across | {"field": "l"}, "x2": {"field": "u"}} | colour
    point = {"x": across} | colour | _told_apart(columns, "shape", SHAPES)
    layers = [
        {"mark": {"type": "rule", "strokeWidth": 2}, "encoding": limits},
        {"mark": {"type": "point", "filled": True, "size": 60, "opacity": 1}, "encoding": point},
    ]
    height = max(120, 30 * len(order))
    return specification(language, height) | {"data": {"values": known}, "encoding": encoding, "layer": layers}


def _compared(figure: Mapping[str, Any], row: str, column: str) -> Spec:
    value = figure["value"]
    lower = value if figure["lower"] is None else figure["lower"]
    upper = value if figure["upper"] is None else figure["upper"]
    return {"r": row, "s": column, "v": value, "l": lower, "u": upper}
