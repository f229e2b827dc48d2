"""Making an edition, on figures of the size of the demo: 342 municipalities, 120 days, three indicators.

    python -m benchmarks.bench_picture [--days 120] [--rounds 7] [--json]

The aim is a second each for composing the content and for the PDF. Peers, in the same run:

- *bare SELECT*: one statement that reads the same observations (nation, regions; the days that the product asks).
- *bare typst*: a PDF/UA-1 of one page with one sentence, set by the same typst with the same fonts.
- *bare workbook*: XlsxWriter writing as many cells without any provenance.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
import xlsxwriter
from django.db import connection

from benchmarks.opening import median_ms
from knooppunt.config.database import ready
from knooppunt.ground.access.public import operator
from knooppunt.ground.figures.public import import_file
from knooppunt.ground.geography.public import areas
from knooppunt.rooms.picture.exchange.documents import render
from knooppunt.rooms.picture.exchange.drawing import font_folder, warm_up
from knooppunt.rooms.picture.public import preview

ON = date(2023, 3, 1)
INDICATORS = ("cases.reported", "hospital.admitted", "deaths.reported")
PRODUCT = "landelijk_beeld"
AIM = 1000.0
ACTOR = operator()
ONE_PAGE = '#set document(title: "Een")\n#set text(lang: "nl", font: "Atkinson Hyperlegible Next")\n= Een\nEen zin.'
ROWS = """
SELECT s.area, s.indicator_id, o.starts, o.value, o.known_from
  FROM figures_observation o JOIN figures_series s ON s.id = o.series_id
 WHERE s.indicator_id = ANY(%s) AND (s.area = 'NL' OR s.area LIKE 'VR%%') AND o.starts BETWEEN %s AND %s
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Median times in milliseconds; ``aim`` in milliseconds too, 0 where there is none."""

    what: str
    ours: float
    peer_name: str
    peer: float
    aim: float

    @property
    def ratio(self) -> float:
        return self.ours / self.peer


def take_in(folder: Path, days: int) -> int:
    """Import the made figures; gives how many there are."""
    lines = ["indicator,area,from,until,value"]
    for place, area in enumerate(areas("municipality", ON)):
        for back in range(days):
            day = ON - timedelta(days=back)
            for step, indicator in enumerate(INDICATORS):
                lines.append(f"{indicator},{area.code},{day},{day},{(place * 7 + back * 3) % 40 >> step}")
    path = folder / "made.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_file(path=path, file_name=path.name, actor=ACTOR)
    return len(lines) - 1


def bare_rows() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [list(INDICATORS), ON - timedelta(days=97), ON])
        return cursor.fetchall()


def bare_page() -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder())])
    return bytes(
        typst.compile(ONE_PAGE.encode(), font_paths=fonts, ignore_system_fonts=True, format="pdf", pdf_standards="ua-1")
    )


def bare_workbook(cells: int) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place in range(cells):
            sheet.write_number(place // 26, place % 26, place)
    return buffer.getvalue()


def measure(rounds: int) -> list[Measured]:
    """Composing and the documents, each beside its peer."""
    warm_up()
    content = preview(PRODUCT, on=ON, actor=ACTOR)
    cells = 26 * len(content["figures"]) + 14 * sum(len(series["points"]) for series in content["series"])
    composing = median_ms(partial(preview, PRODUCT, on=ON, actor=ACTOR), rounds)
    made = {kind: median_ms(partial(render, content, kind, "nl"), rounds) for kind in ("pdf", "html", "xlsx")}
    page, book = median_ms(bare_page, rounds), median_ms(partial(bare_workbook, cells), rounds)
    return [
        Measured("edition compiled", composing, "bare SELECT", median_ms(bare_rows, rounds), AIM),
        Measured("PDF/UA-1", made["pdf"], "bare typst page", page, AIM),
        Measured("HTML file", made["html"], "bare typst page", page, 0),
        Measured("workbook", made["xlsx"], "bare workbook", book, 0),
    ]


def told(found: Sequence[Measured], observations: int) -> str:
    """A line for each."""
    lines = [f"An edition of {PRODUCT} over {observations:,} delivered figures (median of rounds, milliseconds)"]
    for one in found:
        verdict = f"  aim {one.aim:.0f}: {'reached' if one.ours <= one.aim else 'NOT reached'}" if one.aim else ""
        lines.append(
            f"{one.what:<18} {one.ours:8.1f}  {one.peer_name} {one.peer:8.1f}  ratio {one.ratio:6.1f}{verdict}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Take the figures in, make editions, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    with ready(), tempfile.TemporaryDirectory() as folder:
        observations = take_in(Path(folder), given.days)
        found = measure(given.rounds)
    print(
        json.dumps([asdict(one) | {"ratio": one.ratio} for one in found]) if given.json else told(found, observations)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
