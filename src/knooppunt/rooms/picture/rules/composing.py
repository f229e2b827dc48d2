"""Composing an edition: the declared blocks filled with what is known. Language-neutral, nothing rounded for show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from knooppunt.rooms.picture.rules.canonical import number
from knooppunt.rooms.picture.rules.classes import break_up
from knooppunt.rooms.picture.rules.lacking import lacking
from knooppunt.rooms.picture.rules.products import (
    PREVIOUS,
    Block,
    Chart,
    Choice,
    Comparison,
    Headline,
    Line,
    Map,
    Measure,
    Product,
    Sources,
    Table,
    Text,
)
from knooppunt.rooms.picture.rules.references import Reference, references
from knooppunt.rooms.picture.rules.register import Answers, Register
from knooppunt.rooms.picture.rules.wanting import NO_WORDS, Frame, Wanted, changed, choices, compared, of_line

SCHEMA = "knooppunt.picture/"
EARLIER, PRESENT = 1, 3
"""Versions of the content. An edition that was made with an earlier one is made again with that one.

Since 3 a figure under a statement says since when it is known; what a statement says is frozen with the edition.
"""
MARKINGS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")  # TLP 2.0, from open to closed


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything in an edition that is not a figure, frozen when it was compiled.

    ``indicators`` and ``areas`` are their names as they were; ``incident`` is ``{"name", "phase"}`` or nothing.
    ``known_at`` is UTC text, ``number`` is nothing for a draft. ``figures`` are the tokens in texts that stand for a
    figure, ``statements`` those that stand for a statement, with what it says. ``outside`` is what other rooms say is
    missing. ``corrects`` is ``{"number", "on", "reason"}`` or nothing; ``unapproved`` that the operator published it.
    """

    on: date
    known_at: str
    borders: date
    marking: str
    exercise: bool
    incident: Mapping[str, str] | None
    indicators: Mapping[str, Mapping[str, Any]]
    areas: Mapping[str, str]
    measures: tuple[Measure, ...]
    number: int | None = None
    schema: int = PRESENT
    figures: tuple[str, ...] = ()
    statements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    outside: tuple[Mapping[str, Any], ...] = ()
    corrects: Mapping[str, Any] | None = None
    unapproved: bool = False


def compose(product: Product, around: Circumstances, texts: Mapping[str, str], answers: Answers) -> dict[str, Any]:
    """The content of the edition, as JSON values."""
    composer = Composer(product, around, texts, Register(answers, around.on), frame_of(around))
    blocks = [composer.block(block) for block in product.blocks]
    content = composer.whole(blocks)
    return content if around.schema == EARLIER else content | _added(content, product, around)


def _added(content: Mapping[str, Any], product: Product, around: Circumstances) -> dict[str, Any]:
    """What the content holds since its second version: what is missing, who approves, what it corrects."""
    return {
        "missing": [*lacking(content), *(dict(each) for each in around.outside)],
        "commissioners": [asdict(each) for each in product.commissioners],
        "unapproved": around.unapproved,
        "corrects": dict(around.corrects) if around.corrects else None,
    }


