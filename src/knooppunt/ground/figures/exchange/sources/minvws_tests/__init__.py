"""Ministry of Health, dashboard archive ``tested_overall``: positive tests per municipality per day.

Recoded to the municipalities of the day the file was made: ``GM1992`` (2023) has figures from 2020 on. ``date_unix`` is
midnight UTC of the day. On 8 February 2022 a backlog was put on one day; it is a figure as any other.
"""

from __future__ import annotations

from knooppunt.ground.figures.exchange.rows import Rows
from knooppunt.ground.figures.exchange.source import TableSource


def read(rows: Rows) -> None:
    """One count for each row. Rates and moving averages in the file are derived, and not read."""
    rows.reported_stamp("date_of_insertion_unix")
    area = rows.area("gmcode", ("municipality",))
    rows.figures("tests.positive", rows.whole("infected"), area=area, starts=rows.stamp("date_unix"))


SOURCE = TableSource(
    slug="minvws_tests",
    title="VWS, positieve testen per gemeente",
    columns=("gmcode", "date_unix", "infected", "date_of_insertion_unix"),
    read=read,
)
