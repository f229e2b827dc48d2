"""Badges: text and symbol first, colour last."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from knooppunt.web import formats
from knooppunt.web.drawing import icon, phase_line
from knooppunt.web.words import BADGE_SYMBOLS, FLAGS, PHASES


def badge_html(tone: str, text: Any, symbol: str = "") -> SafeString:
    """A badge in one of the tones ``plain good info warn bad`` (``KeyError`` for another), with its symbol."""
    drawn = symbol or BADGE_SYMBOLS[tone]
    return format_html('<span class="kp-badge kp-badge--{}">{}{}</span>', tone, icon(drawn) if drawn else "", text)


def flag_html(kind: str) -> SafeString:
    """The badge of a plausibility flag."""
    return badge_html("warn", FLAGS[kind], symbol=kind)


def tlp_html(marking: Any) -> SafeString:
    """The label of the Traffic Light Protocol 2.0, in the colours the standard gives: ``TLP:AMBER+STRICT``."""
    word = str(getattr(marking, "value", marking) or "").lower().removeprefix("tlp:")
    if not word:
        return SafeString("")
    style = word.replace("+", "-").replace("_", "-")
    return format_html(
        '<span class="kp-tlp kp-tlp--{}">TLP:{}</span>', style, word.upper().replace("_", "+").replace("-", "+")
    )


def phase_html(phase: Any) -> SafeString:
    """Three nodes, one lit, and the word. ``KeyError`` for a phase that does not exist."""
    word = str(getattr(phase, "value", phase))
    return format_html(
        '<span class="kp-phase kp-phase--{}">{}<span><span class="kp-visually-hidden">{} </span>{}</span></span>',
        *(word, phase_line(list(PHASES).index(word)), gettext("Phase:"), PHASES[word]),
    )


def trend_html(change: Any, worse: str = "up", decimals: int | str | None = 1) -> SafeString:
    """A change in percent with an arrow; ``worse`` says which direction is bad: ``up``, ``down`` or ``none``."""
    if not formats.is_number(change):
        return formats.unknown()
    direction = "up" if change > 0 else "down" if change < 0 else "negative"
    tone = "flat" if worse == "none" or change == 0 else "bad" if direction == worse else "good"
    text = formats.percent_text(change, decimals, signed=True)
    return format_html('<span class="kp-trend kp-trend--{}">{} {}</span>', tone, icon(direction), text)


def changed_html(since: Any, text: str = "") -> SafeString:
    """“Changed since …”; nothing when there is no moment."""
    moment = formats.as_moment(since)
    if moment is None and not text:
        return SafeString("")
    words = text or gettext("Changed since {moment}").format(moment=formats.moment_text(moment))  # type: ignore[arg-type]  # checked above
    return format_html('<span class="kp-changed">{}{}</span>', icon("corrected"), words)
