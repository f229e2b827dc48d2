"""Gathers what the tables of a file gave, and sees to it that no figure is said twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import polars as pl

from knooppunt.ground.figures.exchange.reading import FRAME_SCHEMA, KEY, Note, Reading, Rejected
from knooppunt.ground.figures.exchange.rows import Learned, Rows
from knooppunt.ground.figures.exchange.source import Source
from knooppunt.ground.figures.exchange.tables import Table
from knooppunt.ground.geography.public import area
from knooppunt.kit.problems import phrase

SAID = ("value", "lower", "upper", "n")


class Harvest:
    """What was read so far. ``take`` tables, then ``settle_repeats`` once, then ask for the ``reading``."""

    def __init__(self, file: str, source: Source, indicators: frozenset[str], today: date) -> None:
        self.file, self.source = file, source
        self.rows_read = 0
        self._learned = Learned(indicators, today)
        self._frames: list[pl.DataFrame] = []
        self._rejected: list[Rejected] = []
        self._repeats: list[tuple[int, int]] = []
        self._frame = pl.DataFrame(schema=dict(FRAME_SCHEMA))

    def take(self, table: Table) -> None:
        """Judge the rows of a table and keep what they gave."""
        rows = Rows(table, self._learned)
        self.source.read(rows)
        frame, rejected = rows.settle()
        self._frames.append(frame)
        self._rejected += rejected
        self.rows_read += table.rows_read

    def settle_repeats(self, again: Callable[[], Iterator[Table]]) -> None:
        """Take out rows that repeat an earlier row, and reject rows that contradict one.

        ``again`` gives the tables once more; it is only called when there is such a row, to fetch its text.
        """
        frame = pl.concat(self._frames) if self._frames else self._frame
        self._frames = []
        # Equal hashes of different keys only cost time: the exact comparison then finds nothing.
        if frame.select(KEY).hash_rows().n_unique() < frame.height:
            frame = self._without_repeats(frame, again)
        self._frame = frame

    def reading(self, notes: Sequence[Note], not_read: list[str], sha256: str) -> Reading:
        """All of it. ``notes`` are those of the text itself."""
        self._note_ended()
        return Reading(
            source=self.source.slug,
            reported_at=self._learned.reported_at,
            rows_read=self.rows_read,
            frame=self._frame,
            rejected=sorted(self._rejected, key=lambda rejected: rejected.line),
            aliases_used=dict(sorted(self._learned.aliases.items())),
            notes=[*notes, *self._learned.notes],
            columns_not_read=not_read,
            repeats=self._repeats,
            content_sha256=sha256,
        )

    def _without_repeats(self, frame: pl.DataFrame, again: Callable[[], Iterator[Table]]) -> pl.DataFrame:
        marked = _marked(frame)
        while (wrong := marked.filter(pl.col("later") & ~pl.col("same"))).height:
            self._reject(wrong.unique("line", keep="first", maintain_order=True), again)
            # Once more: a rejected row may have been the first of another figure.
            marked = _marked(frame := frame.filter(~pl.col("line").is_in(wrong["line"].implode())))
        kept = marked.filter(~pl.col("later"))
        gone = marked.filter(~pl.col("line").is_in(kept["line"].implode())).unique("line")
        self._repeats = sorted(gone.select("line", "first_line").iter_rows())
        return kept.select(list(FRAME_SCHEMA))

    def _reject(self, against: pl.DataFrame, again: Callable[[], Iterator[Table]]) -> None:
        wanted = {row["line"]: row for row in against.iter_rows(named=True)}
        for table in again() if wanted else ():
            here = [(row, line) for row, line in enumerate(table.lines) if line in wanted]
            texts = table.texts([line for _, line in here])
            for row, line in here:
                self._rejected.append(_contradiction(table, row, line, wanted[line], texts[line]))

    def _note_ended(self) -> None:
        """Say which areas had ended before the last day they have a figure for."""
        latest = self._frame.lazy().group_by("area").agg(pl.col("starts").max()).sort("area").collect()
        ended = [code for code, on in latest.iter_rows() if area(code).ended(on)]
        if ended:
            template = phrase("Areas with figures after the day on which they ended: {codes}.")
            self._learned.note(template, codes=", ".join(ended))


def _marked(frame: pl.DataFrame) -> pl.DataFrame:
    """With, for each figure, whether an earlier line is about the same, which one, and whether it says the same."""
    return frame.with_columns(
        later=pl.int_range(pl.len()).over(KEY) > 0,
        first_line=pl.col("line").first().over(KEY),
        first_value=pl.col("value").first().over(KEY),
        same=pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).first().over(KEY)) for name in SAID),
    )


def _contradiction(table: Table, row: int, line: int, said: dict[str, Any], text: str) -> Rejected:
    template = phrase("For {area} on {day}, line {first} says {first_value}; this line says {value}.")
    values = {"area": said["area"], "day": said["starts"].isoformat(), "first": said["first_line"],
              "first_value": said["first_value"], "value": said["value"]}  # fmt: skip
    fields = {name: cell or "" for name, cell in table.frame.row(row, named=True).items()}
    return Rejected(line, table.place(line, ""), str(said["value"]), template, values, text, fields)
