"""Delimited text as tables: every cell a text or empty, every row with its line in the file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from knooppunt.ground.figures.exchange.reading import Note, Rejected
from knooppunt.ground.figures.exchange.text import Piece, TextStream, count
from knooppunt.kit.problems import Invalid, phrase

DELIMITERS = (";", ",", "\t")
BEGINNING = 4096


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text cells (null for an empty cell), before they are judged.

    ``lines`` gives each row its line in the file. ``place`` turns a line and a column name into what a person looks for
    (``Value``, ``Sheet1!C14``, ``nursing_home.values[12].deceased_daily``). ``texts`` gives rows as they stood in the
    file. ``ragged`` are rows that do not fit the header. ``formulas`` are cells (line, column) that hold a formula.
    ``decimal_comma``: the file may write 0,5 for a half.
    """

    frame: pl.DataFrame
    lines: pl.Series
    texts: Callable[[Sequence[int]], dict[int, str]]
    place: Callable[[int, str], str] = lambda line, column: column
    ragged: list[Rejected] = field(default_factory=list)
    formulas: frozenset[tuple[int, str]] = frozenset()
    decimal_comma: bool = False
    block: str = ""

    def with_columns(self, own: Mapping[str, str]) -> Table:
        """Only the columns in ``own`` (name in the file to name used here), under the names used here."""
        theirs = {ours: name for name, ours in own.items()}
        formulas = frozenset((line, own[name]) for line, name in self.formulas if name in own)
        frame = self.frame.select(list(own)).rename(dict(own))
        place = self.place
        ragged = [replace(row, fields={own[name]: cell for name, cell in row.fields.items() if name in own})
                  for row in self.ragged]  # fmt: skip
        return replace(self, frame=frame, formulas=formulas, ragged=ragged,
                       place=lambda line, column: place(line, theirs.get(column, column)))  # fmt: skip

    @property
    def rows_read(self) -> int:
        return self.frame.height + len(self.ragged)


@dataclass(frozen=True, slots=True)
class Header:
    """The names in the first line, and what stands between them. ``wanted``: the only ones to read; empty for all."""

    names: tuple[str, ...]
    delimiter: str
    wanted: frozenset[str] = frozenset()

    def places(self) -> list[int] | None:
        """The places of the wanted columns, for who can leave the others unread."""
        return [place for place, name in enumerate(self.names) if name in self.wanted] or None


def read_header(line: bytes, name: str) -> Header:
    """The header in ``line``; Invalid when it cannot be one."""
    text = line.decode().strip("\r\n")
    delimiter = max(DELIMITERS, key=text.count)
    names = tuple(cell.strip() for cell in next(csv.reader([text], delimiter=delimiter), []))
    twice = sorted({cell for cell in names if names.count(cell) > 1 and cell})
    if twice:
        template = phrase("The header of {file} has the column {column} twice.")
        raise Invalid(template, place=f"{name}:1", file=name, column=twice[0])
    return Header(names, delimiter)


def one_row(columns: Sequence[str], fields: Mapping[str, str], line: int) -> Table:
    """A table with the one row ``fields``, to be judged again; ``block`` among the fields says of which block."""
    cells = {name: [fields.get(name) or None] for name in columns}
    return Table(
        pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String)),
        pl.Series([line], dtype=pl.Int64),
        lambda wanted: dict.fromkeys(wanted, "\t".join(fields.get(name, "") for name in columns)),
        decimal_comma=True,
        block=fields.get("block", ""),
    )


def read_tables(pieces: Iterator[Piece], stream: TextStream, header: Header) -> Iterator[Table]:
    """The rows under ``header``, a table for each piece of text; ``pieces`` begin with the header line."""
    for number, piece in enumerate(pieces):
        start = piece.text.find(b"\n") + 1 if number == 0 else 0
        if number == 0 and start == 0:
            return
        body = Piece(piece.text[start:] if start else piece.text, piece.first_line + (1 if start else 0))
        if body.text[:BEGINNING].strip(b"\r\n") or body.text.strip(b"\r\n"):
            yield _even_table(body, header) or _careful_table(body, header, stream)


def _even_table(piece: Piece, header: Header) -> Table | None:
    """The fast way, for text without quotes and empty lines where each line has as many cells as the header."""
    text = piece.text
    if b'"' in text:
        return None
    lines = count(text, b"\n") + (0 if text.endswith(b"\n") else 1)
    delimiters = (len(header.names) - 1) * lines
    if count(text, header.delimiter.encode()) != delimiters:
        return None
    try:
        frame = pl.read_csv(
            text,
            separator=header.delimiter,
            quote_char=None,
            has_header=False,
            schema=dict.fromkeys(header.names, pl.String),
            columns=header.places(),
        )
    except pl.exceptions.PolarsError:  # a line with too many cells, made up for by one with too few
        return None
    if frame.height != lines or all(column.null_count() for column in frame):  # there may be rows of nothing at all
        return None
    return Table(
        frame,
        pl.int_range(piece.first_line, piece.first_line + lines, eager=True),
        lambda wanted: _raw_lines(text, piece.first_line, wanted),
        decimal_comma=header.delimiter == ";",
    )


def _careful_table(piece: Piece, header: Header, stream: TextStream) -> Table:
    """The slow way: row by row, with quotes, empty lines and lines that do not fit."""
    width, raw = len(header.names), [line + "\n" for line in piece.text.decode().rstrip("\r\n").split("\n")]
    cells: list[list[str | None]] = []
    lines: list[int] = []
    ragged: list[Rejected] = []
    empty = 0
    for at, row, text in _split(raw, piece.first_line, header.delimiter, stream.name):
        if not any(cell.strip() for cell in row):
            empty += 1
        elif len(row) == width:
            cells.append([cell or None for cell in row])
            lines.append(at)
        else:
            ragged.append(_ragged(at, row, text, header))
    if empty:
        stream.notes.append(Note(phrase("Empty lines that were passed over: {count}."), count=empty))
    frame = pl.DataFrame(cells, schema=dict.fromkeys(header.names, pl.String), orient="row")
    return Table(
        frame,
        pl.Series(lines, dtype=pl.Int64),
        lambda wanted: _raw_lines(piece.text, piece.first_line, wanted),
        ragged=ragged,
        decimal_comma=header.delimiter == ";",
    )


def _split(raw: list[str], first_line: int, delimiter: str, name: str) -> Iterator[tuple[int, list[str], str]]:
    reader = csv.reader(raw, delimiter=delimiter, strict=True)
    done = 0
    try:
        for row in reader:
            yield first_line + done, row, "".join(raw[done : reader.line_num]).rstrip("\r\n")
            done = reader.line_num
    except csv.Error as wrong:
        template = phrase("The quotes in {file} do not match from line {line} on.")
        line = first_line + done
        raise Invalid(template, place=f"{name}:{line}", file=name, line=line) from wrong


def _ragged(line: int, row: list[str], text: str, header: Header) -> Rejected:
    template = phrase("The row has {found} cells, the header has {expected}.")
    column = header.names[len(row)] if len(row) < len(header.names) else ""
    fields = dict(zip(header.names, row, strict=False))
    return Rejected(line, column, "", template, {"found": len(row), "expected": len(header.names)}, text, fields)


def _raw_lines(text: bytes, first_line: int, wanted: Sequence[int]) -> dict[int, str]:
    rows = text.split(b"\n")
    return {line: rows[line - first_line].rstrip(b"\r").decode() for line in wanted}
