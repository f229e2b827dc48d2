"""What sources are called."""

from __future__ import annotations

from collections.abc import Mapping

from knooppunt.kit.problems import phrase

SOURCE_NAMES: Mapping[str, str] = {
    "generic": phrase("General table"),
    "minvws_deaths": phrase("Ministry of Health: deaths by municipality"),
    "minvws_region": phrase("Ministry of Health: dashboard by safety region"),
    "minvws_sewage": phrase("Ministry of Health: sewage by municipality"),
    "minvws_sewage_plants": phrase("Ministry of Health: sewage by treatment plant"),
    "minvws_tests": phrase("Ministry of Health: tests by municipality"),
    "rivm_behaviour": phrase("RIVM: behaviour and compliance"),
    "rivm_cumulative": phrase("RIVM: totals by municipality"),
    "rivm_sewage": phrase("RIVM: sewage by treatment plant (2020)"),
}


def source_phrase(slug: str) -> str:
    """What a source is called, in English and still to be translated; its slug when it has no name of its own."""
    return SOURCE_NAMES.get(slug, slug)
