"""The seven sections of the node, by name."""

from __future__ import annotations

from django.utils.translation import gettext as _


def section_name(section: str) -> str:
    """The seven sections of the node."""
    return {
        "health": _("Health and care"),
        "continuity": _("Continuity and scarcity"),
        "scenarios": _("Scenarios"),
        "plans": _("Plans and courses of action"),
        "cooperation": _("Administrative and partner cooperation"),
        "society": _("Society and resilience"),
        "information": _("Information and communication"),
    }[section]
