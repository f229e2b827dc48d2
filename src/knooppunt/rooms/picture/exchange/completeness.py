"""The block that says where everything comes from and what is missing, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knooppunt.ground.figures.public import source_phrase
from knooppunt.rooms.picture.exchange.cells import Speaker, flag_text, method_text
from knooppunt.rooms.picture.exchange.sections import section_name
from knooppunt.rooms.picture.rules.lacking import INSIDE, Fact, whole_list
from knooppunt.rooms.picture.rules.wording import day, in_short

Shown = dict[str, Any]
NAMED = 5  # more areas than this are counted, not named


def sources(_block: Mapping[str, Any], say: Speaker) -> Shown:
    """Sources with what they brought; everything that is missing in sentences, by kind."""
    facts = whole_list(say.content)
    told = {kind: list(dict.fromkeys(_sentences(kind, facts, say))) for kind in INSIDE}
    return {
        "sources": [_source(each, say) for each in say.content["sources"]],
        "gaps": told["gap"],
        "missing": [*told["text"], *told["unknown"]],
        "flags": told["flag"],
        "small": told["small"],
        "outside": list(dict.fromkeys(_outside(facts, say))),
    }


def said(facts: Sequence[Fact], say: Speaker) -> list[str]:
    """Everything that is missing, one sentence after the other: the list that is acknowledged."""
    inside = [sentence for kind in INSIDE for sentence in _sentences(kind, facts, say)]
    return list(dict.fromkeys([*inside, *_outside(facts, say)]))


def _outside(facts: Sequence[Fact], say: Speaker) -> Iterator[str]:
    """What other rooms say, in their order; a kind that has no sentence here brings its own words."""
    for fact in facts:
        if fact["kind"] not in INSIDE:
            yield from [say.words(fact["words"])] if "words" in fact else KINDS[fact["kind"]](fact, say)


def _sentences(kind: str, facts: Sequence[Fact], say: Speaker) -> Iterator[str]:
    for fact in facts:
        if fact["kind"] == kind:
            yield from KINDS[kind](fact, say)


def _source(source: Mapping[str, Any], say: Speaker) -> Shown:
    return {
        "name": _(source_phrase(source["source"])),
        "file": source.get("file", ""),
        "reported": say.since(source["reported_at"]) if source.get("reported_at") else "",
        "known": say.since(source.get("known_at")),
        "delivery": source["delivery"],
        "figures": source["figures"],
    }


def _text(fact: Fact, say: Speaker) -> Iterator[str]:
    title = next(block["title"] for block in say.content["blocks"] if block["key"] == fact["key"])
    yield _("{section} has not written “{title}”.").format(
        section=section_name(fact["section"]), title=say.words(title)
    )


def _gap(fact: Fact, say: Speaker) -> Iterator[str]:
    """What is to be said with a figure, each remark a sentence."""
    figure = say.content["figures"][fact["figure"]]
    for remark in say.remarks(figure):
        yield _("{area}, {indicator} ({method}, {day}): {remark}.").format(
            area=say.area(figure["area"]),
            indicator=say.name(figure["indicator"]),
            method=method_text(figure["method"]),
            day=day(figure["as_of"], say.language),
            remark=remark,
        )


def _unknown(fact: Fact, say: Speaker) -> Iterator[str]:
    yield _("{indicator} ({method}, {day}) is unknown for {areas}.").format(
        indicator=say.name(fact["indicator"]),
        method="; ".join(method_text(method) for method in fact["methods"]),
        day=day(fact["as_of"], say.language),
        areas=_listed([say.area(code) for code in fact["areas"]]),
    )


def _listed(names: list[str]) -> str:
    if len(names) <= NAMED:
        return ", ".join(names)
    rest = len(names) - NAMED
    more = ngettext("{count} more area", "{count} more areas", rest).format(count=rest)
    return _("{names} and {more}").format(names=", ".join(names[:NAMED]), more=more)


def _flag(fact: Fact, say: Speaker) -> Iterator[str]:
    yield _("{indicator}, {day}: {flag} ({areas}).").format(
        indicator=say.name(fact["indicator"]),
        day=day(fact["as_of"], say.language),
        flag=flag_text(fact["flag"]),
        areas=_listed(sorted(say.area(code) for code in fact["areas"])),
    )


def _small(fact: Fact, _say: Speaker) -> Iterator[str]:
    """How many of the shown shares rest on few answers."""
    yield ngettext(
        "{count} share rests on fewer than {limit} answers (fewest: {fewest}); see its interval.",
        "{count} shares rest on fewer than {limit} answers (fewest: {fewest}); see their intervals.",
        fact["count"],
    ).format(count=fact["count"], limit=fact["limit"], fewest=fact["fewest"])


def _stale(fact: Fact, say: Speaker) -> Iterator[str]:
    yield _("{section}: a figure under the statement “{text}” was corrected on {moment}.").format(
        section=section_name(fact["section"]), text=in_short(fact["text"]), moment=say.since(fact["since"])
    )


def _conflict(fact: Fact, say: Speaker) -> Iterator[str]:
    yield ngettext(
        "{indicator}: sources differ, and nobody decided yet ({areas}; {count} figure, {first} to {last}).",
        "{indicator}: sources differ, and nobody decided yet ({areas}; {count} figures, {first} to {last}).",
        fact["count"],
    ).format(
        indicator=say.name(fact["about"]),
        areas=_listed(sorted(say.area(code) for code in fact["areas"])),
        count=fact["count"],
        first=day(fact["from"], say.language),
        last=day(fact["until"], say.language),
    )


def _late(fact: Fact, _say: Speaker) -> Iterator[str]:
    """Who, where that may be told; else how many."""
    told = {"series": fact["series"], "number": fact["number"], "count": fact["count"]}
    if not fact["organisations"]:
        yield ngettext(
            "{series}, round {number}: the report of {count} organisation is not in these figures.",
            "{series}, round {number}: the reports of {count} organisations are not in these figures.",
            fact["count"],
        ).format(**told)
        return
    sentence = {
        "missing": _("{series}, round {number}: nothing was received from {names}."),
        "empty": _("{series}, round {number}: received without any answer from {names}."),
        "late": _("{series}, round {number}: received too late for these figures from {names}."),
        "lapsed": _("{series}, round {number}: the area no longer exists of {names}."),
    }[fact["state"]]
    yield sentence.format(**told, names=", ".join(fact["organisations"]))


KINDS: dict[str, Callable[[Fact, Speaker], Iterator[str]]] = {
    "text": _text,
    "unknown": _unknown,
    "gap": _gap,
    "flag": _flag,
    "small": _small,
    "stale": _stale,
    "conflict": _conflict,
    "late": _late,
}
