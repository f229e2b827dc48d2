"""What comes out of reading a file: figures that can be trusted in shape, and rows that cannot, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

FRAME_SCHEMA: Mapping[str, pl.DataType] = {
    "line": pl.Int64(),
    "indicator": pl.String(),
    "area": pl.String(),
    "stratum": pl.String(),
    "starts": pl.Date(),
    "ends": pl.Date(),
    "value": pl.Float64(),
    "lower": pl.Float64(),
    "upper": pl.Float64(),
    "n": pl.Int64(),
}
"""Columns of :attr:`Reading.frame`; ``ends`` is exclusive; ``value`` null means that the source says it has none."""

KEY = ("indicator", "area", "stratum", "starts", "ends")
"""What a figure is about. No two rows of :attr:`Reading.frame` have the same key."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold: ``max_bytes`` after unpacking, and times its packed size at most ``max_ratio``."""

    max_bytes: int = 512 * 1024 * 1024
    max_ratio: int = 200


class Note(str):
    """Something worth knowing about a file: an English sentence, with the template and values to translate it by."""

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Note:
        note = super().__new__(cls, template.format(**values))
        note.template, note.values = template, values
        return note


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not read, and why.

    ``line`` counts from 1 for the header (JSON: the number of the entry in the document). ``reason`` is a template that
    ``values`` fill. ``row`` is the line as it stood in the file; ``fields`` its cells by column name.
    """

    line: int
    column: str
    value: str
    reason: str
    values: dict[str, object]
    row: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read. ``rows_read`` counts all rows under the header, rejected ones too.

    ``repeats`` gives rows that say exactly what an earlier row of the file says, as (line, line of the first): they are
    not in ``frame`` and not in ``rejected``, and add nothing. So every row read has its line in ``frame``, in
    ``rejected`` or in ``repeats``, and in one of them only. ``reported_at`` is the moment the file itself
    says it was made (aware), or None. ``content_sha256`` is of the unpacked bytes.
    """

    source: str
    reported_at: datetime | None
    rows_read: int
    frame: pl.DataFrame
    rejected: list[Rejected] = field(default_factory=list)
    aliases_used: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    columns_not_read: list[str] = field(default_factory=list)
    repeats: list[tuple[int, int]] = field(default_factory=list)
    content_sha256: str = ""
