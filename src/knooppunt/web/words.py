"""The words and symbols that stand beside a colour: flags, phases, markings, methods."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Word = str | Promise

FLAGS: dict[str, Word] = {
    "backlog": _("Backlog"),
    "dip": _("Dip"),
    "jump": _("Jump"),
    "negative": _("Negative day"),
    "outside": _("Outside its limits"),
}

PHASES: dict[str, Word] = {"cold": _("Cold"), "lukewarm": _("Lukewarm"), "warm": _("Warm")}

BADGE_SYMBOLS = {"plain": "", "good": "check", "info": "info", "warn": "warn", "bad": "bad"}

METHODS: dict[str, Word] = {
    "value": _("As delivered"),
    "daily": _("Difference with the day before"),
    "per_100k": _("Per 100,000 inhabitants"),
    "sum7": _("Sum of seven days"),
    "mean7": _("Mean of seven days"),
    "sum7_per_100k": _("Sum of seven days per 100,000 inhabitants"),
    "change_week": _("Change on the seven days before"),
    "trend": _("Trend over fourteen days"),
    "share": _("Share"),
    "rank": _("Rank"),
}

SMALL_SAMPLE = 100
"""Fewer respondents than this and the page says so: an interval is then some twenty points wide."""


def in_language(value: Any) -> str:
    """A thing with ``nl`` and ``en`` (attributes or keys, also ``title_nl``) in the language of the reader."""
    language = (get_language() or "nl")[:2]
    if isinstance(value, dict):
        return _from_mapping(value, language)
    return str(getattr(value, language, None) or getattr(value, "nl", None) or value or "")


def _from_mapping(value: dict[str, Any], language: str) -> str:
    for wanted in (language, "nl", "en"):
        for key in (wanted, f"title_{wanted}", f"name_{wanted}"):
            if value.get(key):
                return str(value[key])
    return ""
