"""An edition as it is shown: every word and number ready, in Dutch or in English. Page, file and PDF draw from this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from knooppunt.ground.figures.public import source_phrase
from knooppunt.rooms.picture.exchange import charted, completeness
from knooppunt.rooms.picture.exchange.cells import STEADY, Cell, Speaker, flag_text, method_text, method_unit
from knooppunt.rooms.picture.exchange.ground import ground_of
from knooppunt.rooms.picture.exchange.maps import Ground
from knooppunt.rooms.picture.exchange.sections import section_name
from knooppunt.rooms.picture.exchange.stating import inline, shown_statements
from knooppunt.rooms.picture.rules.references import pieces
from knooppunt.rooms.picture.rules.sparklines import spark
from knooppunt.rooms.picture.rules.wording import day, moment, paragraphs, written

Shown = dict[str, Any]
NAMED = 4  # more remarks than this under one note are counted, not named


def show(content: Mapping[str, Any], language: str, shapes: Mapping[str, Any] | None = None) -> Shown:
    """``content`` in words; ``docs/rooms/picture.md`` lists the parts. ``shapes``: borders to draw on, not tiles."""
    ground = ground_of(shapes)
    with translation.override(language):
        say = Speaker(content, language)
        return {
            "language": language,
            "product": content["product"],
            "title": say.words(content["title"]),
            "purpose": say.words(content["purpose"]),
            "heading": _heading(say),
            "number": content["number"],
            "on": content["on"],
            "on_text": day(content["on"], language),
            "known_text": moment(content["known_at"], language),
            "marking": content["marking"],
            "exercise": content["exercise"],
            "incident": _incident(content),
            "corrects": _corrects(say),
            "unapproved": content.get("unapproved", False),
            "commissioners": [f"{each['function']} ({each['organisation']})" for each in _commissioners(content)],
            "blocks": [_block(block, say, ground) for block in _with_sources(content)],
            "statements": list(shown_statements(say).values()),
            "definitions": _definitions(say),
            "notes": [_note(number, note, say) for number, note in enumerate(content["notes"], start=1)],
        }


def _heading(say: Speaker) -> str:
    title, number = say.words(say.content["title"]), say.content["number"]
    return (
        _("{title} {number}").format(title=title, number=number) if number else _("{title} (draft)").format(title=title)
    )


def _commissioners(content: Mapping[str, Any]) -> Sequence[Mapping[str, str]]:
    """Who approves; of an edition from before there were any, nobody."""
    found: Sequence[Mapping[str, str]] = content.get("commissioners", ())
    return found


def _corrects(say: Speaker) -> str:
    """The sentence about the edition that this one corrects; empty when it corrects none."""
    found = say.content.get("corrects")
    if not found:
        return ""
    sentence = _("This edition corrects number {number} of {day}: {reason}")
    return sentence.format(number=found["number"], day=day(found["on"], say.language), reason=found["reason"])


def _with_sources(content: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The blocks; a product that declares no place for what is missing gets one at the end."""
    blocks: Sequence[Mapping[str, Any]] = content["blocks"]
    if not content.get("missing") or any(block["kind"] == "sources" for block in blocks):
        return blocks
    title = {"nl": "Bronnen en wat ontbreekt", "en": "Sources and what is missing"}
    return [*blocks, {"kind": "sources", "key": "sources_and_missing", "title": title}]


def _incident(content: Mapping[str, Any]) -> Shown | None:
    incident = content["incident"]
    if not incident:
        return None
    phases = {"cold": _("cold"), "lukewarm": _("lukewarm"), "warm": _("warm")}
    return dict(incident) | {"phase_text": phases.get(incident["phase"], incident["phase"])}


def _note(number: int, note: Mapping[str, Any], say: Speaker) -> Shown:
    """Where figures come from; which indicators and methods lead here, and what is to be said with them."""
    sources = {each["delivery"]: each for each in say.content["sources"]}
    source = sources.get(note["delivery"], {})
    figures = [figure for figure in say.content["figures"] if figure["note"] == number]
    return {
        "number": number,
        "source": _(source_phrase(note["source"])) if note["source"] else _("no source"),
        "delivery": note["delivery"] or "",
        "file": source.get("file", ""),
        "reported": say.since(note["reported_at"]) if note["reported_at"] else "",
        "known_since": say.since(note["known_since"]),
        "as_of": day(note["as_of"], say.language),
        "indicator": "; ".join(dict.fromkeys(say.name(figure["indicator"]) for figure in figures)),
        "method_text": "; ".join(dict.fromkeys(method_text(figure["method"]) for figure in figures)),
        "flags": list(dict.fromkeys(flag_text(kind) for figure in figures for kind in figure["flags"])),
        "remarks": _remarks(figures, say),
    }


