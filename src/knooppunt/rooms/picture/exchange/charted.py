"""Map, chart and comparison as they are shown: the specification, what it says in words, and the table behind it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from knooppunt.rooms.picture.exchange import charts, maps
from knooppunt.rooms.picture.exchange.cells import Speaker, method_unit
from knooppunt.rooms.picture.rules.classes import class_of
from knooppunt.rooms.picture.rules.wording import day, decimals_of, short_day, span, written

Shown = dict[str, Any]
SYMBOLS = ("①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧")


def mapped(block: Mapping[str, Any], say: Speaker, ground: maps.Ground) -> Shown:
    """A map over ``ground``: its classes with symbols, the regions from high to low behind it."""
    cells = {region["area"]: say.cell(region["figure"]) for region in block["regions"]}
    values = {area: cell["value"] for area, cell in cells.items()}
    texts = {area: "?" if cell["unknown"] else _short(cell["value"], say) for area, cell in cells.items()}
    label = say.words(block["label"])
    return {
        "label": label,
        "spec": maps.drawn(block, texts, values, ground, say.language),
        "legend": _legend(block, values, say),
        "unknown": sum(cell["unknown"] for cell in cells.values()),
        "alt": _map_alt(block, cells, say),
        "table": _map_table(block, cells, say),
    }


def _short(value: float, say: Speaker) -> str:
    """A value that fits on a tile."""
    return written(value, 0 if abs(value) >= 10 else decimals_of("value", [value]), say.language)


def _legend(block: Mapping[str, Any], values: Mapping[str, float | None], say: Speaker) -> list[Shown]:
    breaks = block["breaks"]
    palette = maps.colours(len(breaks) + 1)
    texts = _class_texts(breaks, say)
    counts = [0] * len(palette)
    for value in values.values():
        if value is not None:
            counts[class_of(value, breaks)] += 1
    rows = [
        {"symbol": SYMBOLS[place], "colour": palette[place], "text": text, "count": counts[place]}
        for place, text in enumerate(texts)
    ]
    unknown = sum(value is None for value in values.values())
    return [*rows, {"symbol": "?", "colour": maps.UNKNOWN, "text": _("unknown"), "count": unknown}]


def _class_texts(breaks: list[float], say: Speaker) -> list[str]:
    if not breaks:
        return [_("all values")]
    limits = [written(limit, decimals_of("value", list(breaks)), say.language) for limit in breaks]
    between = [span(one, other) for one, other in itertools.pairwise(limits)]
    return [_("less than {limit}").format(limit=limits[0]), *between, _("{limit} or more").format(limit=limits[-1])]


def _from_high(cells: Mapping[str, Shown]) -> list[tuple[str, Shown]]:
    known = [(area, cell) for area, cell in cells.items() if not cell["unknown"]]
    return sorted(known, key=lambda pair: -pair[1]["value"])


def _map_alt(block: Mapping[str, Any], cells: Mapping[str, Shown], say: Speaker) -> str:
    ordered = _from_high(cells)
    label = say.words(block["label"])
    if not ordered:
        return _("Map of the safety regions: {label}. Nothing is known.").format(label=label)
    (high, most), (low, least) = ordered[0], ordered[-1]
    sentence = _("Map of the safety regions: {label}. Highest: {high} ({most}); lowest: {low} ({least}).").format(
        label=label, high=say.area(high), most=most["text"], low=say.area(low), least=least["text"]
    )
    missing = len(cells) - len(ordered)
    return sentence + (" " + _("Unknown in {count} regions.").format(count=missing) if missing else "")


def _map_table(block: Mapping[str, Any], cells: Mapping[str, Shown], say: Speaker) -> Shown:
    ordered = [*_from_high(cells), *((area, cell) for area, cell in cells.items() if cell["unknown"])]
    texts = _class_texts(block["breaks"], say)
    rows = [
        [say.area(area), cell, "?" if cell["unknown"] else texts[class_of(cell["value"], block["breaks"])]]
        for area, cell in ordered
    ]
    return {"caption": say.words(block["label"]), "columns": [_("Region"), _("Value"), _("Class")], "rows": rows}


def chart(block: Mapping[str, Any], say: Speaker) -> Shown:
    """Series over time with the measures numbered as they stand in the drawing."""
    first = say.content["series"][block["lines"][0]["series"]]
    unit = method_unit(first["method"], say.words(say.indicator(first["indicator"]).get("unit")))
    measures = [
        {
            "number": place,
            "on": measure["on"],
            "day": day(measure["on"], say.language),
            "text": say.words(measure["label"]),
        }
        for place, measure in enumerate(block["measures"], start=1)
    ]
    return {
        "spec": charts.time_chart(say.content, block, say.language, unit),
        "measures": measures,
        "alt": _chart_alt(block, say),
        "table": _chart_table(block, unit, say),
    }


def _chart_alt(block: Mapping[str, Any], say: Speaker) -> str:
    days = _("Chart from {first} to {last}.").format(
        first=day(block["from"], say.language), last=day(block["until"], say.language)
    )
    return " ".join([days, *(_line_alt(line, say) for line in block["lines"])])


def _line_alt(line: Mapping[str, Any], say: Speaker) -> str:
    series = say.content["series"][line["series"]]
    valued = [point for point in series["points"] if point["value"] is not None]
    label = say.words(line["label"])
    if not valued:
        return _("{label}: unknown.").format(label=label)
    top, last = max(valued, key=lambda point: point["value"]), valued[-1]
    return _("{label}: highest {top} on {top_day}, last {last} on {last_day}.").format(
        label=label,
        top=say.number(top["value"], series["method"]),
        top_day=short_day(top["on"], say.language),
        last=say.number(last["value"], series["method"]),
        last_day=short_day(last["on"], say.language),
    )


def _chart_table(block: Mapping[str, Any], unit: str, say: Speaker) -> Shown:
    series = [say.content["series"][line["series"]] for line in block["lines"]]
    by_day = [{point["on"]: point for point in each["points"]} for each in series]
    days = sorted({on for points in by_day for on in points}, reverse=True)
    rows = [
        [
            short_day(on, say.language),
            *(_point(points.get(on), each["method"], unit, say) for points, each in zip(by_day, series, strict=True)),
        ]
        for on in days
    ]
    columns = [_("Day"), *(say.words(line["label"]) for line in block["lines"])]
    return {"caption": f"{say.words(block['title'])} ({unit})", "columns": columns, "rows": rows}


def _point(point: Mapping[str, Any] | None, method: str, unit: str, say: Speaker) -> str:
    if point is None or point["value"] is None:
        return _("unknown")
    text = say.number(point["value"], method, unit)
    limits = say.interval(dict(point) | {"method": method})
    return f"{text} ({limits})" if limits else text


def comparison(block: Mapping[str, Any], say: Speaker) -> Shown:
    """Shares with their intervals, one row per thing asked."""
    columns = [say.words(words) for words in block["columns"]]
    rows = [
        [say.words(row["label"]), *("" if cell is None else say.cell(cell) for cell in row["cells"])]
        for row in block["rows"]
    ]
    return {
        "spec": charts.comparison(say.content, block, say.language, "%"),
        "alt": _comparison_alt(block, columns, rows, say),
        "table": {"caption": say.words(block["title"]), "columns": [_("Subject"), *columns], "rows": rows},
    }


def _comparison_alt(block: Mapping[str, Any], columns: list[str], rows: list[list[Any]], say: Speaker) -> str:
    parts = []
    for name, *cells in rows:
        said = [f"{column} {cell['text']}" for column, cell in zip(columns, cells, strict=True) if cell]
        parts.append(f"{name}: {', '.join(said)}")
    return _("Chart of shares with their intervals, in percent. {rows}.").format(rows="; ".join(parts))