def wrong_references(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Text and token of every reference that leads nowhere."""
    return [
        (block["key"], each["token"])
        for block in content["blocks"]
        for each in block.get("references", ())
        if each["figure"] is None and each["statement"] is None
    ]


def referred(reference: Reference, product: Product) -> Choice:
    """The choice behind a reference: as far back as the product looks for that figure, else the day itself."""
    alike = [each for each in choices(product) if reference.indicator in each.indicators]
    same = [each for each in alike if each.method == reference.method] or alike
    within = max((each.within for each in same), default=0)
    return Choice((reference.indicator,), reference.method, NO_WORDS, within=within)


def frame_of(around: Circumstances) -> Frame:
    """The days, regions and sources of an edition."""
    regions = tuple(code for code in around.areas if code.startswith("VR"))
    return Frame(around.on, regions, {slug: named.get("sources", ()) for slug, named in around.indicators.items()})


def has_value(content: Mapping[str, Any]) -> bool:
    """Whether anything at all is known in this content."""
    return any(figure["value"] is not None for figure in content["figures"]) or any(
        point["value"] is not None for series in content["series"] for point in series["points"]
    )


def strictest(markings: Iterable[str]) -> str:
    """The marking that lets the fewest see it: a picture is as closed as what is in it."""
    return max(markings, key=MARKINGS.index)


def is_told(inner: str, outer: str) -> bool:
    """Whether something with the marking ``inner`` may stand in a picture with the marking ``outer``."""
    return MARKINGS.index(inner) <= MARKINGS.index(outer)


@dataclass(frozen=True, slots=True)
class Composer:
    """Fills one block after the other from one register."""

    product: Product
    around: Circumstances
    texts: Mapping[str, str]
    register: Register
    frame: Frame

    def whole(self, blocks: Sequence[dict[str, Any]]) -> dict[str, Any]:
        used = {each["indicator"] for each in (*self.register.figures, *self.register.series)}
        return {
            "schema": f"{SCHEMA}{self.around.schema}",
            "product": self.product.slug,
            "title": asdict(self.product.title),
            "purpose": asdict(self.product.purpose),
            "small_sample": self.product.small_sample,
            "number": self.around.number,
            "on": self.around.on.isoformat(),
            "known_at": self.around.known_at,
            "borders": self.around.borders.isoformat(),
            "marking": self.around.marking,
            "exercise": self.around.exercise,
            "incident": dict(self.around.incident) if self.around.incident else None,
            "indicators": {slug: dict(self.around.indicators.get(slug, {})) for slug in sorted(used)},
            "areas": dict(self.around.areas),
            "blocks": list(blocks),
            "figures": self.register.figures,
            "series": self.register.series,
            "notes": self.register.notes,
            "sources": _sources_used(self.register),
        }

    def block(self, block: Block) -> dict[str, Any]:
        head = {"kind": block.kind, "key": block.key, "title": asdict(block.title)}
        return head | self._filled(block)

    def _filled(self, block: Block) -> dict[str, Any]:
        match block:
            case Headline():
                return self._headline(block)
            case Map():
                return self._map(block)
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case Comparison():
                return self._comparison(block)
            case Text():
                return self._text(block)
            case Sources():
                return {}

    def _headline(self, block: Headline) -> dict[str, Any]:
        pairs = zip(block.items, block.changes, strict=True)
        return {"area": block.area, "items": [self._item(choice, change, block.area) for choice, change in pairs]}

    def _item(self, choice: Choice, change: str, area: str) -> dict[str, Any]:
        wanted = self.register.chosen(self.frame.wanted(choice, (area,)))
        figure = self.register.newest(wanted, area)
        item: dict[str, Any] = {"label": asdict(choice.label), "figure": figure, "change": None, "previous": None}
        if not change:
            return item
        beside = self._beside(wanted, self.frame.wanted(changed(choice, change), (area,)))
        if change == PREVIOUS:
            return item | {"previous": self.register.before(beside, area, figure)}
        return item | {"change": self.register.newest(beside, area)}

    def _beside(self, wanted: Wanted, candidates: Sequence[Wanted]) -> Wanted:
        """The candidate of the same indicator and source."""
        same = (wanted.indicator, wanted.source)
        return next(each for each in candidates if (each.indicator, each.source) == same)

    def _column(self, choice: Choice) -> dict[str, int]:
        """The figure of every area, by code; one indicator for all of them."""
        wanted = self.register.chosen(self.frame.wanted(choice, self.frame.areas))
        return {area: self.register.newest(wanted, area) for area in self.frame.areas}

    def _map(self, block: Map) -> dict[str, Any]:
        column = self._column(block.choice)
        regions = [{"area": area, "figure": column[area]} for area in self.frame.regions]
        values = [self.register.figures[each["figure"]]["value"] for each in regions]  # type: ignore[call-overload]  # an index
        breaks = block.breaks or break_up([value for value in values if value is not None])
        return {
            "label": asdict(block.choice.label),
            "regions": regions,
            "nation": column["NL"],
            "breaks": [number(limit) for limit in breaks],
        }

    def _table(self, block: Table) -> dict[str, Any]:
        columns = [self._column(choice) for choice in block.columns]
        sparks = self._sparks(block)
        rows = [
            {"area": area, "cells": [column[area] for column in columns], "spark": sparks.get(area)}
            for area in self.frame.areas
        ]
        return {
            "columns": [{"label": asdict(choice.label), "method": choice.method} for choice in block.columns],
            "spark": asdict(block.spark.label) if block.spark else None,
            "rows": rows,
        }

    def _sparks(self, block: Table) -> dict[str, int]:
        if not block.spark:
            return {}
        wanted = self.register.chosen(self.frame.wanted(block.spark, self.frame.areas, block.days))
        return {area: self.register.run(wanted, area) for area in self.frame.areas}

    def _chart(self, block: Chart) -> dict[str, Any]:
        lines = [self._line(line, block) for line in block.lines]
        first = min(self.register.series[line["series"]]["from"] for line in lines)
        last = self.around.on.isoformat()
        measures = [
            asdict(measure)
            for measure in self.around.measures
            if measure.kind in block.measures and first <= measure.on <= last
        ]
        return {"lines": lines, "from": first, "until": last, "measures": measures, "from_zero": block.from_zero}

    def _line(self, line: Line, block: Chart) -> dict[str, Any]:
        wanted = self.register.chosen(of_line(line, block, self.frame))
        return {
            "label": asdict(line.choice.label),
            "shape": line.shape,
            "series": self.register.run(wanted, line.area),
        }

    def _comparison(self, block: Comparison) -> dict[str, Any]:
        rows = [
            {"label": asdict(row.label), "cells": [self._compared(block, slug) for slug in row.indicators]}
            for row in block.rows
        ]
        return {"area": block.area, "columns": [asdict(words) for words in block.columns], "rows": rows}

    def _compared(self, block: Comparison, indicator: str) -> int | None:
        if not indicator:
            return None
        wanted = self.frame.wanted(compared(block, indicator), (block.area,))
        return self.register.newest(self.register.chosen(wanted), block.area)

    def _text(self, block: Text) -> dict[str, Any]:
        text = self.texts.get(block.key, "").strip()
        told = {"section": block.section, "prompt": asdict(block.prompt), "text": text or None}
        if self.around.schema == EARLIER:
            return told
        return told | {"references": [self._reference(each) for each in references([text])]}

    def _reference(self, reference: Reference) -> dict[str, Any]:
        figure = self._referred(reference) if reference.token in self.around.figures else None
        statement = self.around.statements.get(reference.token)
        return {"token": reference.token, "figure": figure, "statement": dict(statement) if statement else None}

    def _referred(self, reference: Reference) -> int:
        wanted = self.frame.wanted(referred(reference, self.product), (reference.area,))
        return self.register.newest(self.register.chosen(wanted), reference.area)


def _sources_used(register: Register) -> list[dict[str, Any]]:
    """Every delivery under a figure or a series, with the number of times it stands under one."""
    used = Counter((each["source"], each["delivery"]) for each in register.figures if each["delivery"])
    used.update((each["source"], delivery) for each in register.series for delivery in each["deliveries"])
    pairs = sorted(used)
    return [{"source": source, "delivery": delivery, "figures": used[source, delivery]} for source, delivery in pairs]