def _remarks(figures: Sequence[Mapping[str, Any]], say: Speaker) -> list[str]:
    """What is to be said with the figures under a note: by area, or how often when that is too much to read."""
    said = [(say.area(figure["area"]), remark) for figure in figures for remark in say.remarks(figure)]
    said = list(dict.fromkeys(said))
    if len(said) <= NAMED:
        return [f"{area}: {remark}" for area, remark in said]
    return [f"{remark} ({times}×)" for remark, times in Counter(remark for _area, remark in said).items()][:NAMED]


def _definitions(say: Speaker) -> list[Shown]:
    """What the figures of this edition count, and by which methods they were made."""
    methods: dict[str, dict[str, None]] = {}
    for each in (*say.content["figures"], *say.content["series"]):
        methods.setdefault(each["indicator"], {})[each["method"]] = None
    return [
        {
            "name": say.name(slug),
            "definition": say.words(say.indicator(slug).get("definition")),
            "methods": "; ".join(method_text(method) for method in used),
        }
        for slug, used in methods.items()
    ]


def _block(block: Mapping[str, Any], say: Speaker, ground: Ground) -> Shown:
    head = {"kind": block["kind"], "key": block["key"], "title": say.words(block["title"])}
    if block["kind"] == "map":
        return head | charted.mapped(block, say, ground)
    return head | KINDS[block["kind"]](block, say)


def _headline(block: Mapping[str, Any], say: Speaker) -> Shown:
    return {"items": [_item(item, say) for item in block["items"]]}


def _item(item: Mapping[str, Any], say: Speaker) -> Shown:
    indicator = say.indicator(say.content["figures"][item["figure"]]["indicator"])
    worse = indicator.get("higher_is_worse")
    shown: Shown = {
        "label": say.words(item["label"]),
        "definition": say.words(indicator.get("definition")),
        "cell": say.cell(item["figure"]),
        "change": None,
        "change_word": "",
        "arrow": "",
    }
    if item["change"] is not None:
        cell = say.cell(item["change"], worse=worse)
        return shown | {"change": cell, "change_word": _("than in the 7 days before"), "arrow": _arrow(cell["value"])}
    if item["previous"] is not None:
        return shown | _against_before(item, say, worse=worse)
    return shown


def _against_before(item: Mapping[str, Any], say: Speaker, *, worse: bool | None) -> Shown:
    """The difference with the wave before, and whether it is within the uncertainty of the two."""
    now, then = (say.content["figures"][item[key]] for key in ("figure", "previous"))
    if now["value"] is None:
        return {}
    difference = now["value"] - then["value"]
    cell: Cell = say.cell(item["previous"], worse=worse) | {
        "text": written(difference, 1, say.language, signed=True),
        "value": difference,
        "unit": _("points"),
        "tone": "neutral" if _overlap(now, then) else ("worse" if (difference > 0) == worse else "better"),
    }
    word = _("than on {day}").format(day=day(then["as_of"], say.language))
    if _overlap(now, then):
        word = _("{word}; within the margin of uncertainty").format(word=word)
    return {"change": cell, "change_word": word, "arrow": _arrow(difference)}


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    limits = (one["lower"], one["upper"], other["lower"], other["upper"])
    if any(limit is None for limit in limits):
        return False
    return bool(one["lower"] <= other["upper"] and other["lower"] <= one["upper"])


def _arrow(value: float | None) -> str:
    if value is None:
        return ""
    return "=" if abs(value) < STEADY else "▲" if value > 0 else "▼"


def _table(block: Mapping[str, Any], say: Speaker) -> Shown:
    rows = [_row(row, say) for row in block["rows"]]
    return {
        "columns": [_column(place, column, block, rows, say) for place, column in enumerate(block["columns"])],
        "spark_label": say.words(block["spark"]),
        "rows": rows,
    }


