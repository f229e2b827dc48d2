"""Reading figures, against plain tables in the same database: how much does it cost to know what was known when?

    python -m benchmarks.bench_queries [--rows 10000000] [--file FILE] [--rounds 25] [--json]

The real file (384,750 positive tests per municipality per day) is imported twice, the second time with one value in a
thousand changed; with ``--rows`` it is copied under made indicators until there are so many observations. Peers:

- *plain table*: (indicator, area, day, value) with a primary key on the first three, holding the same current values,
  sums included, without any history. It gives the same numbers by the same methods, and nothing else; ours come with
  their source, delivery, moment, version, flags, gap and completeness. ``rows`` compares only what the database does.
- *full scan*: the municipal rows of all indicators in a table without sums or index, added up to regions by PostgreSQL.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import connection

from benchmarks.opening import REAL_TESTS, best_ms
from knooppunt.config.database import ready
from knooppunt.ground.access.public import operator
from knooppunt.ground.figures.public import METHODS, Ask, answer, import_file
from knooppunt.ground.figures.queries.borders import inhabitants
from knooppunt.ground.figures.queries.held import Name, Window, read_observations, read_series
from knooppunt.ground.figures.rules.lines import Line, Point
from knooppunt.ground.figures.rules.methods import Setting
from knooppunt.ground.geography.public import area, areas, latest_borders, region_of
from knooppunt.kit.clock import now

INDICATOR = "tests.positive"
REGIONS = tuple(f"VR{number:02}" for number in range(1, 26))
DAY = date(2022, 2, 8)
CHANGED = 0.001

HEADER = (
    "gmcode",
    "date_unix",
    "infected",
    "infected_per_100k",
    "infected_per_100k_moving_average",
    "infected_moving_average",
    "infected_moving_average_rounded",
    "date_of_insertion_unix",
)
HELD = """
SELECT count(*), (SELECT max(id) FROM figures_series)
  FROM figures_observation o JOIN figures_series s ON s.id = o.series_id
 WHERE s.made = 'delivered'
"""
COPY_INDICATOR = """
INSERT INTO figures_indicator
SELECT (jsonb_populate_record(i, jsonb_build_object('slug', %(slug)s::text))).* FROM figures_indicator i
 WHERE slug = %(of)s
"""
COPY_SERIES = """
INSERT INTO figures_series (id, indicator_id, source, area, stratum, made, known_from)
SELECT id + %(shift)s, %(slug)s, source, area, stratum, made, known_from FROM figures_series WHERE indicator_id = %(of)s
"""
COPY_VERSIONS = """
INSERT INTO figures_{table} (series_id, {columns}) SELECT series_id + %(shift)s, {columns} FROM figures_{table}
 WHERE series_id IN (SELECT id FROM figures_series WHERE indicator_id = %(of)s)
"""
COLUMNS = "starts, ends, value, lower, upper, n, delivery, known_from"
PLAIN = """
CREATE UNLOGGED TABLE bench_plain AS
SELECT s.indicator_id AS indicator, s.area, o.starts AS day, o.value
  FROM figures_observation o JOIN figures_series s ON s.id = o.series_id;
ALTER TABLE bench_plain ADD PRIMARY KEY (indicator, area, day);
CREATE UNLOGGED TABLE bench_heap AS
SELECT indicator, area, day, value FROM bench_plain WHERE area LIKE 'GM%';
CREATE UNLOGGED TABLE bench_region (area text PRIMARY KEY, region text);
"""
ASK_PLAIN = """
SELECT area, day, value FROM bench_plain WHERE indicator = %s AND area = ANY(%s) AND day >= %s AND day < %s
"""
KEPT_SUMS = """
SELECT area, day, total FROM (
    SELECT s.area, o.starts AS day, sum(o.value) OVER (PARTITION BY s.id ORDER BY o.starts ROWS 6 PRECEDING) AS total
      FROM figures_series s JOIN figures_observation o ON o.series_id = s.id
     WHERE s.indicator_id = %s AND s.made = 'summed' AND s.area = ANY(%s) AND o.starts >= %s AND o.starts < %s) weeks
 WHERE day >= %s
"""
FULL_SCAN = """
SELECT region, day, total FROM (
    SELECT region, day, sum(value) OVER (PARTITION BY region ORDER BY day ROWS 6 PRECEDING) AS total
      FROM (SELECT r.region, h.day, sum(h.value) AS value FROM bench_heap h JOIN bench_region r USING (area)
             WHERE h.indicator = %s AND h.day >= %s AND h.day < %s GROUP BY 1, 2) days) weeks
 WHERE day >= %s
