"""Importing, against what PostgreSQL and Django do with the same rows in the same database.

    python -m benchmarks.bench_import [--rows 10000000] [--file FILE] [--rounds 3] [--json]

Two files: the real one (384,750 positive tests per municipality per day) and a made one of ``--rows`` observations
(``--rows 0`` leaves it out). An import is all of it: unpack, read, judge, keep the original, compare, write with a
primary key, add up four levels of areas, flag, journal, commit. Times are the best of rounds that take turns. Peers:

- *bare COPY*: the observations of the file, as CSV text that is ready in memory, into a table without index or key.
- *bulk_create*: the same observations as plain rows of one table, without history or check, by Django, 5,000 at a
  time; of the made file only the first 400,000, and counted on from there.

Needs an empty home: it empties the tables of figures between the rounds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection, models, transaction

from benchmarks.opening import REAL_TESTS
from knooppunt.config.database import ready
from knooppunt.ground.access.public import TLP, operator
from knooppunt.ground.figures.public import DeclaredIndicator, define_indicator, deliveries, import_file
from knooppunt.ground.geography.public import areas

DAYS = 1125
CHANGED_ONE_IN = 1000
BULK = 400_000
TABLES = (
    "observation, figures_superseded, figures_series, figures_flag, figures_gap, figures_quarantined, figures_delivery"
)
OBSERVATIONS = """
COPY (SELECT o.* FROM figures_observation o JOIN figures_series s ON s.id = o.series_id WHERE s.made = 'delivered')
TO STDOUT (FORMAT csv)
"""
PLAIN_ROWS = """
SELECT s.source, s.indicator_id, s.area, s.stratum, o.starts, o.ends, o.value, o.lower, o.upper, o.n, o.delivery,
       o.known_from
  FROM figures_observation o JOIN figures_series s ON s.id = o.series_id WHERE s.made = 'delivered' LIMIT %s
"""


class PlainRow(models.Model):
    """What a project without history would keep of an observation."""

    source = models.TextField()
    indicator = models.TextField()
    area = models.TextField()
    stratum = models.TextField()
    starts = models.DateField()
    ends = models.DateField()
    value = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    n = models.IntegerField(null=True)
    delivery = models.IntegerField()
    imported_at = models.DateTimeField()

    class Meta:
        app_label = "bench"
        db_table = "bench_plain_row"

    def __str__(self) -> str:
        return f"{self.indicator} {self.area} {self.starts}: {self.value}"


@dataclass(frozen=True, slots=True)
class Measured:
    """``ours`` and ``peer`` in seconds. ``aim``: what ours / peer should stay under."""

    question: str
    peer_name: str
    ours: float
    peer: float
    aim: float

    @property
    def ratio(self) -> float:
        return self.ours / self.peer


def seconds(run: Callable[[], object]) -> float:
    """How long ``run`` takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def bring(path: Path) -> None:
    """An import, through the front door."""
    report = import_file(path=path, file_name=path.name, actor=operator())
    assert report.state == "imported"
    assert not report.rows.quarantined


def empty() -> None:
    """Forget all figures, and let the disk settle."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE figures_{TABLES}")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("CHECKPOINT")


def as_text() -> bytes:
    """The delivered observations that are held, as CSV in memory."""
    with connection.cursor() as cursor, cursor.copy(OBSERVATIONS) as copy:
        return b"".join(bytes(block) for block in copy)


@contextmanager
def bare_table() -> Iterator[None]:
    """A table like that of the observations, without index, key or check."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_bare")
        cursor.execute("CREATE TABLE bench_bare AS SELECT * FROM figures_observation WITH NO DATA")
        cursor.execute("CHECKPOINT")
        yield
        cursor.execute("DROP TABLE bench_bare")


def bare_copy(text: bytes) -> None:
    """The fastest way to get these rows into any table."""
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy("COPY bench_bare FROM STDIN (FORMAT csv)") as copy,
    ):
        for start in range(0, len(text), 1 << 20):
            copy.write(memoryview(text)[start : start + (1 << 20)])


def bulk_create(rows: list[tuple[Any, ...]]) -> float:
    """Seconds that Django takes for plain rows, given the values of their columns."""
    with connection.schema_editor() as editor:
        editor.create_model(PlainRow)

    def create() -> None:
        made = (PlainRow(None, *row) for row in rows)
        with transaction.atomic():
            PlainRow.objects.bulk_create(made, batch_size=5000)

    took = seconds(create)
    with connection.schema_editor() as editor:
        editor.delete_model(PlainRow)
    return took


