"""What templates of every room may use: figures, provenance, badges, drawings, fields. See the page about the shell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from knooppunt.web import drawing, fields, formats, marking, showing, words

register = template.Library()


@register.filter
def number(value: Any, decimals: int | str | None = None) -> str:
    return formats.number_text(value, decimals) if formats.is_number(value) else formats.unknown()


@register.filter
def signed(value: Any, decimals: int | str | None = None) -> str:
    return formats.signed_text(value, decimals) if formats.is_number(value) else formats.unknown()


@register.filter
def percent(value: Any, decimals: int | str | None = 1) -> str:
    return formats.percent_text(value, decimals) if formats.is_number(value) else formats.unknown()


@register.filter
def signed_percent(value: Any, decimals: int | str | None = 1) -> str:
    return formats.percent_text(value, decimals, signed=True) if formats.is_number(value) else formats.unknown()


@register.filter
def day(value: Any, pattern: str = "long") -> str:
    found = formats.as_day(value)
    return formats.day_text(found, pattern) if found else formats.unknown()


@register.filter
def moment(value: Any) -> str:
    found = formats.as_moment(value)
    return formats.moment_text(found) if found else formats.unknown()


@register.filter
def thing(value: Any) -> str:
    return words.in_language(value)


@register.simple_tag
def figure(fig: Any, decimals: int | str | None = None, unit: str = "") -> SafeString:
    return showing.figure_html(fig, decimals, unit)


@register.simple_tag
def provenance(fig: Any, label: str = "") -> SafeString:
    return showing.provenance_html(fig, label)


@register.simple_tag
def interval(lower: Any, upper: Any, decimals: int | str | None = 1) -> str:
    if not (formats.is_number(lower) and formats.is_number(upper)):
        return formats.unknown()
    return format_html('<span class="kp-interval">{}</span>', formats.interval_text(lower, upper, decimals))


@register.simple_tag
def sparkline(values: Iterable[float | None] | None, label: str = "") -> SafeString:
    return drawing.sparkline(values or (), label)


@register.simple_tag
def stamp(as_of: Any, known_since: Any = None) -> SafeString:
    return showing.stamp_html(as_of, known_since)


@register.simple_tag
def tlp(label: Any) -> SafeString:
    return marking.tlp_html(label)


@register.simple_tag
def phase(name: Any) -> SafeString:
    return marking.phase_html(name)


@register.simple_tag
def flag(kind: str) -> SafeString:
    return marking.flag_html(kind)


@register.simple_tag
def badge(tone: str, text: Any, symbol: str = "") -> SafeString:
    return marking.badge_html(tone, text, symbol)


@register.simple_tag
def trend(change: Any, worse: str = "up", decimals: int | str | None = 1) -> SafeString:
    return marking.trend_html(change, worse, decimals)


@register.simple_tag
def changed(since: Any = None, text: str = "") -> SafeString:
    return marking.changed_html(since, text)


@register.simple_tag
def icon(name: str) -> SafeString:
    return drawing.icon(name)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    return fields.field_html(bound)


@register.simple_tag
def form_errors(form: BaseForm) -> SafeString:
    return fields.form_errors_html(form)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The query string of this page with ``changes``; ``None`` or an empty text takes a parameter away."""
    return "?" + query_of(context["request"], changes)


def query_of(request: HttpRequest, changes: dict[str, Any]) -> str:
    parameters = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return parameters.urlencode()


@register.inclusion_tag("web/pager.html", takes_context=True)
def pager(context: template.Context, page: Any) -> dict[str, Any]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [
        {
            "number": number,
            "href": "?" + query_of(context["request"], {"page": number}),
            "current": number == page.number,
        }
        for number in numbers
    ]
    return {"page": page, "links": links, "request": context["request"]}


@register.inclusion_tag("web/downloads.html", takes_context=True)
def downloads(context: template.Context) -> dict[str, Any]:
    """Links to take this table along, narrowed down as it is; the page answers ``format=csv`` and ``format=xlsx``."""
    kinds = {"csv": gettext("Download as CSV"), "xlsx": gettext("Download as spreadsheet")}
    whole = {"page": None, "before": None, "sort": None}
    links = [("?" + query_of(context["request"], whole | {"format": kind}), words) for kind, words in kinds.items()]
    return {"links": links}


@register.simple_tag
def island(name: str) -> SafeString:
    """The script element of one of the islands (``chart``, ``dropzone``), loaded after the page is read."""
    return format_html('<script src="{}" defer></script>', static(f"built/{name}.js"))


@register.inclusion_tag("web/chart.html")
def chart(id: str, spec: Any, svg: str = "", label: str = "", fit: bool = False) -> dict[str, Any]:
    """A Vega-Lite specification with its static picture; ``fit`` lets a single view take the width of the page."""
    return {
        "id": id,
        "data": json_script(spec),
        "svg": mark_safe(svg),  # noqa: S308  # drawn by our own server from our own specification
        "label": label,
        "fit": fit,
    }
