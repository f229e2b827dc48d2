"""Ministry of Health, dashboard archive ``deceased_rivm``: deaths per municipality per day, and their total.

Recoded to the municipalities of the day the file was made. ``date_unix`` is midnight UTC of the day.
"""

from __future__ import annotations

from knooppunt.ground.figures.exchange.rows import Rows
from knooppunt.ground.figures.exchange.source import TableSource


def read(rows: Rows) -> None:
    """A count and a total for each row. The moving average in the file is derived, and not read."""
    rows.reported_stamp("date_of_insertion_unix")
    area, day = rows.area("gmcode", ("municipality",)), rows.stamp("date_unix")
    rows.figures("deaths.reported", rows.whole("covid_daily"), area=area, starts=day)
    rows.figures("deaths.reported_total", rows.whole("covid_total"), area=area, starts=day)


SOURCE = TableSource(
    slug="minvws_deaths",
    title="VWS, overledenen per gemeente",
    columns=("gmcode", "covid_daily", "covid_total", "date_unix", "date_of_insertion_unix"),
    read=read,
)
