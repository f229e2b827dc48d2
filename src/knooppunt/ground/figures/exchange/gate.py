"""The gate: every file comes in here, and leaves as a :class:`Reading` or as a refusal that names the place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from knooppunt.ground.figures.exchange.content import Content, open_content
from knooppunt.ground.figures.exchange.harvest import Harvest
from knooppunt.ground.figures.exchange.reading import Limits, Note, Reading
from knooppunt.ground.figures.exchange.sheets import read_sheet
from knooppunt.ground.figures.exchange.source import DocumentSource, Source, TableSource
from knooppunt.ground.figures.exchange.sources import SOURCES
from knooppunt.ground.figures.exchange.tables import BEGINNING, Table, one_row, read_header, read_tables
from knooppunt.ground.figures.exchange.text import Piece, TextStream
from knooppunt.ground.figures.rules.catalogue import catalogue
from knooppunt.kit.problems import Invalid, phrase

LARGEST_DOCUMENT = 64 << 20
"""Bytes of JSON: unlike a table it cannot be read in pieces."""
DEFAULT_LIMITS = Limits()


@dataclass(slots=True)
class _Opened:
    """A file of a known source, about to be read."""

    source: Source
    tables: Iterator[Table]
    not_read: list[str]
    notes: list[Note] = field(default_factory=list)
    stream: TextStream | None = None


def read(
    path: Path,
    *,
    limits: Limits = DEFAULT_LIMITS,
    source: str | None = None,
    today: date,
    file_name: str = "",
    indicators: frozenset[str] | None = None,
) -> Reading:
    """Read the file at ``path``, which people call ``file_name``.

    The source is recognised by the header; when ``source`` is given it must be that one. ``indicators`` are the slugs
    that a generic file may use, those of the catalogue when left out. Rows that are wrong are in ``rejected``. Raises
    Invalid for a file that is wrong as a whole; nothing of it is read then.
    """
    content = open_content(path, file_name or path.name, limits)
    opened = _open(content, source)
    harvest = Harvest(content.name, opened.source, _known(indicators), today)
    for table in opened.tables:
        harvest.take(table)
    harvest.settle_repeats(lambda: _open(content, source).tables)
    if not harvest.rows_read:
        raise Invalid(phrase("{file} has a header, and no rows under it."), place=content.name, file=content.name)
    stream = opened.stream
    notes = [*opened.notes, *(stream.notes if stream else ())]
    sha256 = stream.sha256 if stream else content.sha256()
    return harvest.reading(notes, opened.not_read, sha256)


def reread(
    fields: Mapping[str, str], *, source: str, line: int = 1, today: date, indicators: frozenset[str] | None = None
) -> Reading:
    """Judge one row again, from the ``fields`` of a :class:`Rejected` with some of its cells put right."""
    found = next((known for known in SOURCES if known.slug == source), None)
    if found is None:
        raise Invalid(phrase("There is no source {asked}."), place="source", asked=source)
    harvest = Harvest("", found, _known(indicators), today)
    harvest.take(one_row(found.all_columns(fields), fields, line))
    harvest.settle_repeats(lambda: iter(()))
    return harvest.reading([], [], "")


def _known(indicators: frozenset[str] | None) -> frozenset[str]:
    return frozenset(item.slug for item in catalogue()) if indicators is None else indicators


def _open(content: Content, asked: str | None) -> _Opened:
    if content.kind == "xlsx":
        return _open_workbook(content, asked)
    stream = TextStream(content)
    pieces = stream.pieces()
    first = next(pieces, None)
    if first is None or not (first.text[:BEGINNING].strip() or first.text.strip()):
        raise Invalid(phrase("{file} is empty."), place=content.name, file=content.name)
    if first.text[:BEGINNING].lstrip().startswith((b"{", b"[")):
        return _open_document(content, asked)
    return _open_table(stream, first, pieces, asked)


def _open_table(stream: TextStream, first: Piece, rest: Iterator[Piece], asked: str | None) -> _Opened:
    header = read_header(first.text[: first.text.find(b"\n") + 1] or first.text, stream.name)
    source = _choose(header.names, stream.name, asked)
    wanted = replace(header, wanted=frozenset(source.own_names(header.names)))
    tables = read_tables(_all(first, rest), stream, wanted)
    return _Opened(source, _renamed(tables, source, header.names), _not_read(source, header.names), stream=stream)


def _open_workbook(content: Content, asked: str | None) -> _Opened:
    sheet = read_sheet(content.path, content.name, lambda names: any(
        not source.missing(names) for source in SOURCES if isinstance(source, TableSource)))  # fmt: skip
    source = _choose(sheet.header, content.name, asked)
    notes = [Note(phrase("Sheets that were passed over: {sheets}."), sheets=", ".join(sheet.passed))]
    tables = _renamed(iter([sheet.table]), source, sheet.header)
    return _Opened(source, tables, _not_read(source, sheet.header), notes if sheet.passed else [])


def _open_document(content: Content, asked: str | None) -> _Opened:
    stream = TextStream(content, size=LARGEST_DOCUMENT)
    document = _parsed(stream)
    source = next((s for s in SOURCES if isinstance(s, DocumentSource) and s.recognises(document)), None)
    if source is None:
        seen = ", ".join(list(document)[:8]) if isinstance(document, dict) else type(document).__name__
        template = phrase("{file} is a JSON document of no source that is known; it holds {seen}.")
        raise Invalid(template, place=stream.name, file=stream.name, seen=seen)
    _same(source, asked, stream.name)
    return _Opened(source, source.tables(document, stream.name), list(source.columns_not_read), stream=stream)


def _parsed(stream: TextStream) -> Any:
    pieces = stream.pieces()
    text = next(pieces).text
    if next(pieces, None) is not None:
        template = phrase("{file} is a JSON document of more than {most} MB.")
        raise Invalid(template, place=stream.name, file=stream.name, most=LARGEST_DOCUMENT >> 20)
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as wrong:
        template = phrase("{file} is not a whole JSON document: it goes wrong in line {line}, position {position}.")
        raise Invalid(template, place=f"{stream.name}:{wrong.lineno}", file=stream.name, line=wrong.lineno,
                      position=wrong.colno) from wrong  # fmt: skip
    except RecursionError as wrong:
        template = phrase("{file} is a JSON document that is nested too deeply.")
        raise Invalid(template, place=stream.name, file=stream.name) from wrong
    except ValueError as wrong:
        template = phrase("{file} is not a JSON document that can be read: {why}.")
        raise Invalid(template, place=stream.name, file=stream.name, why=wrong) from wrong


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _all(first: Piece, rest: Iterator[Piece]) -> Iterator[Piece]:
    yield first
    yield from rest


def _choose(header: Sequence[str], file: str, asked: str | None) -> TableSource:
    """The source whose columns are all in ``header``; Invalid says what is missing, or which sources there are."""
    tables = [source for source in SOURCES if isinstance(source, TableSource)]
    for source in tables:
        if not source.missing(header):
            _same(source, asked, file)
            _each_once(source, header, file)
            return source
    own = {source.slug: _only_here(source, tables) for source in tables}
    near = max(tables, key=lambda source: _share(source, header, own[source.slug]))
    if _share(near, header, own[near.slug]) >= 0.5:
        template = phrase("{file} looks like {source}, but has no column {missing}.")
        raise Invalid(template, place=f"{file}:1", file=file, source=near.slug, missing=", ".join(near.missing(header)))
    template = phrase("The header of {file} is that of no source that is known. It has {seen}. Known are {known}.")
    seen, known = ", ".join(header[:12])[:300], ", ".join(source.slug for source in SOURCES)
    raise Invalid(template, place=f"{file}:1", file=file, seen=seen, known=known)


def _only_here(source: TableSource, tables: Sequence[TableSource]) -> set[str]:
    """The columns that no other source has: those by which a header looks like this source."""
    return set(source.columns).difference(*(other.columns for other in tables if other is not source))


def _share(source: TableSource, header: Sequence[str], telling: set[str]) -> float:
    return len(telling & set(source.own_names(header).values())) / max(1, len(telling))


def _same(source: Source, asked: str | None, file: str) -> None:
    slugs = [known.slug for known in SOURCES]
    if asked and asked not in slugs:
        template = phrase("There is no source {asked}. Known are {known}.")
        raise Invalid(template, place="source", asked=asked, known=", ".join(slugs))
    if asked and asked != source.slug:
        template = phrase("{file} is a file of {found}, not of {asked}.")
        raise Invalid(template, place=file, file=file, found=source.slug, asked=asked)


def _each_once(source: TableSource, header: Sequence[str], file: str) -> None:
    own = source.own_names(header)
    for column in set(own.values()):
        names = [name for name, meant in own.items() if meant == column]
        if len(names) > 1:
            template = phrase("{file} has more than one column for {column}: {names}.")
            raise Invalid(template, place=f"{file}:1", file=file, column=column, names=", ".join(names))


def _renamed(tables: Iterator[Table], source: TableSource, header: Sequence[str]) -> Iterator[Table]:
    """Tables with only the columns that the source reads, under the names it uses."""
    own = source.own_names(header)
    for table in tables:
        yield table.with_columns(own)


def _not_read(source: TableSource, header: Sequence[str]) -> list[str]:
    own = source.own_names(header)
    return [name for name in header if name and name not in own]
