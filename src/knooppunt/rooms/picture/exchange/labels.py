"""The fixed words of the documents."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext_lazy as _

WORDS = {
    "exercise": _("EXERCISE"),
    "draft": _("DRAFT"),
    "on": _("Picture of"),
    "known": _("As known on"),
    "incident": _("Incident"),
    "phase": _("phase"),
    "as_of": _("as of"),
    "known_since": _("known since"),
    "from_source": _("source:"),
    "rests": _("This statement rests on"),
    "version": _("version"),
    "stale": _("STALE: a figure under it was corrected on"),
    "interval": _("interval"),
    "unknown": _("unknown"),
    "no_text": _("This section has not written an interpretation."),
    "section": _("Section"),
    "legend": _("Classes"),
    "measures": _("Measures in this chart"),
    "region": _("Region"),
    "sources": _("Sources"),
    "source": _("Source"),
    "file": _("File"),
    "reported": _("As reported on"),
    "since": _("Known since"),
    "count": _("Figures"),
    "gaps": _("What does not add up or is incomplete"),
    "missing": _("What is not known"),
    "flags": _("What is hard to believe"),
    "small": _("What is uncertain"),
    "outside": _("What is open elsewhere"),
    "unapproved": _("Published by the operator without approval"),
    "approved": _("Approved by"),
    "wrong": _("leads nowhere"),
    "nothing": _("Nothing to report."),
    "notes": _("Provenance of the figures"),
    "notes_intro": _("Every figure carries a number; here is where it comes from."),
    "definitions": _("What the figures count"),
    "definition": _("Definition"),
    "number": _("No."),
    "indicator": _("Indicator"),
    "method": _("Method"),
    "day": _("Day"),
    "remarks": _("Remarks"),
    "behind": _("Tables behind the maps and charts"),
    "table": _("Table behind this chart"),
    "page": _("page"),
    "of": _("of"),
    "regions": _("regions"),
    "bottom": _("This edition does not change any more. Its content has a fingerprint in the journal."),
}


def labels(language: str) -> dict[str, str]:
    """The words by name, in ``nl`` or ``en``: a template that is not Django's asks for them so."""
    with translation.override(language):
        return {name: str(word) for name, word in WORDS.items()}
