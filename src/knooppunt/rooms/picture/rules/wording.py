"""Numbers, days and moments as they are written in Dutch and in English. Language is ``"nl"`` or ``"en"``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from knooppunt.kit.zone import NETHERLANDS

SHORT_MONTHS = {
    "nl": ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_DUTCH = "januari februari maart april mei juni juli augustus september oktober november december"
_ENGLISH = "January February March April May June July August September October November December"
MONTHS = {"nl": _DUTCH.split(), "en": _ENGLISH.split()}
MINUS = "\u2212"
WHOLE_METHODS = ("value", "daily", "sum7", "rank")


def written(value: float, decimals: int, language: str, *, signed: bool = False) -> str:
    """``84.778`` or ``84,778``; a real minus; with ``signed`` also a plus."""
    text = f"{abs(value):,.{decimals}f}"
    if language == "nl":
        text = text.translate(str.maketrans(",.", ".,"))
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    return text if not text.strip("0,.") else sign + text


def decimals_of(method: str, values: Sequence[float], unit: str = "") -> int:
    """0 for counts; 1 for percentages and for what was computed, also when one of them happens to be whole."""
    whole = all(float(value).is_integer() for value in values)
    return 0 if unit != "%" and method.partition(":")[0] in WHOLE_METHODS and whole else 1


def span(low: str, high: str) -> str:
    """Two written numbers with a dash between them; with room around it beside a minus."""
    return f"{low} \u2013 {high}" if MINUS in low + high else f"{low}\u2013{high}"


def day(iso: str, language: str) -> str:
    """``15 september 2020``."""
    when = date.fromisoformat(iso[:10])
    return f"{when.day} {MONTHS[language][when.month - 1]} {when.year}"


def short_day(iso: str, language: str) -> str:
    """``15 sep 2020``."""
    when = date.fromisoformat(iso[:10])
    return f"{when.day} {SHORT_MONTHS[language][when.month - 1]} {when.year}"


def moment(iso: str, language: str) -> str:
    """``15 sep 2020, 14:05``, as the clock in the Netherlands had it."""
    when = datetime.fromisoformat(iso).astimezone(NETHERLANDS)
    return f"{short_day(when.date().isoformat(), language)}, {when:%H:%M}"


def in_short(text: str, longest: int = 120) -> str:
    """The text on one line, cut off with ``…`` at a word when it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest].rpartition(" ")[0] + " …"


def tongue(words: Mapping[str, Any] | None, language: str) -> str:
    """The words in this language; empty when there are none."""
    return str((words or {}).get(language, ""))


def paragraphs(text: str) -> list[dict[str, Any]]:
    """What a section wrote, as paragraphs and lists: a blank line parts, lines that begin with ``- `` are a list."""
    found: list[dict[str, Any]] = []
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        for line in lines:
            _add(found, line, fresh=line is lines[0])
    return found


def _add(found: list[dict[str, Any]], line: str, *, fresh: bool) -> None:
    kind = "list" if line.startswith("- ") else "p"
    words = line.removeprefix("- ")
    if fresh or not found or found[-1]["kind"] != kind:
        found.append({"kind": kind, "items": [words]})
    elif kind == "list":
        found[-1]["items"].append(words)
    else:
        found[-1]["items"][-1] += f" {words}"
