"""The block that says where everything comes from and what is missing: computed from the content alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knooppunt.ground.figures.public import source_phrase
from knooppunt.rooms.picture.exchange.cells import Speaker, flag_text, method_text
from knooppunt.rooms.picture.rules.wording import day

Shown = dict[str, Any]
NAMED = 5  # more areas than this are counted, not named


def sources(_block: Mapping[str, Any], say: Speaker) -> Shown:
    """Sources with what they brought; gaps, unknown figures and flags in sentences."""
    return {
        "sources": [_source(each, say) for each in say.content["sources"]],
        "gaps": list(_gaps(say)),
        "missing": list(_missing(say)),
        "flags": list(_flags(say)),
        "small": list(_small(say)),
    }


def _source(source: Mapping[str, Any], say: Speaker) -> Shown:
    return {
        "name": _(source_phrase(source["source"])),
        "file": source.get("file", ""),
        "reported": say.since(source["reported_at"]) if source.get("reported_at") else "",
        "known": say.since(source.get("known_at")),
        "delivery": source["delivery"],
        "figures": source["figures"],
    }


def _gaps(say: Speaker) -> Iterator[str]:
    """What is to be said with figures, each sentence once: the sum, the rate and the change share their gap."""
    said: set[tuple[str, ...]] = set()
    for figure in say.content["figures"]:
        for remark in say.remarks(figure):
            key = (figure["area"], figure["indicator"], figure["as_of"], remark)
            if key not in said:
                said.add(key)
                yield _gap(figure, remark, say)


def _gap(figure: Mapping[str, Any], remark: str, say: Speaker) -> str:
    return _("{area}, {indicator} ({method}, {day}): {remark}.").format(
        area=say.area(figure["area"]),
        indicator=say.name(figure["indicator"]),
        method=method_text(figure["method"]),
        day=day(figure["as_of"], say.language),
        remark=remark,
    )


def _missing(say: Speaker) -> Iterator[str]:
    """Unknown figures: one sentence for all methods that are unknown for the same areas."""
    areas: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for figure in say.content["figures"]:
        if figure["value"] is None:
            areas[figure["indicator"], figure["as_of"], figure["method"]].append(say.area(figure["area"]))
    methods: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for (indicator, as_of, method), names in areas.items():
        methods[indicator, as_of, _listed(names)].append(method_text(method))
    for (indicator, as_of, listed), texts in methods.items():
        yield _("{indicator} ({method}, {day}) is unknown for {areas}.").format(
            indicator=say.name(indicator), method="; ".join(texts), day=day(as_of, say.language), areas=listed
        )


def _listed(names: list[str]) -> str:
    if len(names) <= NAMED:
        return ", ".join(names)
    rest = len(names) - NAMED
    more = ngettext("{count} more area", "{count} more areas", rest).format(count=rest)
    return _("{names} and {more}").format(names=", ".join(names[:NAMED]), more=more)


def _flags(say: Speaker) -> Iterator[str]:
    areas: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for figure in say.content["figures"]:
        for kind in figure["flags"]:
            areas[figure["indicator"], figure["as_of"], kind].append(say.area(figure["area"]))
    for (indicator, as_of, kind), names in areas.items():
        yield _("{indicator}, {day}: {flag} ({areas}).").format(
            indicator=say.name(indicator),
            day=day(as_of, say.language),
            flag=flag_text(kind),
            areas=_listed(sorted(set(names))),
        )


def _small(say: Speaker) -> Iterator[str]:
    """How many of the shown shares rest on few answers."""
    figures = [figure for figure in say.content["figures"] if say.small(figure)]
    if figures:
        fewest = min(figure["n"] for figure in figures)
        yield ngettext(
            "{count} share rests on fewer than {limit} answers (fewest: {fewest}); see its interval.",
            "{count} shares rest on fewer than {limit} answers (fewest: {fewest}); see their intervals.",
            len(figures),
        ).format(count=len(figures), limit=say.content["small_sample"], fewest=fewest)