def _column(place: int, column: Mapping[str, Any], block: Mapping[str, Any], rows: list[Shown], say: Speaker) -> Shown:
    """The head of a column. A day that all its figures share stands there, and no longer with each of them."""
    indicator = say.content["figures"][block["rows"][0]["cells"][place]]["indicator"]
    cells = [row["cells"][place] for row in rows]
    days = {cell["as_of"] for cell in cells if not cell["unknown"]}
    shared = days.pop() if len(days) == 1 else ""
    for cell in cells:
        cell["as_of"] = "" if cell["as_of"] == shared else cell["as_of"]
    unit = method_unit(column["method"], say.words(say.indicator(indicator).get("unit")))
    return {"label": say.words(column["label"]), "unit": unit, "as_of": shared}


def _row(row: Mapping[str, Any], say: Speaker) -> Shown:
    figures = [say.content["figures"][cell] for cell in row["cells"]]
    worse = [
        say.indicator(figure["indicator"]).get("higher_is_worse") if figure["method"] == "change_week" else None
        for figure in figures
    ]
    points = say.content["series"][row["spark"]]["points"] if row["spark"] is not None else []
    return {
        "area": row["area"],
        "name": say.area(row["area"]),
        "total": row["area"] == "NL",
        "cells": [say.cell(cell, worse=bad) for cell, bad in zip(row["cells"], worse, strict=True)],
        "spark": spark(points),
        "spark_alt": _spark_alt(points, say),
    }


def _spark_alt(points: Sequence[Mapping[str, Any]], say: Speaker) -> str:
    valued = [point for point in points if point["value"] is not None]
    if not valued:
        return _("unknown")
    values = [written(point["value"], 1, say.language) for point in (valued[0], valued[-1])]
    return _("from {first} to {last}").format(first=values[0], last=values[1])


def _text(block: Mapping[str, Any], say: Speaker) -> Shown:
    text = block["text"]
    told = {each["token"]: each for each in block.get("references", ())}
    stated = shown_statements(say)
    return {
        "section": section_name(block["section"]),
        "prompt": say.words(block["prompt"]),
        "paragraphs": [_paragraph(part, told, stated, say) for part in paragraphs(text)] if text else [],
        "missing": text is None,
    }


def _paragraph(part: Mapping[str, Any], told: Mapping[str, Any], stated: Mapping[str, Shown], say: Speaker) -> Shown:
    """A paragraph or a list: each line in pieces of words and of what a reference stands for.

    ``statements`` are those in it, with the figures that they rest on, to stand under it.
    """
    items = [[_piece(token, words, told, say) for token, words in pieces(line)] for line in part["items"]]
    plain = ["".join(each["text"] for each in line) for line in items]
    named = dict.fromkeys(each["statement"] for line in items for each in line if each["statement"])
    return {"kind": part["kind"], "items": items, "plain": plain, "statements": [stated[each] for each in named]}


def _piece(is_token: bool, words: str, told: Mapping[str, Any], say: Speaker) -> Shown:
    """``text``; ``note`` of a figure (0: none); ``wrong`` when a reference leads nowhere; ``statement`` when it is one.

    An edition from before there were references shows its text as it was written.
    """
    piece: Shown = {"text": words, "note": 0, "wrong": False, "statement": None, "title": ""}
    reference = told.get(words) if is_token else None
    if reference is None:
        return piece
    if reference["figure"] is not None:
        cell = say.cell(reference["figure"])
        figure = say.content["figures"][reference["figure"]]
        title = f"{say.name(figure['indicator'])}, {say.area(figure['area'])}: {method_text(figure['method'])}"
        text = f"{cell['text']} ({cell['as_of']})" if cell["as_of"] else cell["text"]
        return piece | {"text": text, "note": cell["note"], "title": title}
    if reference["statement"] is not None:
        return piece | {"text": inline(reference["statement"], say), "statement": reference["statement"]["id"]}
    return piece | {"wrong": True}


KINDS: dict[str, Callable[[Mapping[str, Any], Speaker], Shown]] = {
    "headline": _headline,
    "table": _table,
    "chart": charted.chart,
    "comparison": charted.comparison,
    "text": _text,
    "sources": completeness.sources,
}
