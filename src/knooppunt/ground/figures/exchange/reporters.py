"""Whose reports a source is, and what sources are called."""

from __future__ import annotations

from functools import cache

from knooppunt.ground.figures.rules.naming import SOURCE_NAMES, is_report, report_slug, reporter_of
from knooppunt.ground.network.public import Kind, Listed, Organisation, listed_organisations


def report_source(organisation: Organisation | Listed) -> str:
    """The source of the reports of an organisation; regions are named after their area: ``report_vr09``."""
    area = organisation.area if organisation.kind == Kind.REGION else ""
    return report_slug(area=area, abbreviation=organisation.abbreviation, key=organisation.id.hex)


@cache
def _reporters() -> dict[str, Listed]:
    return {report_source(listed): listed for listed in listed_organisations()}


def area_of_source(slug: str) -> str:
    """The region of which a source is the reports; "" when it is no region's."""
    listed = _reporters().get(slug)
    return listed.area if listed is not None and listed.kind is Kind.REGION else ""


def source_phrase(slug: str) -> str:
    """What a source is called, in English and still to be translated; its slug when it has no name of its own.

    The reports of an organisation are called after it; of one that did not come with the house, by its abbreviation.
    """
    if is_report(slug):
        listed = _reporters().get(slug)
        return listed.name if listed else reporter_of(slug)
    return SOURCE_NAMES.get(slug, slug)
