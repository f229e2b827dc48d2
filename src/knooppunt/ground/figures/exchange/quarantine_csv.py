"""Rows in quarantine as a CSV that a spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext

from knooppunt.ground.figures.queries.listed import QuarantinedLine

COLUMNS = ("id", "source", "file", "line", "column", "value", "reason", "state", "decided by", "note", "row")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def quarantine_csv(rows: Iterable[QuarantinedLine]) -> str:
    """``rows`` with file, line, column, value and reason, in the language of the reader; lines end in CRLF (RFC 4180).

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(COLUMNS)
    for row in rows:
        reason = gettext(row.reason).format(**row.values)
        told = (row.id, row.source, row.file_name, row.line, row.column, row.value, reason, row.state,
                row.decided_by_name, row.note, row.row)  # fmt: skip
        out.writerow([_safe(str(cell)) for cell in told])
    return text.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
