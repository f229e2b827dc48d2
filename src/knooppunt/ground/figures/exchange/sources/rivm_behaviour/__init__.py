"""RIVM, ``COVID-19_gedrag``: the survey of behaviour and compliance, per safety region and for groups in the nation.

Each wave asks a sample, so each value has limits and a sample size. A rule that did not exist at the time has a sample
of 0 and no value: that is kept as "no value", not as zero. ``Date_of_measurement`` is the first day of the wave; when
the wave ended is not in the file, so the figure is about that day. Region names differ from the official ones.
"""

from __future__ import annotations

import polars as pl

from knooppunt.ground.figures.exchange.rows import Rows
from knooppunt.ground.figures.exchange.source import TableSource
from knooppunt.kit.problems import phrase

KINDS = {
    "Naleving": "compliance",
    "Draagvlak": "support",
    "Helpen_regels": "effect",
    "Moeite": "difficulty",
    "Naaste_omgeving": "surroundings",
}
RULES = {
    "Avondklok": "curfew",
    "Bij_klachten_blijf_thuis": "symptoms_stay_home",
    "Bij_klachten_laat_testen": "symptoms_get_tested",
    "Draag_mondkapje_in_ov": "wear_mask_public_transport",
    "Draag_mondkapje_in_publieke_binnenruimtes": "wear_mask_public_indoors",
    "Hoest_niest_in_elleboog": "sneeze_cough_elbow",
    "Houd_1_5m_afstand": "keep_distance",
    "Ontvang_max_bezoekers_thuis": "max_visitors",
    "Vermijd_drukke_plekken": "avoid_crowds",
    "Was_vaak_je_handen": "wash_hands",
    "Werkt_thuis": "work_from_home",
}
OTHERS = {
    "Naleving: Thuisgewerkte_uren": "behaviour.compliance.hours_worked_at_home",
    "Klachten: Minstens_een_corona_gerelateerd": "behaviour.complaints.covid_like",
    "Zorgen: Zorgen_over_Coronavirus": "behaviour.worries.coronavirus",
    "Vaccinatiebereidheid: Al_gevaccineerd": "behaviour.vaccination.already",
    "Vaccinatiebereidheid: Ja": "behaviour.vaccination.yes",
    "Vaccinatiebereidheid: Nee": "behaviour.vaccination.no",
    "Vaccinatiebereidheid: Weet_niet": "behaviour.vaccination.unsure",
}
SLUGS = OTHERS | {
    f"{category}: {rule}": f"behaviour.{kind}.{slug}"
    for category, kind in KINDS.items()
    for rule, slug in RULES.items()
}
EVERYONE = "Alle: Totaal"


def read(rows: Rows) -> None:
    """One percentage with its limits and sample size for each row; the group asked is the stratum."""
    rows.reported_clock("Date_of_report")
    rows.day("Date_of_report", clock=True)
    rows.choice("Figure_type", {"Percentage": "%"})
    asked = rows.text("Indicator_category") + ": " + rows.text("Indicator")
    template = phrase("{value} is not a question that we know in this category.")
    rows.refuse("Indicator", ~asked.is_in(list(SLUGS)), template)
    group = rows.text("Subgroup_category") + ": " + rows.text("Subgroup")
    value, lower, upper = (rows.number(name, may_be_empty=True) for name in ("Value", "Lower_limit", "Upper_limit"))
    rows.refuse("Value", (lower > value) | (upper < value), phrase("{value} does not lie between its limits."))
    rows.figures(
        asked.replace_strict(SLUGS, default=None, return_dtype=pl.String),
        value,
        area=rows.area("Region_code", ("region", "nation"), name="Region_name"),
        stratum=group.replace({EVERYONE: ""}),
        starts=rows.day("Date_of_measurement"),
        lower=lower,
        upper=upper,
        n=rows.whole("Sample_size", low=0),
    )


SOURCE = TableSource(
    slug="rivm_behaviour",
    title="RIVM, gedrag en naleving",
    columns=(
        "Date_of_report",
        "Date_of_measurement",
        "Region_code",
        "Region_name",
        "Subgroup_category",
        "Subgroup",
        "Indicator_category",
        "Indicator",
        "Sample_size",
        "Figure_type",
        "Value",
        "Lower_limit",
        "Upper_limit",
    ),
    read=read,
)
