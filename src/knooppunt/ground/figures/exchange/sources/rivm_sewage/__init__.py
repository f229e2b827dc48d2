"""RIVM, ``COVID-19_rioolwaterdata`` of 2020: virus particles per ml of sewage, per plant per day.

Begins with a byte order mark. A plant that serves several regions stands under each with the same value and, with a
decimal comma, the share of its inhabitants that lives there. Region names are misspelt here and there, and a few rows
have the code of one region and the name of another: those are rejected, as nobody knows which is meant.
"""

from __future__ import annotations

import polars as pl

from knooppunt.ground.figures.exchange.rows import Rows
from knooppunt.ground.figures.exchange.source import TableSource
from knooppunt.kit.problems import phrase

REPRESENTATIVE = {"TRUE": "sewage.rna_per_ml", "FALSE": "sewage.rna_per_ml_unrepresentative"}


def read(rows: Rows) -> None:
    """A measurement and a share for each row."""
    day, plant = rows.day("Date_measurement"), rows.text("RWZI_AWZI_code")
    area = rows.area("Security_region_code", ("region",), name="Security_region_name")
    indicator = rows.choice("Representative_measurement", REPRESENTATIVE)
    share = rows.number("Percentage_in_security_region", decimal_comma=True)
    rows.refuse("Percentage_in_security_region", ~share.is_between(0, 1), phrase("{value} is not between 0 and 1."))
    rows.figures(indicator, rows.number("RNA_per_ml"), area=area, stratum=plant, starts=day)
    rows.figures("sewage.share_in_region", share.cast(pl.Float64), area=area, stratum=plant, starts=day)


SOURCE = TableSource(
    slug="rivm_sewage",
    title="RIVM, rioolwater per zuiveringsinstallatie (2020)",
    columns=(
        "Date_measurement",
        "RWZI_AWZI_code",
        "Security_region_code",
        "Security_region_name",
        "Percentage_in_security_region",
        "RNA_per_ml",
        "Representative_measurement",
    ),
    read=read,
)
