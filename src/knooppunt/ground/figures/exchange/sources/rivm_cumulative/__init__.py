"""RIVM, ``COVID-19_aantallen_gemeente_cumulatief``: per municipality per day the totals since the beginning.

Separated by ``;``, lines end in CRLF. ``Date_of_report`` is ten o'clock in the Netherlands, on the day the totals are
of. Municipalities are those of the day the file was made. A row without municipality counts people of the province
whose municipality is not known; they belong to the total of the nation (``PV20-X``, or ``NL-X`` without a province).
Totals can go down: a correction.
"""

from __future__ import annotations

from knooppunt.ground.figures.exchange.rows import Rows
from knooppunt.ground.figures.exchange.source import TableSource
from knooppunt.kit.problems import phrase

TOTALS = {
    "Total_reported": "cases.reported_total",
    "Hospital_admission": "hospital.admitted_total",
    "Deceased": "deaths.reported_total",
}


def read(rows: Rows) -> None:
    """Three totals for each row."""
    day = rows.day("Date_of_report", clock=True)
    rows.reported_clock("Date_of_report")
    municipality = rows.area("Municipality_code", ("municipality",), name="Municipality_name", may_be_empty=True)
    name = rows.text("Municipality_name", may_be_empty=True)
    province = rows.area_by_name("Province", "province")
    rows.refuse("Municipality_code", municipality.is_null() & name.is_not_null(), phrase("There is no {column}."))
    area = municipality.fill_null(province + "-X").fill_null("NL-X")
    for column, indicator in TOTALS.items():
        rows.figures(indicator, rows.whole(column), area=area, starts=day)


SOURCE = TableSource(
    slug="rivm_cumulative",
    title="RIVM, aantallen per gemeente, cumulatief",
    columns=("Date_of_report", "Municipality_code", "Municipality_name", "Province", *TOTALS),
    read=read,
)
