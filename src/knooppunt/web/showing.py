"""A figure as people see it: its value with everything that has to stand beside it, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from knooppunt.web import formats
from knooppunt.web.drawing import icon
from knooppunt.web.words import FLAGS, METHODS, SMALL_SAMPLE, in_language

NOTHING = mark_safe("")
DRAWN = 4096
"""How many drawn figures a process remembers: the same figures stand on page after page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts of a figure, from an object of the figures room or from the JSON of an edition."""

    value: Any = None
    lower: Any = None
    upper: Any = None
    n: Any = None
    unit: Any = ""
    indicator: Any = ""
    area: Any = ""
    starts: Any = None
    ends: Any = None
    method: Any = ""
    source: Any = ""
    delivery: Any = None
    as_of: Any = None
    reported_at: Any = None
    known_since: Any = None
    version: Any = ""
    flags: Any = ()
    gap: Any = None
    gap_known: Any = None
    unknown_part: Any = None
    contributors: Any = None
    expected: Any = None
    corrected: Any = False


NAMES = tuple(field.name for field in fields(Shown))


def parts_of(figure: Any) -> Shown:
    """The parts of ``figure``; what it does not say is unknown. ``None`` is a figure of which nothing is known."""
    if figure is None:
        return Shown()
    if isinstance(figure, dict):
        found = {name: figure[name] for name in NAMES if name in figure}
    else:
        found = {name: getattr(figure, name) for name in NAMES if hasattr(figure, name)}
    # Values that can be hashed, so that what was drawn once need not be drawn again.
    return Shown(**found | {"flags": tuple(found.get("flags") or ()), "unit": in_language(found.get("unit") or "")})


def figure_html(figure: Any, decimals: int | str | None = None, unit: str = "") -> SafeString:
    """The value, its interval, a word for a small sample, and a mark for each flag and for a correction."""
    return _figure(parts_of(figure), decimals, unit, get_language())


@lru_cache(DRAWN)
def _figure(shown: Shown, decimals: int | str | None, unit: str, language: str | None) -> SafeString:
    if not formats.is_number(shown.value):
        return format_html('<span class="kp-figure">{}</span>{}', formats.unknown(), _marks(shown))
    return format_html(
        '<span class="kp-figure">{}{}{}</span>{}',
        formats.number_text(shown.value, decimals),
        _unit(unit or shown.unit),
        _rest(shown, decimals),
        _marks(shown),
    )


def _unit(unit: str) -> SafeString:
    space = formats.THIN if unit == "%" else " "
    return format_html('<span class="kp-figure__unit">{}{}</span>', space, unit) if unit else NOTHING


def _rest(shown: Shown, decimals: int | str | None) -> SafeString:
    words = []
    if formats.is_number(shown.lower) and formats.is_number(shown.upper):
        interval = formats.interval_text(shown.lower, shown.upper, formats.decimals_of(shown.value, decimals))
        words.append(f"({interval})")
    if shown.lower is not None and formats.is_number(shown.n) and shown.n < SMALL_SAMPLE:
        words.append(gettext("small sample, n = {n}").format(n=formats.number_text(shown.n)))
    return format_html(' <span class="kp-figure__rest">{}</span>', " · ".join(words)) if words else NOTHING


def _marks(shown: Shown) -> SafeString:
    marks = [(f"kp-mark kp-mark--{kind}", kind, FLAGS.get(kind, kind)) for kind in shown.flags]
    if shown.corrected:
        marks.append(("kp-mark kp-mark--corrected", "corrected", gettext("Corrected since it first came in")))
    return format_html_join(
        "",
        '<span class="{}" title="{}">{}<span class="kp-visually-hidden">{}</span></span>',
        ((style, word, icon(kind), word) for style, kind, word in marks),
    )


def provenance_html(figure: Any, label: str = "") -> SafeString:
    """A fold with where the figure comes from. What is not known is said to be unknown."""
    return _fold(parts_of(figure), label, get_language())


@lru_cache(DRAWN)
def _fold(shown: Shown, label: str, language: str | None) -> SafeString:
    rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", _provenance(shown))
    return format_html(
        '<details class="kp-prov"><summary><span>{}</span></summary><dl class="kp-facts">{}</dl></details>',
        label or gettext("Where this comes from"),
        rows,
    )


def _provenance(shown: Shown) -> Iterator[tuple[str, Any]]:
    yield gettext("Source"), shown.source or formats.unknown()
    yield gettext("Delivery"), _delivery(shown.delivery)
    yield gettext("As of"), _day(shown.as_of)
    if shown.reported_at:
        yield gettext("Reported at"), _moment(shown.reported_at)
    yield gettext("Known since"), _moment(shown.known_since)
    if shown.method:
        yield gettext("Method"), METHODS.get(str(shown.method), shown.method)
    yield from _certainty(shown)
    yield from _completeness(shown)
    yield gettext("Flags"), ", ".join(str(FLAGS.get(kind, kind)) for kind in shown.flags) or gettext("none")
    if shown.corrected:
        yield gettext("Corrected"), gettext("yes, since it first came in")
    if shown.version:
        yield gettext("Version"), format_html('<span class="kp-mono kp-break">{}</span>', shown.version)


def _certainty(shown: Shown) -> Iterator[tuple[str, Any]]:
    if formats.is_number(shown.lower) and formats.is_number(shown.upper):
        yield gettext("Interval"), formats.interval_text(shown.lower, shown.upper)
    if formats.is_number(shown.n) and shown.contributors is None:
        yield gettext("Sample"), formats.number_text(shown.n)


def _completeness(shown: Shown) -> Iterator[tuple[str, Any]]:
    if shown.gap_known:
        yield gettext("Gap in the adding-up"), formats.signed_text(shown.gap or 0)
    elif shown.gap_known is not None:
        yield gettext("Gap in the adding-up"), gettext("cannot be computed: one of the two sides is not delivered")
    if formats.is_number(shown.unknown_part):
        yield gettext("Of which area unknown"), formats.number_text(shown.unknown_part)
    if formats.is_number(shown.contributors):
        yield gettext("Added up from"), _contributors(int(shown.contributors), shown.expected)


def _contributors(contributors: int, expected: Any) -> str:
    if formats.is_number(expected):
        return gettext("{contributors} of {expected} areas").format(contributors=contributors, expected=int(expected))
    return ngettext("{count} area", "{count} areas", contributors).format(count=contributors)


def _delivery(delivery: Any) -> Any:
    if not delivery:
        return formats.unknown()
    return format_html('<a class="kp-link kp-mono kp-break" href="/imports/{}/">{}</a>', delivery, delivery)


def _day(value: Any) -> Any:
    day = formats.as_day(value)
    return formats.day_text(day) if day else formats.unknown()


def _moment(value: Any) -> Any:
    moment = formats.as_moment(value)
    return formats.moment_text(moment) if moment else formats.unknown()


def stamp_html(as_of: Any, known_since: Any = None) -> SafeString:
    """“As of 15 September 2020 · known since 15 Sep 2020, 14:05”, machine-readable too."""
    day, moment = formats.as_day(as_of), formats.as_moment(known_since)
    first = format_html("{} {}", gettext("as of"), _time_of(day))
    if moment is None:
        return format_html('<span class="kp-stamp"><span>{}</span></span>', first)
    second = format_html("{} {}", gettext("known since"), _time(moment.isoformat(), formats.moment_text(moment)))
    return format_html('<span class="kp-stamp"><span>{}</span><span>{}</span></span>', first, second)


def _time_of(day: date | None) -> SafeString:
    return _time(day.isoformat(), formats.day_text(day)) if day else formats.unknown()


def _time(machine: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)
