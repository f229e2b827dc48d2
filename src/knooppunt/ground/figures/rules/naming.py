"""What sources are called."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knooppunt.kit.problems import phrase

REPORTS = "reports"
"""The family of all reports of organisations: asked for by this name they answer together."""
REPORT = re.compile(r"report_[a-z0-9]+(_[a-z0-9]+)*")
BEGINNING = "report_"

SOURCE_NAMES: Mapping[str, str] = {
    "generic": phrase("General table"),
    "minvws_deaths": phrase("Ministry of Health: deaths by municipality"),
    "minvws_region": phrase("Ministry of Health: dashboard by safety region"),
    "minvws_sewage": phrase("Ministry of Health: sewage by municipality"),
    "minvws_sewage_plants": phrase("Ministry of Health: sewage by treatment plant"),
    "minvws_tests": phrase("Ministry of Health: tests by municipality"),
    "reports": phrase("Reports of organisations together"),
    "rivm_behaviour": phrase("RIVM: behaviour and compliance"),
    "rivm_cumulative": phrase("RIVM: totals by municipality"),
    "rivm_sewage": phrase("RIVM: sewage by treatment plant (2020)"),
}


def is_report(slug: str) -> bool:
    """Whether a source is the reports of one organisation."""
    return slug.startswith(BEGINNING)


def report_slug(*, area: str, abbreviation: str, key: str) -> str:
    """The source of the reports of an organisation: ``report_vr09`` after its area when it is the organisation of one.

    Others are named after their abbreviation, or after ``key`` when they have none.
    """
    word = re.sub(r"[^a-z0-9]+", "_", (area or abbreviation or key).lower()).strip("_")
    return BEGINNING + word


def reporter_of(slug: str) -> str:
    """The area or abbreviation in the name of such a source: ``VR09``."""
    return slug.removeprefix(BEGINNING).upper().replace("_", " ")
