"""Small files as people deliver them, for tests of what comes in."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import polars as pl

from knooppunt.ground.figures.exchange.gate import read
from knooppunt.ground.figures.exchange.reading import Reading, Rejected

TODAY = date(2024, 6, 1)
RIVM_HEADER = "Date_of_report;Municipality_code;Municipality_name;Province;Total_reported;Hospital_admission;Deceased"
GENERIC_HEADER = "indicator,area,from,until,value"


def made(folder: Path, name: str, *lines: str, ends: str = "\n", encoding: str = "utf-8") -> Path:
    """A text file of ``lines``; packed when ``name`` ends in ``.gz``."""
    content = "".join(line + ends for line in lines).encode(encoding)
    path = folder / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def reading(path: Path, **options: object) -> Reading:
    """What the gate makes of the file on 1 June 2024."""
    return read(path, today=TODAY, **options)  # type: ignore[arg-type]  # the options of read, passed on


def rivm(folder: Path, *rows: str) -> Reading:
    """A RIVM file with ``rows`` under its header."""
    return reading(made(folder, "rivm.csv", RIVM_HEADER, *rows, ends="\r\n"))


def generic(folder: Path, *rows: str, header: str = GENERIC_HEADER) -> Reading:
    """A generic table with ``rows`` under its header."""
    return reading(made(folder, "table.csv", header, *rows))


def sentence(rejected: Rejected) -> str:
    """The reason, filled in."""
    return rejected.reason.format(**rejected.values)


def values(found: Reading, indicator: str, **where: object) -> dict[tuple[str, date], float | None]:
    """(area, first day) to value, of the figures of an indicator."""
    frame = found.frame.filter(pl.col("indicator") == indicator)
    for column, wanted in where.items():
        frame = frame.filter(pl.col(column) == wanted)
    return {(row["area"], row["starts"]): row["value"] for row in frame.iter_rows(named=True)}
