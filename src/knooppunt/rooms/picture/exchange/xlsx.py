"""An edition as a workbook: every figure and every point with where it comes from. The same edition, the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from knooppunt.rooms.picture.exchange.cells import Speaker, flag_text, method_text, method_unit
from knooppunt.rooms.picture.exchange.completeness import said
from knooppunt.rooms.picture.exchange.showing import Shown
from knooppunt.rooms.picture.rules.changes import places
from knooppunt.rooms.picture.rules.lacking import whole_list

Row = Sequence[Any]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def xlsx(content: Mapping[str, Any], shown: Shown) -> bytes:
    """Sheets: the edition, its figures, its series, its texts, its sources, and what is missing."""
    with translation.override(shown["language"]):
        say = Speaker(content, shown["language"])
        sheets = [
            (_("Edition"), _edition(shown)),
            (_("Figures"), [_figure_head(), *_figures(say)]),
            (_("Series"), [_series_head(), *_series(say)]),
            (_("Texts"), _texts(shown)),
            (_("Sources"), _sources(content)),
            (_("What is missing"), _missing(content, say)),
        ]
    buffer = BytesIO()
    made = datetime.fromisoformat(content["known_at"]).replace(tzinfo=None, microsecond=0)
    _write(buffer, sheets, shown["heading"], made)
    return buffer.getvalue()


def _write(buffer: BytesIO, sheets: Iterable[tuple[str, Sequence[Row]]], title: str, made: datetime) -> None:
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title, "author": "Knooppunt", "created": made})
        bold = book.add_format({"bold": True})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 0, 30)
            sheet.set_column(1, 25, 16)
            for line, row in enumerate(rows):
                for column, value in enumerate(row):
                    _put(sheet, line, column, value, bold if line == 0 else None)


def _put(sheet: Any, line: int, column: int, value: Any, look: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        sheet.write_string(line, column, harmless(str(value)), look)
    else:
        sheet.write_number(line, column, value, look)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula, also after it was saved as CSV."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _edition(shown: Shown) -> list[Row]:
    incident = shown["incident"]
    return [
        (shown["heading"], shown["on_text"]),
        (_("Purpose"), shown["purpose"]),
        (_("As known on"), shown["known_text"]),
        (_("Marking"), f"TLP:{shown['marking']}"),
        (_("Exercise"), _("yes") if shown["exercise"] else _("no")),
        (_("Incident"), f"{incident['name']} ({incident['phase_text']})" if incident else ""),
        *([(_("Correction"), shown["corrects"])] if shown["corrects"] else []),
        *([(_("Approval"), _approval(shown))] if shown["commissioners"] else []),
    ]


def _approval(shown: Shown) -> str:
    if shown["unapproved"]:
        return _("Published by the operator without approval")
    return "; ".join(shown["commissioners"])


def _figure_head() -> Row:
    return (
        _("Block"), _("Figure"), _("Area code"), _("Area"), _("Indicator"), _("Indicator name"), _("Method"),
        _("How made"), _("From"), _("Until (not on)"), _("Value"), _("Lower limit"), _("Upper limit"), _("Answers (n)"),
        _("Unit"), _("Source"), _("Delivery"), _("As of"), _("Reported at"), _("Known since"), _("Flags"),
        _("Gap with the sum of the parts"), _("Gap can be known"), _("Part with area unknown"), _("Areas in the sum"),
        _("Areas expected"), _("Remarks"),
    )  # fmt: skip


def _figures(say: Speaker) -> Iterable[Row]:
    """Every figure in every place where it stands; then those that stand in no block (they are behind a change)."""
    placed = list(places(say.content))
    for place in placed:
        yield (say.words(place.block["title"]), say.words(place.label), *_figure(place.figure, say))
    seen = {place.index for place in placed}
    for index, figure in enumerate(say.content["figures"]):
        if index not in seen:
            yield ("", "", *_figure(figure, say))


def _figure(figure: Mapping[str, Any], say: Speaker) -> Row:
    return (
        figure["area"],
        say.area(figure["area"]),
        figure["indicator"],
        say.name(figure["indicator"]),
        figure["method"],
        method_text(figure["method"]),
        figure["starts"],
        figure["ends"],
        _("unknown") if figure["value"] is None else figure["value"],
        figure["lower"],
        figure["upper"],
        figure["n"],
        say.unit(figure),
        figure["source"],
        figure["delivery"],
        figure["as_of"],
        figure["reported_at"],
        figure["known_since"],
        ", ".join(flag_text(kind) for kind in figure["flags"]),
        figure["gap"],
        _("yes") if figure["gap_known"] else _("no"),
        figure["unknown_part"],
        figure["contributors"],
        figure["expected"],
        " · ".join(_(sentence) for sentence in figure["remarks"]),
    )


def _series_head() -> Row:
    return (
        _("Area code"), _("Area"), _("Indicator"), _("Indicator name"), _("Method"), _("Source"), _("From"),
        _("Until (not on)"), _("Value"), _("Lower limit"), _("Upper limit"), _("Answers (n)"), _("Unit"), _("Flags"),

    )  # fmt: skip


def _series(say: Speaker) -> Iterable[Row]:
    for series in say.content["series"]:
        unit = method_unit(series["method"], say.words(say.indicator(series["indicator"]).get("unit")))
        for point in series["points"]:
            yield (
                series["area"],
                say.area(series["area"]),
                series["indicator"],
                say.name(series["indicator"]),
                series["method"],
                series["source"],
                point["on"],
                point["ends"],
                _("unknown") if point["value"] is None else point["value"],
                point["lower"],
                point["upper"],
                point["n"],
                unit,
                ", ".join(flag_text(kind) for kind in point["flags"]),
            )


def _texts(shown: Shown) -> list[Row]:
    rows: list[Row] = [(_("Text"), _("Section"), _("Content"))]
    for block in shown["blocks"]:
        if block["kind"] == "text":
            parts = [line for part in block["paragraphs"] for line in part["plain"]]
            rows.append((block["title"], block["section"], "\n".join(parts) or _("not given")))
    return rows


def _missing(content: Mapping[str, Any], say: Speaker) -> list[Row]:
    return [(_("What is missing"),), *([each] for each in said(whole_list(content), say))]


def _sources(content: Mapping[str, Any]) -> list[Row]:
    head = (_("Source"), _("File"), _("Delivery"), _("Reported at"), _("Known since"), _("Figures"))
    rows = [
        (each["source"], each["file"], each["delivery"], each["reported_at"], each["known_at"], each["figures"])
        for each in content["sources"]
    ]
    return [head, *rows]
