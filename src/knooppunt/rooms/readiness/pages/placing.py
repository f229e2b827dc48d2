"""What a file or a rotation would make of a roster, as the pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from knooppunt.kit.problems import Problem
from knooppunt.rooms.readiness.pages.wording import role_name
from knooppunt.rooms.readiness.public import Looked
from knooppunt.rooms.readiness.rules.placing import MOST_SHOWN, Fault


def placing_context(looked: Looked) -> dict[str, Any]:
    """What is wrong, what is worth a look, and what would be written, for ``_placing.html``."""
    found = looked.placing
    wrong = {one.line for one in found.faults}
    fresh = [one for one in found.fresh if one.line not in wrong]
    return {
        "faults": _told(found.faults),
        "unlisted_faults": max(0, len(found.faults) - MOST_SHOWN),
        "unexplained": found.unexplained,
        "warnings": _told(found.warnings),
        "unlisted_warnings": max(0, len(found.warnings) - MOST_SHOWN),
        "fresh": [
            (one, looked.names.get(one.duty.person, "?"), role_name(one.duty.role)) for one in fresh[:MOST_SHOWN]
        ],
        "count": len(fresh),
        "unlisted": max(0, len(fresh) - MOST_SHOWN),
        "same": len(found.same),
    }


def said(problem: Problem) -> str:
    """A refusal as a sentence; a rule and a role in it by their names."""
    values = dict(problem.values)
    if "rule" in values:
        values["rule"] = _(str(values["rule"]))
    if "role" in values:
        values["role"] = _role(str(values["role"]))
    return _(problem.template).format(**values)


def _role(told: str) -> str:
    try:
        return role_name(told)
    except ValueError:
        return told  # a word of a file that is no role


def _told(faults: Sequence[Fault]) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, said(one.problem)) for one in faults[:MOST_SHOWN]]
