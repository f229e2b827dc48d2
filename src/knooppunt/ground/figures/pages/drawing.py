"""Lines through time: as a Vega-Lite specification for the browser, and as the plain drawing before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import floor, log10
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from knooppunt.ground.figures.queries.asking import Figure

# Okabe and Ito (2008): told apart with every common colour-vision deficiency; the dashes do it without colour.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8A8A8A", "#E69F00")
DASHES = ("", "6 3", "2 2", "8 3 2 3", "1 3", "10 4")
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 260, 64, 12, 12, 28
SPARSE = 45
"""With fewer points than this each point is marked."""

Lines = Mapping[str, Sequence[Figure]]


def lines_spec(lines: Lines, unit: str) -> dict[str, Any]:
    """One line for each name, broken where a figure is unknown, with its limits as a band where there are any."""
    rows = [_row(name, one) for name, line in lines.items() for one in line]
    names = list(lines)
    dashes = [[int(part) for part in _style(DASHES, place).split()] or [1, 0] for place in range(len(names))]
    colour: dict[str, Any] = {"field": "a", "type": "nominal", "sort": names, "title": None}
    colour["scale"] = {"domain": names, "range": [_style(COLOURS, place) for place in range(len(names))]}
    colour["legend"] = {"orient": "top", "labelLimit": 260, "columns": 3} if len(names) > 1 else None
    axis = {"format": "%-d %b", "labelOverlap": True, "grid": False}
    x = {"field": "d", "type": "temporal", "title": None, "axis": axis}
    y = {"field": "v", "type": "quantitative", "title": unit or None, "axis": {"tickCount": 5, "domain": False}}
    tooltip = [
        {"field": "a", "title": " "},
        {"field": "d", "type": "temporal", "format": "%-d %B %Y", "title": " "},
        {"field": "v", "type": "quantitative", "format": ",.4~r", "title": unit or " "},
    ]
    dash = {"field": "a", "type": "nominal", "scale": {"domain": names, "range": dashes}, "legend": colour["legend"]}
    mark = {"type": "line", "point": len(rows) < SPARSE * len(names), "strokeWidth": 2}
    layers: list[dict[str, Any]] = [{"mark": mark, "encoding": {"y": y, "strokeDash": dash, "tooltip": tooltip}}]
    if any("l" in row for row in rows):
        band = {"y": {"field": "l", "type": "quantitative"}, "y2": {"field": "u"}}
        layers.insert(0, {"mark": {"type": "area", "opacity": 0.18}, "encoding": band})
    encoding = {"x": x, "color": colour}
    return {"width": "container", "height": 240, "data": {"values": rows}, "encoding": encoding, "layer": layers}


def _row(name: str, one: Figure) -> dict[str, Any]:
    row: dict[str, Any] = {"a": name, "d": f"{one.as_of.isoformat()}T00:00:00", "v": one.value}
    return row | {"l": one.lower, "u": one.upper} if one.lower is not None and one.upper is not None else row


def lines_svg(lines: Lines, language: str) -> SafeString:
    """The same lines without a browser's help: axes, a dash and a colour for each name, the names on top."""
    days = [one.as_of for line in lines.values() for one in line]
    known = [one.value for line in lines.values() for one in line if one.value is not None]
    frame = _Frame(min(days), max(days), min(0.0, *known), _nice(max(*known, 1e-9)))
    paths = format_html_join(
        "",
        '<path d="{}" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="{}"/>',
        (
            (frame.path(line), _style(COLOURS, place), _style(DASHES, place))
            for place, line in enumerate(lines.values())
        ),
    )
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" font-family="sans-serif" font-size="12" fill="#333">'
        "{}{}{}</svg>",
        *(WIDTH, HEIGHT, ", ".join(lines), frame.axes(language), _legend(list(lines)), paths),
    )


def _style(styles: Sequence[str], place: int) -> str:
    return styles[place % len(styles)]


def _nice(top: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(top))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= top)


def _legend(names: list[str]) -> SafeString:
    if len(names) < 2:
        return SafeString("")
    return format_html_join(
        "",
        '<path d="M{} 8h22" stroke="{}" stroke-width="2" stroke-dasharray="{}"/><text x="{}" y="12">{}</text>',
        (
            (x, _style(COLOURS, place), _style(DASHES, place), x + 28, name)
            for place, name in enumerate(names)
            for x in [LEFT + place * (WIDTH - LEFT) // len(names)]
        ),
    )


class _Frame:
    """Where a day and a value lie in the drawing."""

    def __init__(self, first: date, last: date, low: float, high: float) -> None:
        self.first, self.last, self.low, self.high = first, last, low, high

    def path(self, line: Sequence[Figure]) -> str:
        """A path that is broken where a value is unknown; a point alone is a dot."""
        words, pen_is_down = [], False
        for one in line:
            if one.value is not None:
                words.append(f"{'L' if pen_is_down else 'M'}{self.x(one.as_of):.1f} {self.y(one.value):.1f}")
            pen_is_down = one.value is not None
        return "".join(words)

    def x(self, day: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / max((self.last - self.first).days, 1)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM - 12) * (value - self.low) / (self.high - self.low)

    def axes(self, language: str) -> SafeString:
        """Four lines across with their values, the first and the last day below."""
        steps = [self.low + (self.high - self.low) * part / 4 for part in range(5)]
        across = format_html_join(
            "",
            '<path d="M{} {}H{}" stroke="#ddd"/><text x="{}" y="{}" text-anchor="end">{}</text>',
            (
                (LEFT, f"{y:.1f}", WIDTH - RIGHT, LEFT - 6, f"{y + 4:.1f}", _short(step, language))
                for step, y in zip(steps, map(self.y, steps), strict=True)
            ),
        )
        ends = ((LEFT, "start", self.first), (WIDTH - RIGHT, "end", self.last))
        below = format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="{}">{}</text>',
            (
                (x, HEIGHT - 8, anchor, format_date(day, "j b Y" if language == "nl" else "j M Y"))
                for x, anchor, day in ends
            ),
        )
        return format_html("{}{}", across, below)


def _short(value: float, language: str) -> str:
    written = f"{value:,.10g}" if abs(value) < 1 else f"{value:,.6g}"
    return written.translate({ord(","): ".", ord("."): ","}) if language == "nl" else written
