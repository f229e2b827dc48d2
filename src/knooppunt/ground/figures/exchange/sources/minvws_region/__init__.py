"""Ministry of Health, dashboard of November 2020: one JSON document per safety region (``VR01.json`` … ``VR25.json``).

Each block has ``values`` in any order and repeats one of them as ``last_value``. Days are midnight UTC; a week runs
from ``week_start_unix`` up to and with ``week_end_unix``. Region names lost their accents and spaces (``Frysl?n``,
``GooienVechtstreek``). Some measurements of plants stand in the list twice; one plant has two on a day that differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from knooppunt.ground.figures.exchange.rows import Rows
from knooppunt.ground.figures.exchange.source import DocumentSource
from knooppunt.ground.figures.exchange.sources.minvws_region.document import recognises, tables
from knooppunt.ground.figures.exchange.sources.rivm_behaviour import RULES
from knooppunt.kit.problems import phrase

PER_DAY = {
    "results_per_region": {
        "total_reported_increase_per_region": "cases.reported",
        "hospital_increase_per_region": "hospital.admitted",
        "hospital_total_counts_per_region": "hospital.admitted_total",
    },
    "nursing_home": {
        "newly_infected_people": "nursing.newly_infected_people",
        "newly_infected_locations": "nursing.newly_infected_locations",
        "infected_locations_total": "nursing.infected_locations_total",
        "infected_locations_percentage": "nursing.infected_locations_share",
        "deceased_daily": "nursing.deaths",
    },
}
PER_WEEK = {
    "ggd": {
        "infected": "tests.ggd_positive",
        "infected_percentage": "tests.ggd_positive_share",
        "tested_total": "tests.total",
    },
    "sewer": {"average": "sewage.rna_average", "total_installation_count": "sewage.plants_total"},
}
BEHAVIOUR = {
    f"{rule}_{kind}": f"behaviour.{kind}.{rule}"
    for rule in RULES.values()
    for kind in ("compliance", "support")
    if rule != "curfew"
}
NOT_READ = (
    "results_per_region.infected_total_counts_per_region",
    "results_per_region.infected_increase_per_region",
    "results_per_region.hospital_moving_avg_per_region",
    "behavior.*_trend",
    "sewer_per_installation.week",
    "sewer_per_installation.rwzi_awzi_name",
    "sewer_per_installation.gmcode",
)


def read(rows: Rows) -> None:
    """The figures of one block."""
    area = rows.area("vrcode", ("region",), name="vrnaam" if rows.has("vrnaam") else "")
    rows.refuse("vrcode", area != rows.text("code"), phrase("{value} is not the region of the document."))
    rows.reported_stamp("last_generated")
    READERS[rows.block](rows)


def _per_day(rows: Rows) -> None:
    area, day = rows.text("vrcode"), rows.stamp("date_of_report_unix")
    for column, indicator in PER_DAY[rows.block].items():
        rows.figures(indicator, rows.number(column, may_be_empty=True), area=area, starts=day)


def _per_week(rows: Rows) -> None:
    area, starts, last = rows.text("vrcode"), rows.stamp("week_start_unix"), rows.stamp("week_end_unix")
    for column, indicator in PER_WEEK[rows.block].items():
        rows.figures(indicator, rows.number(column, may_be_empty=True), area=area, starts=starts, last=last)


def _behaviour(rows: Rows) -> None:
    area, starts, last = rows.text("vrcode"), rows.stamp("week_start_unix"), rows.stamp("week_end_unix")
    n = rows.whole("number_of_participants", low=0)
    for column, indicator in BEHAVIOUR.items():
        rows.figures(indicator, rows.number(column, may_be_empty=True), area=area, starts=starts, last=last, n=n)


def _plants(rows: Rows) -> None:
    area, day = rows.text("vrcode"), rows.stamp("date_measurement_unix")
    value = rows.number("rna_normalized", may_be_empty=True)
    rows.figures("sewage.rna_normalized", value, area=area, stratum=rows.text("rwzi_awzi_code"), starts=day)


READERS: Mapping[str, Callable[[Rows], None]] = MappingProxyType(
    {
        "results_per_region": _per_day,
        "nursing_home": _per_day,
        "ggd": _per_week,
        "sewer": _per_week,
        "behavior": _behaviour,
        "sewer_per_installation": _plants,
    }
)

SOURCE = DocumentSource(
    slug="minvws_region",
    title="VWS, dashboard per veiligheidsregio",
    recognises=recognises,
    tables=tables,
    read=read,
    columns_not_read=NOT_READ,
)