"""


def changed_copy(of: Path, folder: Path) -> Path:
    """The same file with one value in a thousand other than it was; always the same ones."""
    chance = random.Random(1)
    copy = folder / "changed.csv.gz"
    with gzip.open(of, "rt", newline="") as rows, gzip.open(copy, "wt", newline="", compresslevel=1) as out:
        reader, writer = csv.reader(rows), csv.writer(out)
        header = next(reader)
        place = header.index("infected")
        writer.writerow(header)
        for row in reader:
            if chance.random() < CHANGED:
                row[place] = str(float(row[place]) + 1)
            writer.writerow(row)
    return copy


def made_file(folder: Path) -> Path:
    """A made file of the same shape, for machines without the real one."""
    chance, path = random.Random(2), folder / "made.csv.gz"
    with gzip.open(path, "wt", newline="", compresslevel=1) as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for one in areas("municipality", date(2023, 1, 1)):
            for number in range(1125):
                moment = 1583107200 + number * 86400
                writer.writerow([one.code, moment, float(chance.randrange(200)), 0, 0, 0, 0, 1680264895])
    return path


def take_in(path: Path, folder: Path) -> datetime:
    """Import the file and its changed copy; the moment between the two."""
    import_file(path=path, file_name=path.name, actor=operator())
    between = now()
    import_file(path=changed_copy(path, folder), file_name="changed.csv.gz", actor=operator())
    return between


def multiply(rows: int) -> int:
    """Copy everything under made indicators until there are ``rows`` delivered observations; how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        held, last = cursor.fetchone()
        for copy in range(1, max(0, round(rows / held) - 1) + 1):
            slug = f"bench.copy{copy:03}"
            told = {"shift": copy * last, "slug": slug, "of": INDICATOR}
            cursor.execute(COPY_INDICATOR, told)
            cursor.execute(COPY_SERIES, told)
            cursor.execute(COPY_VERSIONS.format(table="observation", columns=COLUMNS), told)
            more = f"{COLUMNS}, known_until, closed_by"
            cursor.execute(COPY_VERSIONS.format(table="superseded", columns=more), told)
            print(f"\r{(copy + 1) * held:,} observations", end="", file=sys.stderr)
        print(file=sys.stderr)
        cursor.execute(PLAIN)
        regions = [(one.code, region_of(one.code, latest_borders())) for one in areas("municipality", latest_borders())]
        cursor.executemany("INSERT INTO bench_region VALUES (%s, %s)", regions)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM bench_heap")
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Measured:
    """``ours`` and ``peer`` in milliseconds. ``aim``: what the ratio ours / peer should stay under."""

    question: str
    peer_name: str
    ours: float
    peer: float
    aim: float

    @property
    def ratio(self) -> float:
        return self.ours / self.peer


PICTURE = (
    ("sum7", REGIONS, 1),
    ("sum7_per_100k", REGIONS, 1),
    ("change_week", REGIONS, 1),
    ("mean7", REGIONS, 28),
    ("daily", ("NL",), 90),
    ("mean7", ("NL",), 90),
)
"""What the national picture asks of one indicator: three columns and a sparkline of the regions, two national lines."""
READS = ((REGIONS, 27 + 6), (("NL",), 89 + 6))


def picture_of_ours(known: datetime | None) -> list[float | None]:
    """The numbers of a national picture, as known at a moment."""
    asks = [Ask(INDICATOR, codes, DAY - timedelta(days=days - 1), DAY + timedelta(days=1), method)
            for method, codes, days in PICTURE]  # fmt: skip
    found = answer(asks, known=known, actor=operator())
    return [figure.value for some in found for figures in some.values() for figure in figures]


def picture_of_plain() -> list[float | None]:
    """The same numbers from the plain table, by the same methods; nothing is known of them but the numbers."""
    lines: dict[str, dict[date, Point]] = {}
    with connection.cursor() as cursor:
        for codes, back in READS:
            cursor.execute(ASK_PLAIN, [INDICATOR, [*codes], DAY - timedelta(days=back), DAY + timedelta(days=1)])
            for code, day, value in cursor.fetchall():
                lines.setdefault(code, {})[day] = Point(value)
    kind = {code: area(code).kind for code in lines}
    return [
        METHODS[method]
        .compute(Line("flow", {1: lines[code]}), day, Setting(inhabitants(code, kind[code], day, None)))
        .value
        for method, codes, days in PICTURE
        for code in codes
        for day in (DAY - timedelta(days=back) for back in range(days - 1, -1, -1))
    ]


