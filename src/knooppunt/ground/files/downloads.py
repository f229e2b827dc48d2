"""A table of a page as a file: ``?format=csv`` or ``?format=xlsx``, with what the page shows this reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid, phrase
from knooppunt.kit.tables import Table, csv_lines, xlsx

FORMATS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 100_000
"""Of a workbook, which is made in memory. More is refused, never cut off; a CSV has no end."""


def asked_format(request: HttpRequest) -> str:
    """``csv``, ``xlsx``, or empty when the page itself is wanted; :class:`Invalid` for another format."""
    asked = request.GET.get("format", "") if request.method == "GET" else ""
    if asked and asked not in FORMATS:
        raise Invalid(phrase("This table can be had as csv or xlsx."), place="format")
    return asked


def download(table: Table, kind: str, known: datetime | None = None) -> HttpResponseBase:
    """``table`` as a file of this ``kind``, as known at ``known`` (default: now)."""
    at, name = known or now(), f"{table.name}.{kind}"
    if kind == "csv":
        lines = StreamingHttpResponse(csv_lines(table, at), content_type="text/csv; charset=utf-8")
        lines["Content-Disposition"] = attached(name)
        return lines
    book = HttpResponse(xlsx(replace(table, rows=_bounded(table)), at), content_type=XLSX)
    book["Content-Disposition"] = attached(name)
    return book


def attached(name: str) -> str:
    """The header that has the browser keep a file under ``name``; signs that no header carries become a low line."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in name)
    return f'attachment; filename="{plain}"'


def _bounded(table: Table) -> Iterator[Sequence[Any]]:
    rows = iter(table.rows)
    yield from islice(rows, MOST_ROWS)
    if next(rows, None) is not None:
        raise Invalid(phrase("That is more than {most} rows: take the CSV, or narrow it down."), most=MOST_ROWS)