def plain_rows(most: int) -> list[tuple[Any, ...]]:
    """The first observations that are held, for Django."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_ROWS, [most])
        return list(cursor.fetchall())


def changed_copy(path: Path, column: str, folder: Path) -> Path:
    """The same file, packed alike, with one value in a thousand other than it was."""
    rows = pl.read_csv(path, infer_schema=False)
    new = (pl.col(column).cast(pl.Float64) + 1).cast(pl.String)
    every = pl.int_range(pl.len()) % CHANGED_ONE_IN == 0
    copy, changed = (
        folder / f"changed-{path.name}",
        rows.with_columns(pl.when(every).then(new).otherwise(column).alias(column)),
    )
    with gzip.open(copy, "wb") if path.suffix == ".gz" else copy.open("wb") as out:
        changed.write_csv(out)
    return copy


def made_file(count: int, folder: Path) -> Path:
    """A generic file of ``count`` observations: made indicators, all municipalities, 1,125 days."""
    codes = pl.DataFrame({"area": [one.code for one in areas("municipality", date(2023, 1, 1))]})
    days = pl.DataFrame({"from": pl.date_range(date(2020, 3, 2), date(2023, 3, 31), eager=True).head(DAYS)})
    kinds = -(-count // (len(codes) * DAYS))
    for number in range(kinds):
        define(f"bench.made{number:03}")
    slugs = pl.DataFrame({"indicator": [f"bench.made{number:03}" for number in range(kinds)]})
    rows = slugs.join(codes, how="cross").join(days, how="cross").head(count).with_columns(until="from")
    value = (pl.int_range(pl.len()) * 7919 % 211).alias("value")
    path = folder / "made.csv"
    rows.select("indicator", "area", "from", "until", value).write_csv(path)
    return path


def define(slug: str) -> None:
    """A made indicator, additive as the real one."""
    words = dict.fromkeys(("name_nl", "name_en", "unit_nl", "unit_en", "definition_nl", "definition_en"), slug)
    indicator = DeclaredIndicator(slug=slug, temporal="flow", additive=True, low=0, **words)
    define_indicator(indicator=indicator, marking=TLP.CLEAR, actor=operator())


def measure(title: str, path: Path, column: str, rounds: int, folder: Path) -> list[Measured]:
    """One file: imports and peers in turns, the best of each."""
    changed = changed_copy(path, column, folder)
    first, again, bare = [], [], []
    for number in range(rounds):
        empty()
        first.append(seconds(partial(bring, path)))
        again.append(seconds(partial(bring, changed)))
        text = as_text()
        with bare_table():
            bare.append(seconds(partial(bare_copy, text)))
        took = f"import {first[-1]:.2f} s, again {again[-1]:.2f} s, bare COPY {bare[-1]:.2f} s"
        say(f"{title}, round {number + 1}: {took}")
    held, sample = text.count(b"\n"), plain_rows(BULK)
    bulk = bulk_create(sample) * held / len(sample)
    empty()
    return [
        Measured(f"first import, {title}", "bare COPY of the same rows", min(first), min(bare), 4),
        Measured(f"first import, {title}", "bulk_create of plain rows", min(first), bulk, 1 / 10),
        Measured(f"import with 0.1 % changed, {title}", "first import", min(again), min(first), 1 / 3),
    ]


def say(line: str) -> None:
    """Tell whoever waits how far we are."""
    print(line, file=sys.stderr, flush=True)


def told(found: Sequence[Measured]) -> str:
    """A line for each comparison, and how much memory it took."""
    lines = ["Imports (best of the rounds, seconds)"]
    for one in found:
        verdict = "reached" if one.ratio <= one.aim else "NOT reached"
        lines.append(f"{one.question:<52} {one.ours:8.2f}  {one.peer_name:<27} {one.peer:8.2f}  ratio {one.ratio:6.3f}"
                     f"  aim {one.aim:5.3f}: {verdict}")  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return "\n".join([*lines, f"largest memory of this process: {peak:,.0f} MB"])


def main(arguments: Sequence[str]) -> None:
    """Import, let the peers do it, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000, help="observations in the made file; 0: no made file")
    parser.add_argument("--file", type=Path, default=REAL_TESTS, help="the real file; left out when it is not there")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    found: list[Measured] = []
    with ready(), tempfile.TemporaryDirectory() as name:
        if deliveries(limit=1, actor=operator()):
            sys.exit("This home holds figures: give KNOOPPUNT_HOME an empty folder.")
        folder = Path(name)
        if given.file.exists():
            found += measure("the real file", given.file, "infected", given.rounds, folder)
        if given.rows:
            title = f"{given.rows:,} made observations"
            found += measure(title, made_file(given.rows, folder), "value", 1, folder)
    print(json.dumps([asdict(one) | {"ratio": one.ratio} for one in found]) if given.json else told(found))


if __name__ == "__main__":
    main(sys.argv[1:])
