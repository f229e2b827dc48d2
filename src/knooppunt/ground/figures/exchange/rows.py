"""Rows under judgement: a source asks for each cell as what it should be; a row where it is not is rejected, and why.

The reader of a source asks for columns (``rows.whole("Total_reported")``), which gives typed series, and says which
figures they make (``rows.figures(...)``). It works on whole columns at once; only rows with a fault are seen singly.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import polars as pl

from knooppunt.ground.figures.exchange import cells
from knooppunt.ground.figures.exchange.places import Places
from knooppunt.ground.figures.exchange.reading import FRAME_SCHEMA, Note, Rejected
from knooppunt.ground.figures.exchange.tables import Table
from knooppunt.kit.problems import phrase

FORMULA = phrase("{value} is a formula; give the value it stands for.")
UNCALCULATED = phrase("The cell holds a formula without an outcome; give the value it stands for.")
FUTURE = phrase("{value} lies in the future.")
EMPTY = phrase("There is no {column}.")


@dataclass(slots=True)
class Learned:
    """What was learned about a file while its rows were judged."""

    indicators: frozenset[str]
    today: date
    aliases: dict[str, str] = field(default_factory=dict)
    notes: dict[Note, None] = field(default_factory=dict)
    reported_at: datetime | None = None

    def note(self, template: str, **values: object) -> None:
        """Keep a note, once."""
        self.notes[Note(template, **values)] = None


@dataclass(frozen=True, slots=True)
class _Fault:
    column: str
    wrong: pl.Series
    template: str
    values: Mapping[str, object]


class Rows:
    """The rows of one table. Every method that takes a column refuses the rows whose cell is not what was asked."""

    def __init__(self, table: Table, learned: Learned) -> None:
        self.block = table.block
        self.decimal_comma = table.decimal_comma
        self.learned = learned
        self._table, self._frame = table, table.frame
        self._faults: list[_Fault] = []
        self._figures: list[pl.DataFrame] = []
        self._places = Places(learned.aliases, learned.note)

    def __len__(self) -> int:
        return self._frame.height

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self._frame.columns

    def refuse(self, column: str, wrong: pl.Series, template: str, **values: object) -> None:
        """Refuse the rows where ``wrong`` is true; ``template`` may name ``{value}``, ``{column}`` and ``values``."""
        if wrong.any():
            self._faults.append(_Fault(column, wrong.fill_null(value=False), template, values))

    def text(self, column: str, *, may_be_empty: bool = False) -> pl.Series:
        """The cells as they are; an empty cell is refused, or null when it ``may_be_empty``."""
        cell = self._frame[column]
        formula = self._formula(column, cell)
        self.refuse(column, formula & cell.is_null(), UNCALCULATED)
        if not may_be_empty:
            self.refuse(column, cell.is_null(), EMPTY)
        self.refuse(column, formula, FORMULA)
        return cell

    def number(self, column: str, *, may_be_empty: bool = False, decimal_comma: bool = False) -> pl.Series:
        """The cells as numbers (Float64), written with a decimal point, or with a comma when that is allowed."""
        cell = self.text(column, may_be_empty=may_be_empty)
        return self._typed(column, cell, *cells.as_number(cell, comma=decimal_comma))

    def whole(self, column: str, *, may_be_empty: bool = False, low: int | None = None) -> pl.Series:
        """The cells as whole numbers (Int64); ``12.0`` is one, ``12.5`` is refused; so is less than ``low``."""
        number = self.number(column, may_be_empty=may_be_empty)
        self.refuse(column, number != number.floor(), phrase("{value} is not a whole number."))
        if low is not None:
            self.refuse(column, number < low, phrase("{value} is less than {low}."), low=low)
        return number.cast(pl.Int64, strict=False)

    def day(self, column: str, *, clock: bool = False) -> pl.Series:
        """The cells as days (Date): ``2020-09-15``, or with ``clock`` ``2020-09-15 10:00:00``. Not in the future."""
        cell = self.text(column)
        return self._past(column, self._typed(column, cell, *cells.as_day(cell, clock=clock, note=self.learned.note)))

    def stamp(self, column: str) -> pl.Series:
        """Unix seconds of a midnight, in UTC or in the Netherlands, as the day that begins then. Not in the future."""
        cell = self.text(column)
        return self._past(column, self._typed(column, cell, *cells.as_stamped_day(cell)))

    def choice(self, column: str, meanings: Mapping[str, str]) -> pl.Series:
        """What the cells mean; a text that is not in ``meanings`` is refused."""
        cell = self.text(column)
        wrong = ~cell.is_in(list(meanings)) & cell.is_not_null()
        template = phrase("{value} is not one of the values known for {column}: {known}.")
        self.refuse(column, wrong, template, known=_listed(meanings))
        return cell.replace_strict(meanings, default=None, return_dtype=pl.String)

    def indicator(self, column: str) -> pl.Series:
        """The cells as slugs of indicators that we have."""
        cell = self.text(column)
        wrong = ~cell.is_in(list(self.learned.indicators)) & cell.is_not_null()
        self.refuse(column, wrong, phrase("There is no indicator {value}."))
        return cell

    def area(self, column: str, kinds: Collection[str], *, name: str = "", may_be_empty: bool = False) -> pl.Series:
        """The cells as area codes of one of ``kinds``.

        When the file also has a column ``name`` with the name of the area, code and name must not contradict each
        other. A name that is in no list is noted; the code decides.
        """
        cell = self.text(column, may_be_empty=may_be_empty)
        found = self._places.codes(cell, kinds)
        for wrong, template in found.faults:
            self.refuse(column, wrong, template, kinds=", ".join(kinds))
        if name:
            for wrong, code in self._places.contradictions(found.codes, self._frame[name], kinds):
                template = phrase("The name {value} is that of {other}, the code is another.")
                self.refuse(name, wrong, template, other=code)
        return found.codes

    def area_by_name(self, column: str, kind: str) -> pl.Series:
        """The cells, names of areas of ``kind`` or listed aliases, as codes; null for an empty cell."""
        cell = self.text(column, may_be_empty=True)
        codes = self._places.named(cell, kind)
        wrong = codes.is_null() & cell.is_not_null()
        self.refuse(column, wrong, phrase("{value} is not the name of an area that we know ({kind})."), kind=kind)
        return codes

    def reported_stamp(self, column: str) -> None:
        """Say when the file was made: the latest of a column with Unix seconds."""
        seconds = self.whole(column, low=0)
        future = self.learned.today + timedelta(days=1)
        last = int(datetime(future.year, future.month, future.day, tzinfo=UTC).timestamp())
        self.refuse(column, seconds > last, FUTURE)
        self._reported(pl.from_epoch(seconds.filter(seconds <= last)).dt.replace_time_zone("UTC"))

    def reported_clock(self, column: str) -> None:
        """Say when the file was made: the latest of a column with moments on the clock of the Netherlands."""
        moments = cells.as_moment(self._frame[column])
        here = moments.dt.replace_time_zone("Europe/Amsterdam", ambiguous="earliest", non_existent="null")
        self._reported(here.filter(moments.dt.date() <= self.learned.today))

    def _reported(self, moments: pl.Series) -> None:
        latest = moments.max()
        if isinstance(latest, datetime) and (self.learned.reported_at is None or latest > self.learned.reported_at):
            self.learned.reported_at = latest.astimezone(UTC)

    def figures(
        self,
        indicator: str | pl.Series,
        value: pl.Series,
        *,
        area: str | pl.Series,
        starts: pl.Series,
        last: pl.Series | None = None,
        stratum: str | pl.Series = "",
        lower: pl.Series | None = None,
        upper: pl.Series | None = None,
        n: pl.Series | None = None,
    ) -> None:
        """Add a figure for every row: ``value`` of ``indicator`` in ``area`` from ``starts`` up to and with ``last``.

        Without ``last`` the figure is about one day. A null ``value`` says that the source itself has none.
        """
        ends = (starts if last is None else last) + timedelta(days=1)
        if last is not None and (ends <= starts).any():
            self._faults.append(_Fault("", ends <= starts, phrase("The period ends before it begins."), {}))
        columns: dict[str, pl.Series | str | None] = {
            "line": self._table.lines,
            "indicator": indicator,
            "area": area,
            "stratum": stratum,
            "starts": starts,
            "ends": ends,
            "value": value,
            "lower": lower,
            "upper": upper,
            "n": n,
        }
        series = {name: given for name, given in columns.items() if isinstance(given, pl.Series)}
        same = {name: pl.lit(given) for name, given in columns.items() if not isinstance(given, pl.Series)}
        frame = pl.DataFrame(series).with_columns(**same)
        self._figures.append(frame.select(pl.col(name).cast(kind) for name, kind in FRAME_SCHEMA.items()))

    def settle(self) -> tuple[pl.DataFrame, list[Rejected]]:
        """The figures of the rows without fault, and the rows that have one, each with its first."""
        frame = pl.concat(self._figures) if self._figures else pl.DataFrame(schema=dict(FRAME_SCHEMA))
        first: dict[int, _Fault] = {}
        for fault in self._faults:
            for row in fault.wrong.arg_true():
                first.setdefault(row, fault)
        if not first:
            return frame, list(self._table.ragged)
        lines = self._table.lines.gather(list(first))
        kept = frame.filter(~pl.col("line").is_in(lines.implode()))
        return kept, [*self._table.ragged, *self._rejected(first)]

    def _rejected(self, first: Mapping[int, _Fault]) -> list[Rejected]:
        lines = {row: int(self._table.lines[row]) for row in first}
        texts = self._table.texts(list(lines.values()))
        return [self._rejection(row, lines[row], texts[lines[row]], fault) for row, fault in sorted(first.items())]

    def _rejection(self, row: int, line: int, text: str, fault: _Fault) -> Rejected:
        fields = {name: cell or "" for name, cell in self._frame.row(row, named=True).items()}
        value = fields.get(fault.column, "")
        place = self._table.place(line, fault.column)
        return Rejected(line, place, value, fault.template, {**fault.values, "value": value, "column": fault.column},
                        text, fields)  # fmt: skip

    def _typed(self, column: str, cell: pl.Series, typed: pl.Series, reasons: cells.Reasons) -> pl.Series:
        if typed.null_count() > cell.null_count():
            unread = typed.is_null() & cell.is_not_null()
            for template, applies in reasons():
                self.refuse(column, unread & applies, template)
        return typed

    def _past(self, column: str, day: pl.Series) -> pl.Series:
        self.refuse(column, day > self.learned.today, FUTURE)
        self.refuse(column, day < cells.EARLIEST, phrase("{value} lies too far in the past."))
        return day

    def _formula(self, column: str, cell: pl.Series) -> pl.Series:
        formulas = [line for line, name in self._table.formulas if name == column]
        wrong = cell.str.starts_with("=")
        return wrong | self._table.lines.is_in(formulas) if formulas else wrong


def _listed(meanings: Collection[str]) -> str:
    return ", ".join(sorted(meanings)[:12]) + (", …" if len(meanings) > 12 else "")


Reader = Callable[[Rows], None]
"""Judges the columns of a source and says which figures they make."""
