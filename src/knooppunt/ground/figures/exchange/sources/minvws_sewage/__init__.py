"""Ministry of Health, dashboard ``sewer``: weekly mean of virus particles in sewage per municipality.

Older files also say on how many samples and plants the mean rests. The week runs from ``date_start_unix`` up to and
with ``date_end_unix``, both midnight UTC. Later files revise the means of earlier ones by a few units.
"""

from __future__ import annotations

from knooppunt.ground.figures.exchange.rows import Rows
from knooppunt.ground.figures.exchange.source import TableSource

COUNTS = {
    "total_number_of_samples": "sewage.samples",
    "sampled_installation_count": "sewage.plants_sampled",
    "total_installation_count": "sewage.plants_total",
}


def read(rows: Rows) -> None:
    """A mean for each row, and the counts where the file has them."""
    rows.reported_stamp("date_of_insertion_unix")
    area = rows.area("gmcode", ("municipality",))
    starts, last = rows.stamp("date_start_unix"), rows.stamp("date_end_unix")
    rows.figures("sewage.rna_average", rows.number("average"), area=area, starts=starts, last=last)
    for column, indicator in COUNTS.items():
        if rows.has(column):
            rows.figures(indicator, rows.whole(column, low=0), area=area, starts=starts, last=last)


SOURCE = TableSource(
    slug="minvws_sewage",
    title="VWS, rioolwater per gemeente per week",
    columns=("gmcode", "date_start_unix", "date_end_unix", "average", "date_of_insertion_unix"),
    optional=tuple(COUNTS),
    read=read,
)
