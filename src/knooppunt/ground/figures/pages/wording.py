"""What figures are called in the language of the reader: indicators, methods, sources, and whole sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.figures.exchange.reporters import source_phrase
from knooppunt.ground.figures.pages.explaining import METHOD_TEXTS
from knooppunt.ground.figures.queries.catalogue import KnownIndicator
from knooppunt.ground.figures.rules.methods import Recipe, recipe
from knooppunt.kit.problems import Invalid, Problem

GROUPS: Mapping[str, Promise] = {
    "cases": _("Reported cases"),
    "hospital": _("Hospital"),
    "deaths": _("Deaths"),
    "tests": _("Tests"),
    "nursing": _("Nursing homes"),
    "sewage": _("Sewage"),
    "behaviour.compliance": _("Behaviour: compliance"),
    "behaviour.support": _("Behaviour: support"),
    "behaviour": _("Behaviour"),
}

TEMPORAL: Mapping[str, Promise] = {
    "cumulative": _("counted since the beginning"),
    "flow": _("counted in the period"),
    "stock": _("counted at a moment"),
    "survey": _("estimated from a sample"),
    "measure": _("measured"),
}


def own(indicator: KnownIndicator, what: str) -> str:
    """``what`` (name, unit or definition) of an indicator in the language of the reader."""
    language = "en" if (get_language() or "nl").startswith("en") else "nl"
    return str(getattr(indicator, f"{what}_{language}"))


def source_name(slug: str) -> str:
    """What a source is called; its slug when it has no name of its own."""
    return gettext(source_phrase(slug))


def group_of(slug: str) -> str:
    """The heading an indicator stands under: the longest known beginning of its slug, or the first part of it."""
    parts = slug.split(".")
    known = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in known if name in GROUPS), parts[0])


def group_name(group: str) -> str:
    return str(GROUPS.get(group, group))


def in_order(groups: Iterable[str]) -> list[str]:
    """Headings in the order in which one looks for them; those without a place of their own last."""
    order = {group: place for place, group in enumerate(GROUPS)}
    return sorted(groups, key=lambda group: (order.get(group, len(order)), group))


def method_name(text: str) -> str:
    """What a method is called; ``rank:`` and ``share:`` with what they are about. An unknown one is itself."""
    try:
        asked = recipe(text)
    except Invalid:
        return text
    name = _method_label(asked)
    return gettext("rank by: {method}").format(method=name) if asked.ranked else name


def _method_label(asked: Recipe) -> str:
    if asked.over_plants:
        return gettext("mean over treatment plants")
    label = gettext(asked.method.label)
    return f"{label} ({asked.other})" if asked.other else label


def method_unit(text: str, indicator: KnownIndicator) -> str:
    """The unit a figure by this method is in; that of a rank is nothing."""
    asked = recipe(text)
    if asked.ranked:
        return ""
    return gettext(asked.method.unit) if asked.method.unit else own(indicator, "unit")


def method_text(text: str) -> str:
    """What a method does and where it comes from."""
    asked = recipe(text)
    told = str(METHOD_TEXTS["plant_mean" if asked.over_plants else asked.method.name])
    return f"{told} {METHOD_TEXTS['rank']}" if asked.ranked else told


def sentence(template: str, values: Mapping[str, Any]) -> str:
    """A stored English template in the language of the reader, filled in."""
    return gettext(template).format(**{name: _written(value) for name, value in values.items()}) if template else ""


def _written(value: Any) -> Any:
    """Figures as the reader writes them; what the file itself says stays as it is."""
    if not isinstance(value, float):
        return value
    return number_format(value, decimal_pos=0 if value.is_integer() else 1, force_grouping=True)


def refusal(problem: Problem) -> str:
    """A refusal as a sentence in the language of the reader; its place in front where the sentence does not name it."""
    told = problem.sentence(gettext(problem.template))
    return told if not problem.place or problem.place in told else f"{problem.place}: {told}"
