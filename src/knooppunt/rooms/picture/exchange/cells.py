"""One figure in words: value, interval, how far it is to be trusted. Language is the one that is active."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from knooppunt.rooms.picture.rules.wording import day, decimals_of, moment, span, tongue, written

Cell = dict[str, Any]
SIGNED = ("change_week", "trend")
STEADY = 0.5  # a change of less than half a percent is no news


def method_unit(method: str, unit: str) -> str:
    """What the number of a method counts in; ``unit`` is that of the indicator."""
    if method.startswith("rank"):
        return ""
    return {
        "change_week": "%",
        "per_100k": _("per 100,000 inhabitants"),
        "daily_per_100k": _("per 100,000 inhabitants a day"),
        "sum7_per_100k": _("per 100,000 inhabitants in 7 days"),
        "mean7": _("{unit} a day").format(unit=unit),
        "trend": _("% a day"),
        "share": "%",
        "share7": "%",
    }.get(method.partition(":")[0], unit)


def method_text(method: str) -> str:
    """How a method makes its number, in a sentence part."""
    if method.startswith("rank"):
        return _("place in the order of areas, by: {method}").format(method=method_text(method[5:] or "value"))
    return {
        "value": _("as delivered, or added up from areas"),
        "daily": _("difference with the day before"),
        "per_100k": _("per 100,000 inhabitants"),
        "daily_per_100k": _("difference with the day before, per 100,000 inhabitants"),
        "sum7": _("sum of 7 days"),
        "mean7": _("mean of 7 days"),
        "sum7_per_100k": _("sum of 7 days per 100,000 inhabitants"),
        "change_week": _("7 days against the 7 days before, in percent"),
        "trend": _("growth per day over 14 days, with interval"),
        "share": _("share of the whole, with interval"),
        "share7": _("share of the whole in 7 days, with interval"),
    }.get(method.partition(":")[0], method)


def flag_text(kind: str) -> str:
    """What a plausibility flag says."""
    return {
        "backlog": _("backlog reported on one day"),
        "dip": _("unusual dip"),
        "jump": _("improbable jump"),
        "negative": _("negative number"),
        "outside": _("outside its limits"),
    }.get(kind, kind)


class Speaker:
    """Says the figures of one content in one language. The same language must be active in Django."""

    def __init__(self, content: Mapping[str, Any], language: str) -> None:
        self.content = content
        self.language = language

    def words(self, words: Mapping[str, Any] | None) -> str:
        return tongue(words, self.language)

    def indicator(self, slug: str) -> Mapping[str, Any]:
        return self.content["indicators"].get(slug) or {}

    def name(self, slug: str) -> str:
        return self.words(self.indicator(slug).get("name")) or slug

    def unit(self, figure: Mapping[str, Any]) -> str:
        return method_unit(figure["method"], self.words(self.indicator(figure["indicator"]).get("unit")))

    def number(self, value: float, method: str, unit: str = "", *, signed: bool = False) -> str:
        decimals = decimals_of(method, [value], unit)
        return written(value, decimals, self.language, signed=signed or method in SIGNED)

    def cell(self, index: int, *, worse: bool | None = None) -> Cell:
        """What stands in the place of figure ``index``; ``worse`` says which way is bad when it is a change."""
        figure = self.content["figures"][index]
        unknown = figure["value"] is None
        return {
            "text": _("unknown") if unknown else self.number(figure["value"], figure["method"], self.unit(figure)),
            "unknown": unknown,
            "unit": "" if unknown else self.unit(figure),
            "value": figure["value"],
            "figure": index,
            "note": figure["note"],
            "interval": self.interval(figure),
            "small": self.small(figure),
            "small_short": _("small: n = {count}").format(count=figure["n"]).replace(" = ", "\u00a0=\u00a0")
            if self.small(figure)
            else "",
            "tone": tone(figure, worse=worse),
            "as_of": self.as_of(figure),
            "flags": [flag_text(kind) for kind in figure["flags"]],
            "remarks": list(self.remarks(figure)),
        }

    def interval(self, figure: Mapping[str, Any]) -> str:
        """``62,4–65,3``, or nothing where the source gave no limits."""
        if figure["value"] is None or figure["lower"] is None or figure["upper"] is None:
            return ""
        limits = [figure["lower"], figure["upper"]]
        decimals = decimals_of(figure["method"], [*limits, figure["value"]])
        return span(*(written(limit, decimals, self.language) for limit in limits))

    def small(self, figure: Mapping[str, Any]) -> str:
        """That few people were asked, when ``n`` is below what the product calls small."""
        asked = figure["n"]
        if figure["value"] is None or figure["lower"] is None or asked is None:
            return ""
        if asked >= self.content["small_sample"]:
            return ""
        return _("small sample (n = {count})").format(count=asked)

    def as_of(self, figure: Mapping[str, Any]) -> str:
        """The day of the figure, when it is not the day of the edition."""
        on = self.content["on"]
        if figure["value"] is None or figure["starts"] <= on < figure["ends"]:
            return ""
        return day(figure["as_of"], self.language)

    def remarks(self, figure: Mapping[str, Any]) -> Iterator[str]:
        """What must be said with the figure: a gap, a part that belongs to no area, areas that did not report.

        Gap and unknown part are amounts, also beside a rate or a percentage.
        """
        if figure["gap"]:
            gap = self.number(figure["gap"], "value", signed=True)
            yield _("differs from the sum of its parts by {gap}").format(gap=gap)
        if figure["unknown_part"]:
            part = self.number(figure["unknown_part"], "value")
            yield _("of which {part} with area unknown").format(part=part)
        expected, there = figure["expected"], figure["contributors"]
        if expected is not None and there is not None and there < expected:
            yield _("{there} of {expected} areas known").format(there=there, expected=expected)
        for sentence in figure["remarks"]:
            yield _(sentence).rstrip(".")

    def area(self, code: str) -> str:
        """The name of an area, as it was when the edition was made."""
        if code == "NL":
            return _("The Netherlands")
        return str(self.content["areas"].get(code, code))

    def since(self, iso: str | None) -> str:
        return moment(iso, self.language) if iso else _("unknown")


def tone(figure: Mapping[str, Any], *, worse: bool | None) -> str:
    """Whether a change is for the worse: ``worse``, ``better``, ``neutral`` or ``unknown``."""
    value = figure["value"]
    if value is None:
        return "unknown"
    if worse is None or abs(value) < STEADY:
        return "neutral"
    return "worse" if (value > 0) == worse else "better"
