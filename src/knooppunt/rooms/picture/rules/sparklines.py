"""A word-sized line of a series, as SVG. The same drawing stands in the page, the file and the PDF."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

WIDTH, HEIGHT, EDGE = 96, 22, 3

Point = tuple[float, float]


def spark(points: Sequence[Mapping[str, Any]], colour: str = "currentColor") -> str:
    """SVG of ``points`` (``on``, ``value``); the line breaks where a value is unknown; empty without any value."""
    valued = [
        (date.fromisoformat(point["on"]), float(point["value"])) for point in points if point["value"] is not None
    ]
    if not valued:
        return ""
    days = [when.toordinal() for when, _ in valued]
    values = [value for _, value in valued]
    span = (days[0], max(days[-1] - days[0], 1))
    low, high = _range(points, values)
    placed = [(_across(one, span), _up(value, low, high)) for one, value in zip(days, values, strict=True)]
    lines = [_line([placed[place] for place in run], colour) for run in _runs(days) if len(run) > 1]
    (x, y) = placed[-1]
    end = f'<circle cx="{x:g}" cy="{y:g}" r="2.2" fill="{colour}"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
    return f"{head}{''.join(lines)}{end}</svg>"


def _range(points: Sequence[Mapping[str, Any]], values: Sequence[float]) -> tuple[float, float]:
    """Counts from zero; estimates over the width of their intervals, which is how far they can be told apart."""
    limits = [point[limit] for point in points for limit in ("lower", "upper") if point.get(limit) is not None]
    return (min(limits), max(limits)) if limits else (min(0.0, *values), max(values))


def _across(one: int, span: tuple[int, int]) -> float:
    return round(EDGE + (one - span[0]) / span[1] * (WIDTH - 2 * EDGE), 1)


def _up(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)


def _runs(days: Sequence[int]) -> list[list[int]]:
    """Indexes of days that follow each other at the usual step."""
    steps = sorted(later - one for one, later in itertools.pairwise(days))
    usual = steps[len(steps) // 2] if steps else 1
    runs: list[list[int]] = [[0]]
    for place in range(1, len(days)):
        if days[place] - days[place - 1] > usual:
            runs.append([])
        runs[-1].append(place)
    return runs


def _line(run: Sequence[Point], colour: str) -> str:
    path = " ".join(f"{x:g},{y:g}" for x, y in run)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.4" stroke-linejoin="round"/>'
