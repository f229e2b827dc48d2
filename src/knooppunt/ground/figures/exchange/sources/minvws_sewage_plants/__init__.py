"""Ministry of Health, dashboard ``sewer_per_installation``: virus particles per treatment plant per day.

The same plant repeats under each municipality it serves, with the same value: the figures are kept per municipality and
plant (the stratum), and are not to be added up. ``date_unix`` is midnight UTC of the day.
"""

from __future__ import annotations

from knooppunt.ground.figures.exchange.rows import Rows
from knooppunt.ground.figures.exchange.source import TableSource


def read(rows: Rows) -> None:
    """One measurement for each row."""
    rows.reported_stamp("date_of_insertion_unix")
    area, plant = rows.area("gmcode", ("municipality",)), rows.text("rwzi_awzi_name")
    value = rows.number("rna_normalized")
    rows.figures("sewage.rna_normalized", value, area=area, stratum=plant, starts=rows.stamp("date_unix"))


SOURCE = TableSource(
    slug="minvws_sewage_plants",
    title="VWS, rioolwater per zuiveringsinstallatie",
    columns=("gmcode", "rwzi_awzi_name", "date_unix", "rna_normalized", "date_of_insertion_unix"),
    read=read,
)
