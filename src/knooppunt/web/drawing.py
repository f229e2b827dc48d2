"""Small drawings in the page: icons, the line of the phase, sparklines. Attributes only, no inline style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from knooppunt.web.formats import is_number, number_text, unknown

WIDTH, HEIGHT, MARGIN = 128.0, 28.0, 3.0

# Drawn on a grid of 20 by 20, strokes of 1.75.
STROKES = {
    "upload": "M10 13V3M6 7l4-4 4 4M3 13v4h14v-4",
    "download": "M10 3v10M6 9l4 4 4-4M3 13v4h14v-4",
    "search": "M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM12.6 12.6 17 17",
    "figures": "M3 17h14M5.5 17v-5M10 17V4M14.5 17V8",
    "today": "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 10h.01",
    "editions": "M5 3h10v14H5ZM8 7h4M8 10h4",
    "incident": "M10 3v8M10 16h.01",
    "journal": "M5 3v14M5 6h10M5 10h10M5 14h7",
    "account": "M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3.5 17a6.5 6.5 0 0 1 13 0",
    "check": "M4 10.5 8 15l8-10",
    "warn": "M10 3 2.5 16.5h15ZM10 8.5v3.5M10 14.3v.2",
    "bad": "M7 2.5h6L17.5 7v6L13 17.5H7L2.5 13V7ZM10 6v5M10 13.6v.2",
    "info": "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 9v5M10 6.2v.2",
    "clock": "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4l3 2",
    "close": "M5 5l10 10M15 5 5 15",
    "plus": "M10 4v12M4 10h12",
    "arrow": "M4 10h12M11 5l5 5-5 5",
    "print": "M6 7V3h8v4M6 14H3V7h14v7h-3M6 11h8v6H6Z",
    "sun": "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2"
    "M4 4l1.4 1.4M14.6 14.6 16 16M16 4l-1.4 1.4M5.4 14.6 4 16",
    "moon": "M16.5 11.5A7 7 0 1 1 8.5 3.5a5.5 5.5 0 0 0 8 8Z",
    "rows": "M3 5h14M3 10h14M3 15h14",
    "wall": "M2.5 4h15v10h-15ZM7 17h6",
    "doc": "M5 2.5h7l3 3v12H5ZM12 2.5v3h3",
    "node": "M10 14a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM1 10h5M14 10h5",
    "up": "M10 16V4M5 9l5-5 5 5",
    "down": "M10 4v12M5 11l5 5 5-5",
    "dip": "M2 5l5 9 3-4 3 5 5-10",
    "jump": "M2 15h6V5h10",
    "backlog": "M3 16h14M4 12h3v4M8.5 12h3v4M13 4h3v12",
    "negative": "M4 10h12",
    "outside": "M3 3v14M17 3v14M6 10h3M11 10h3",
    "corrected": "M4 10a6 6 0 1 1 2 4.5M4 16v-3.5h3.5",
}


def icon(name: str) -> SafeString:
    """A decorative drawing; the words stand beside it. ``KeyError`` for a name that does not exist."""
    return format_html(
        '<svg class="kp-icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.75" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{}"/></svg>',
        STROKES[name],
    )


def phase_line(lit: int) -> SafeString:
    """Three nodes on a line, of which number ``lit`` (0, 1 or 2) is filled."""
    nodes = "".join(
        f'<circle cx="{8 + 18 * place}" cy="8" r="{6 if place == lit else 4}" '
        f'fill="{"currentColor" if place == lit else "none"}"/>'
        for place in range(3)
    )
    return mark_safe(  # noqa: S308  # built from numbers only
        '<svg viewBox="0 0 52 16" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">'
        f'<path d="M{14 if lit == 0 else 12} 8h{8}M{32 if lit == 1 else 30} 8h8"/>{nodes}</svg>'
    )


def sparkline(values: Iterable[float | None], label: str = "") -> SafeString:
    """A line through ``values``, oldest first; ``None`` leaves a gap, the last known point gets a node."""
    series = [float(value) if is_number(value) else None for value in values]  # type: ignore[arg-type]  # is_number
    known = [value for value in series if value is not None]
    if not known:
        return unknown()
    points = _points(series, min(*known, 0.0), max(known))
    return format_html(
        '<svg class="kp-sparkline" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<path class="base" d="M0 {}H{}"/><path class="line" d="{}"/><path class="end" d="{}"/></svg>',
        *(f"{WIDTH:g}", f"{HEIGHT:g}", label or summary(known), f"{HEIGHT - MARGIN:g}", f"{WIDTH:g}"),
        *(_path(points), _end(points)),
    )


def summary(known: Sequence[float]) -> str:
    """What the line shows, in words."""
    return gettext("Course: lowest {low}, highest {high}, last {last}").format(
        low=number_text(min(known)), high=number_text(max(known)), last=number_text(known[-1])
    )


def _points(series: Sequence[float | None], low: float, high: float) -> list[tuple[float, float] | None]:
    step = (WIDTH - 2 * MARGIN) / max(len(series) - 1, 1)
    span = (high - low) or 1.0
    scale = (HEIGHT - 2 * MARGIN) / span
    return [
        None if value is None else (MARGIN + place * step, HEIGHT - MARGIN - (value - low) * scale)
        for place, value in enumerate(series)
    ]


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    words: list[str] = []
    pen_is_down = False
    for point in points:
        if point is None:
            pen_is_down = False
            continue
        words.append(f"{'L' if pen_is_down else 'M'}{point[0]:.1f} {point[1]:.1f}")
        pen_is_down = True
    return "".join(words)


def _end(points: Sequence[tuple[float, float] | None]) -> str:
    x, y = next(point for point in reversed(points) if point is not None)
    return f"M{x:.1f} {y:.1f}h0"
