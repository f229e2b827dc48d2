"""Anyone's figures in a long table, CSV or xlsx: ``indicator, area, from, until, value`` and, if known, more.

``indicator`` is the slug of an indicator that exists. ``area`` is a code (``NL``, ``VR09``, ``GM0344``, ``PV26``,
``GG2514``, ``PV26-X`` for "somewhere in the province"), or a name that only one area has. ``from`` and ``until`` are
the first and the last day. ``value`` has digits and a decimal point; in a file separated by ``;`` and in a workbook
also a decimal comma. Optional: ``lower``, ``upper``, ``n`` (sample size), ``stratum``. Headers may be in Dutch.
"""

from __future__ import annotations

import polars as pl

from knooppunt.ground.figures.exchange.rows import Rows
from knooppunt.ground.figures.exchange.source import TableSource
from knooppunt.kit.problems import phrase

KINDS = ("nation", "region", "municipality", "province", "ggd", "unknown")
SPELLING = {
    "indicator": "indicator",
    "area": "area",
    "gebied": "area",
    "from": "from",
    "van": "from",
    "vanaf": "from",
    "until": "until",
    "t/m": "until",
    "tot en met": "until",
    "value": "value",
    "waarde": "value",
    "lower": "lower",
    "ondergrens": "lower",
    "upper": "upper",
    "bovengrens": "upper",
    "n": "n",
    "aantal": "n",
    "steekproef": "n",
    "stratum": "stratum",
    "uitsplitsing": "stratum",
}


def read(rows: Rows) -> None:
    """One figure for each row."""
    starts, last = rows.day("from"), rows.day("until")
    value = rows.number("value", decimal_comma=rows.decimal_comma)
    lower, upper = _limit(rows, "lower"), _limit(rows, "upper")
    for limit, wrong in ((lower, lower > value), (upper, upper < value)):
        if limit.len():
            rows.refuse("value", wrong, phrase("{value} does not lie between its limits."))
    rows.figures(
        rows.indicator("indicator"),
        value,
        area=rows.area("area", KINDS),
        starts=starts,
        last=last,
        lower=lower,
        upper=upper,
        n=rows.whole("n", may_be_empty=True, low=0) if rows.has("n") else None,
        stratum=rows.text("stratum", may_be_empty=True).fill_null("") if rows.has("stratum") else "",
    )


def _limit(rows: Rows, column: str) -> pl.Series:
    if not rows.has(column):
        return pl.repeat(None, len(rows), dtype=pl.Float64, eager=True)
    return rows.number(column, may_be_empty=True, decimal_comma=rows.decimal_comma)


SOURCE = TableSource(
    slug="generic",
    title="Algemene tabel",
    columns=("indicator", "area", "from", "until", "value"),
    optional=("lower", "upper", "n", "stratum"),
    spelling=SPELLING,
    read=read,
)
