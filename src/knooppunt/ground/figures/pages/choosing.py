"""Choosing areas: one by one, all of a kind at once, or the municipalities of a region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.geography.public import area, area_name, areas, members
from knooppunt.kit.problems import Invalid, phrase

ALL = "all:"
INSIDE = "in:"
LEVELS: dict[str, str | Promise] = {
    "region": _("All safety regions"),
    "province": _("All provinces"),
    "ggd": _("All GGD regions"),
    "municipality": _("All municipalities"),
}
KINDS: dict[str, str | Promise] = {
    "region": _("Safety regions"),
    "province": _("Provinces"),
    "ggd": _("GGD regions"),
    "municipality": _("Municipalities"),
}
MOST = 12
"""Areas that stand beside each other in one table."""

Options = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The areas that were chosen. ``whole``: they are all of their kind, and are to be compared with each other."""

    codes: tuple[str, ...]
    picked: tuple[tuple[str, str], ...]
    whole: bool


def chosen(picked: Sequence[str], on: date) -> Chosen:
    """The areas that ``picked`` stand for on the borders of ``on``. :class:`Invalid` says what does not go together."""
    names = tuple((one, _name(one)) for one in dict.fromkeys(picked) if one)
    groups = [one for one, _text in names if ":" in one]
    if groups and len(names) > 1:
        raise Invalid(phrase("Everything of a kind stands in a table of its own: choose nothing beside it."))
    if len(names) > MOST:
        raise Invalid(phrase("At most {most} areas stand beside each other."), most=MOST)
    if groups:
        return Chosen(_codes(groups[0], on), names, whole=True)
    return Chosen(tuple(one for one, _text in names), names, whole=False)


def with_added(asked: QueryDict) -> str:
    """The query string with the area under ``add`` among the others; what was left empty is taken out.

    Everything of a kind takes the place of what was there, and gives way to a single area.
    """
    wanted = asked.copy()
    added, areas = wanted.pop("add"), wanted.pop("area", [])
    for one in filter(None, added):
        areas = [one] if ":" in one else [*(other for other in areas if ":" not in other), one]
    wanted.setlist("area", list(dict.fromkeys(filter(None, areas))))
    for name in [name for name in wanted if not any(wanted.getlist(name))]:
        del wanted[name]
    return wanted.urlencode()


def options(on: date) -> Options:
    """What can be chosen, in groups: value and words."""
    inside = [(f"{INSIDE}{one.code}", _inside(one.name)) for one in areas("region", on)]
    return [
        (gettext("Everything of a kind"), [(f"{ALL}{kind}", str(words)) for kind, words in LEVELS.items()]),
        (gettext("Nation"), [("NL", area_name("NL"))]),
        *((str(words), _listed(kind, on)) for kind, words in list(KINDS.items())[:-1]),
        (gettext("Municipalities of one region"), inside),
        (str(KINDS["municipality"]), _listed("municipality", on)),
    ]


def _listed(kind: str, on: date) -> list[tuple[str, str]]:
    return sorted(((one.code, one.name) for one in areas(kind, on)), key=lambda pair: pair[1])


def _name(one: str) -> str:
    if one.startswith(ALL):
        return str(LEVELS.get(one.removeprefix(ALL), one))
    if one.startswith(INSIDE):
        return _inside(area_name(one.removeprefix(INSIDE)))
    return area_name(one)


def _inside(name: str) -> str:
    return gettext("Municipalities in {region}").format(region=name)


def _codes(group: str, on: date) -> tuple[str, ...]:
    if group.startswith(INSIDE):
        code = area(group.removeprefix(INSIDE)).code
        found = members(code, on)
        if not found:
            raise Invalid(phrase("{area} has no municipalities on that day."), area=area_name(code))
        return found
    kind = group.removeprefix(ALL)
    if kind not in LEVELS:
        raise Invalid(phrase("There is no kind of area called {kind}."), kind=kind)
    return tuple(one.code for one in areas(kind, on))