def weeks_of_sums(days: int) -> dict[tuple[str, date], float | None]:
    """The 7-day sums of the 25 regions over so many days, from the kept sums, added up over time by PostgreSQL."""
    first = DAY - timedelta(days=days - 1)
    with connection.cursor() as cursor:
        cursor.execute(KEPT_SUMS, [INDICATOR, [*REGIONS], first - timedelta(days=6), DAY + timedelta(days=1), first])
        return {(region, day): total for region, day, total in cursor.fetchall()}


def weeks_of_ours(days: int) -> dict[tuple[str, date], float | None]:
    """The same as figures, with everything that stands beside them."""
    ask = Ask(INDICATOR, REGIONS, DAY - timedelta(days=days - 1), DAY + timedelta(days=1), "sum7")
    found = answer([ask], actor=operator())[0]
    return {(code, figure.starts): figure.value for code, figures in found.items() for figure in figures}


def weeks_of_scan(days: int) -> dict[tuple[str, date], float | None]:
    """The same sums from the municipal rows of all indicators, without kept sums or index."""
    first = DAY - timedelta(days=days - 1)
    with connection.cursor() as cursor:
        cursor.execute(FULL_SCAN, [INDICATOR, first - timedelta(days=6), DAY + timedelta(days=1), first])
        return {(region, day): total for region, day, total in cursor.fetchall()}


def rows_of_ours(known: datetime | None) -> int:
    """Only what the database does for the picture: which series, and their versions as known at a moment."""
    found = {one.area: one.id for one in read_series([Name(INDICATOR, code, "") for code in (*REGIONS, "NL")], known)}
    windows = [
        Window(found[code], DAY - timedelta(days=back), DAY + timedelta(days=1))
        for codes, back in READS
        for code in codes
    ]
    return sum(len(layer) for column in read_observations(windows, known).values() for layer in column.values())


def rows_of_plain() -> int:
    """The same rows of the plain table, in as many statements."""
    found = 0
    with connection.cursor() as cursor:
        for codes, back in READS:
            cursor.execute(ASK_PLAIN, [INDICATOR, [*codes], DAY - timedelta(days=back), DAY + timedelta(days=1)])
            found += len({(code, day): value for code, day, value in cursor.fetchall()})
    return found


def measure(between: datetime, rounds: int) -> list[Measured]:
    """Every question, ours and the peer's."""
    assert picture_of_ours(None) == picture_of_plain()
    assert picture_of_ours(between) != picture_of_ours(None)
    assert rows_of_ours(None) == rows_of_plain() == 25 * 34 + 96
    found = []
    for question, ours, plain in (("rows", rows_of_ours, rows_of_plain), ("answer", picture_of_ours, picture_of_plain)):
        now_, then, peer = best_ms([partial(ours, None), partial(ours, between), plain], rounds)
        found.append(Measured(f"national picture, {question}, as known now", "plain table", now_, peer, 2))
        found.append(Measured(f"national picture, {question}, as known earlier", "plain table", then, peer, 2))
    for days in (1, 28, 120):
        assert weeks_of_sums(days) == weeks_of_ours(days) == weeks_of_scan(days)
        runs = [partial(ask, days) for ask in (weeks_of_sums, weeks_of_ours, weeks_of_scan)]
        sums, figures, scan = best_ms(runs, max(3, rounds // 3))
        found.append(Measured(f"25 regions, 7-day sums, {days} days", "full scan", sums, scan, 1 / 50))
        found.append(Measured(f"the same as figures, {days} days", "full scan", figures, scan, 1 / 50))
    return found


def told(found: Sequence[Measured], observations: int) -> str:
    """A line for each question."""
    lines = [f"Queries over {observations:,} observations (best of rounds, milliseconds)"]
    for one in found:
        verdict = "reached" if one.ratio <= one.aim else "NOT reached"
        lines.append(f"{one.question:<44} {one.ours:9.2f}  {one.peer_name} {one.peer:9.2f}  ratio {one.ratio:8.4f}"
                     f"  aim {one.aim:.2f}: {verdict}")  # fmt: skip
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Build the tables, ask, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=0, help="copy the file until there are so many observations")
    parser.add_argument("--file", type=Path, default=REAL_TESTS, help="the file; without it one is made")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    with ready(), tempfile.TemporaryDirectory() as folder:
        path = given.file if given.file.exists() else made_file(Path(folder))
        between = take_in(path, Path(folder))
        observations = multiply(given.rows)
        found = measure(between, given.rounds)
    print(
        json.dumps([asdict(one) | {"ratio": one.ratio} for one in found]) if given.json else told(found, observations)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
