"""How numbers, days and moments are written in Dutch and in English. Unknown is a word, never a zero."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from knooppunt.kit.clock import NETHERLANDS

MINUS = "\u2212"
THIN = "\u202f"
DASH = "\u2013"
PATTERNS = {"long": "j F Y", "short": "j M", "weekday": "l j F Y", "numeric": "Y-m-d"}

Number = float | int


def unknown() -> SafeString:
    """The word for what is not known, marked as such."""
    return format_html('<span class="kp-unknown">{}</span>', gettext("unknown"))


def is_number(value: Any) -> bool:
    """Whether ``value`` is a number that can be written; ``NaN`` counts as unknown."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def decimals_of(value: Number, decimals: int | str | None) -> int:
    """How many decimals to write: what was asked, or none for a whole number and one for any other."""
    if decimals is not None and decimals != "":
        return int(decimals)
    return 0 if float(value).is_integer() else 1


def number_text(value: Number, decimals: int | str | None = None) -> str:
    """``84.778`` in Dutch, ``84,778`` in English; a real minus sign."""
    written = f"{abs(value):,.{decimals_of(value, decimals)}f}"
    if (get_language() or "nl").startswith("nl"):
        written = written.translate({ord(","): ".", ord("."): ","})
    is_nil = not any(digit in "123456789" for digit in written)
    return f"{MINUS}{written}" if value < 0 and not is_nil else written


def signed_text(value: Number, decimals: int | str | None = None) -> str:
    """With ``+`` or a minus sign; nothing before zero."""
    written = number_text(value, decimals)
    is_nil = not any(digit in "123456789" for digit in written)
    return written if value < 0 or is_nil else f"+{written}"


def percent_text(value: Number, decimals: int | str | None = 1, *, signed: bool = False) -> str:
    """``value`` is already a percentage: ``12.3`` is written ``12,3 %``."""
    return f"{(signed_text if signed else number_text)(value, decimals)}{THIN}%"


def interval_text(lower: Number, upper: Number, decimals: int | str | None = 1) -> str:
    """``8,1–18,0``; a word instead of the dash when a limit is negative, so that it cannot be read as a minus."""
    low, high = number_text(lower, decimals), number_text(upper, decimals)
    if lower < 0 or upper < 0:
        return gettext("{low} to {high}").format(low=low, high=high)
    return f"{low}{DASH}{high}"


def as_day(value: Any) -> date | None:
    """A day from a day, a moment (its day in the Netherlands) or ISO text; ``None`` for nothing."""
    if isinstance(value, datetime):
        return value.astimezone(NETHERLANDS).date()
    if isinstance(value, str) and value:
        return as_day(datetime.fromisoformat(value)) if "T" in value else date.fromisoformat(value)
    return value if isinstance(value, date) else None


def as_moment(value: Any) -> datetime | None:
    """An aware moment in Netherlands time, from a moment or ISO text; ``None`` for nothing."""
    if isinstance(value, str) and value:
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return None
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(NETHERLANDS)


def day_text(value: date, pattern: str = "long") -> str:
    """``15 september 2020``; other patterns: ``short``, ``weekday``, ``numeric``."""
    return _written(value, PATTERNS.get(pattern, pattern), get_language() or "nl")


def moment_text(value: datetime) -> str:
    """``15 sep 2020, 14:05`` in the Netherlands."""
    return _written(value.astimezone(NETHERLANDS), "j M Y, H:i", get_language() or "nl")


@lru_cache(4096)
def _written(value: date, pattern: str, language: str) -> str:
    # Dutch writes short months without a capital.
    return format_date(value, pattern if language.startswith("en") else pattern.replace("M", "b"))
