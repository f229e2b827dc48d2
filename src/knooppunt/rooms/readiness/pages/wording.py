"""Phases, signals and the pilot light in words, in the language that is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from knooppunt.ground.figures.public import METHODS, indicator
from knooppunt.ground.network.public import ROLE_NAMES, Role, organisation_names
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import phrase
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.queries.watching import WatchLine
from knooppunt.rooms.readiness.rules.piloting import Conclusion, Could, Lack, Missing
from knooppunt.rooms.readiness.rules.watching import CHANGES, COMPARISON_NAMES, VERDICT_NAMES, Verdict

COULD = {
    Could.YES: phrase("Yes: everything that the warm phase asks for is there, and was tested."),
    Could.NO: phrase("No: not everything that the warm phase asks for is there."),
    Could.UNKNOWN: phrase("We do not know: something was never tested, or not verified."),
}
TONES = {Could.YES: "good", Could.NO: "bad", Could.UNKNOWN: "warn"}
VERDICT_TONES = {Verdict.MET: "good", Verdict.UNMET: "bad", Verdict.UNKNOWN: "warn"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing with its words; templates read both."""

    of: Any
    words: dict[str, Any]


def role_name(role: str) -> str:
    """The role as people call it."""
    return _(ROLE_NAMES[Role(role)])


def plan_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in readiness.plans(actor=actor)]


def plan_name(plan: object, actor: Actor) -> str:
    """The name of a plan, "" when there is none or it may not be seen."""
    return dict(plan_choices(actor)).get(str(plan), "")


def norm_shown(found: readiness.NormLine, actor: Actor) -> Shown:
    names = organisation_names(actor=actor)
    told = [role_name(one) for one in found.told]
    return Shown(
        found,
        {
            "lines": [(role_name(post.role), post.number, name) for post, name in found.lines],
            "told": told,
            "told_organisations": sorted(names[str(one)] for one in found.told_organisations if str(one) in names),
            "plan": plan_name(found.plan, actor),
        },
    )


def condition_text(watch: WatchLine) -> str:
    """Such as ``Reported cases (7-day sum), NL: above 100, on 3 days in a row``; for who may see the indicator."""
    told = watch.condition
    span, threshold = "", number_format(int(told.threshold) if told.threshold.is_integer() else told.threshold)
    if told.comparison in CHANGES:
        span = " " + _("against {days} days before").format(days=told.span)
    days = ngettext("on {days} day", "on {days} days in a row", told.days).format(days=told.days)
    what = f"{_indicator_name(watch.indicator)} ({method_name(watch.method)}), {watch.area}"
    return f"{what}: {_(COMPARISON_NAMES[told.comparison])} {threshold}{span}, {days}"


def method_name(method: str) -> str:
    """What a method is called; itself when it is made of others."""
    return _(METHODS[method].label) if method in METHODS else method


def _indicator_name(slug: str) -> str:
    found = indicator(slug, actor=readiness.HOUSE)
    return found.name_nl if get_language() == "nl" else found.name_en


def stand_shown(one: readiness.Stand) -> Shown:
    told = {
        "condition": "" if one.hidden else condition_text(one.watch),
        "verdict": _(VERDICT_NAMES[one.verdict]),
        "tone": VERDICT_TONES[one.verdict],
    }
    return Shown(one, told)


def proposal_shown(one: readiness.ProposalLine) -> Shown:
    return Shown(one, {"condition": condition_text(one.watch) if one.ground else ""})


def pilot_shown(found: readiness.PilotLight) -> Shown:
    lines = [
        {
            "line": line,
            "role": role_name(line.stock.post.role),
            "lacks": any(one.post == line.stock.post for one in found.conclusion.missing),
            "verified": _age(line.stock.stalest),
            "tested": _age(line.stock.tested_at),
        }
        for line in found.lines
    ]
    return Shown(
        found,
        {
            "lines": lines,
            "conclusion": _(COULD[found.conclusion.could]),
            "tone": TONES[found.conclusion.could],
            "answer": {Could.YES: _("Yes"), Could.NO: _("No"), Could.UNKNOWN: _("Unknown")}[found.conclusion.could],
            "time": _time(found.conclusion),
            "missing": [gap_text(one) for one in found.conclusion.missing],
        },
    )


def gap_text(one: Missing) -> str:
    """What is missing, as one line."""
    if one.lack is Lack.NO_NORM or one.post is None:
        return _("The warm phase has no norm yet, so nothing says what is needed.")
    return f"{role_name(one.post.role)}: {_lack(one)}"


def _lack(one: Missing) -> str:
    counted = {
        Lack.TOO_FEW: ngettext("{n} person too few", "{n} people too few", one.short),
        Lack.UNREACHABLE: ngettext(
            "{n} person has no way to be reached", "{n} people have no way to be reached", one.short
        ),
        Lack.UNVERIFIED: ngettext(
            "{n} person has never answered on a contact point",
            "{n} people have never answered on a contact point",
            one.short,
        ),
        Lack.TOO_SLOW: ngettext("{n} minute slower than the norm", "{n} minutes slower than the norm", one.short),
        Lack.NEVER_TESTED: _("never tested"),
        Lack.NO_TIME_KNOWN: _("in the last test not enough people answered"),
    }
    return counted[one.lack].format(n=one.short)


def _time(found: Conclusion) -> str:
    if found.minutes is None:
        return _("How long it takes is unknown.")
    template = ngettext(
        "In the last tests it took {n} minute.", "In the last tests it took {n} minutes.", found.minutes
    )
    return template.format(n=found.minutes)


def _age(moment: datetime | None) -> str:
    """How long ago, in whole days; "" is never."""
    if moment is None:
        return ""
    days = (now() - moment).days
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days) if days else _("today")


def method_choices() -> list[tuple[str, str]]:
    """The methods that can be watched, by their names."""
    return [(name, method_name(name)) for name in METHODS]
