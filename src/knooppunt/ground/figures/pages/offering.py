"""What the form above the figures offers to choose from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from knooppunt.ground.figures.forms import FiguresForm
from knooppunt.ground.figures.pages.asking import Question
from knooppunt.ground.figures.pages.choosing import options
from knooppunt.ground.figures.pages.wording import group_name, group_of, in_order, method_name, own, source_name
from knooppunt.ground.figures.queries.borders import TABLE_BEGINS
from knooppunt.ground.figures.queries.catalogue import KnownIndicator, sources_named
from knooppunt.ground.figures.queries.tallies import strata_of
from knooppunt.ground.figures.rules.lines import MEASURE, SURVEY
from knooppunt.ground.figures.rules.methods import METHODS
from knooppunt.ground.geography.public import latest_borders
from knooppunt.kit.authority import Actor

Pairs = list[tuple[str, str]]
OVER_PLANTS = "plant_mean"


def offered(
    form: FiguresForm,
    indicator: KnownIndicator,
    catalogue: Mapping[str, KnownIndicator],
    on: date | None,
    actor: Actor,
) -> dict[str, Any]:
    """Give ``form`` its choices; the names and choices that stand beside it. At most one query."""
    sources = sorted(sources_named(indicator.slug, catalogue))
    strata = strata_of(indicator.slug, sources, actor=actor) if indicator.temporal in (SURVEY, MEASURE) else ("",)
    form.offer(
        indicator=grouped(one for one in catalogue.values() if is_delivered(one, catalogue)),
        method=_with(_methods(indicator, strata), form["method"].value() or "", method_name),
        source=_with([("", _("the newest")), *((slug, source_name(slug)) for slug in sources)], form["source"].value()),
        stratum=_with(_strata(strata), form["stratum"].value()),
    )
    return {
        "indicator": indicator,
        "name": own(indicator, "name"),
        "definition": own(indicator, "definition"),
        "area_options": options(max(on, TABLE_BEGINS) if on else latest_borders()),
        "has_strata": strata not in ((), ("",)) or bool(form["stratum"].value()),
        "has_sources": len(sources) > 1,
    }


def refilled(asked: Question) -> FiguresForm:
    """The form as it was understood: what was left open is filled in."""
    known = localtime(asked.known).strftime("%Y-%m-%dT%H:%M") if asked.known else ""
    return FiguresForm(
        {
            "indicator": asked.indicator.slug,
            "method": asked.method,
            "since": asked.since.isoformat(),
            "until": asked.until.isoformat(),
            "known": known,
            "borders": asked.borders.isoformat() if asked.borders else "",
            "source": asked.source or "",
            "stratum": asked.stratum,
        }
    )


def is_delivered(indicator: KnownIndicator, catalogue: Mapping[str, KnownIndicator]) -> bool:
    """Whether there are figures of it, delivered or derived from a total."""
    total = catalogue.get(indicator.derived_from)
    return bool(indicator.streams or (total and total.streams))


def grouped(found: Iterable[KnownIndicator]) -> list[tuple[str, Pairs]]:
    """Indicators under their headings, as (slug, name)."""
    groups: dict[str, Pairs] = {}
    for one in found:
        groups.setdefault(group_of(one.slug), []).append((one.slug, own(one, "name")))
    return [(group_name(key), sorted(groups[key], key=lambda pair: pair[1])) for key in in_order(groups)]


def _methods(indicator: KnownIndicator, strata: Collection[str]) -> Pairs:
    fitting = [name for name, one in METHODS.items() if indicator.temporal in one.back and not one.of_other]
    if indicator.temporal == MEASURE and "" not in strata:
        fitting.insert(0, OVER_PLANTS)
    return [(name, method_name(name)) for name in fitting]


def _strata(found: Collection[str]) -> Pairs:
    whole = _("everyone together") if "" in found else _("none")
    return [("", whole), *((one, one) for one in found if one)]


def _with(pairs: Pairs, present: Any, name: Any = str) -> Pairs:
    """``pairs``, with the value that is there now if it is not among them: a form must not change what was asked."""
    missing = present and present not in {value for value, _words in pairs}
    return [*pairs, (present, name(present))] if missing else pairs
