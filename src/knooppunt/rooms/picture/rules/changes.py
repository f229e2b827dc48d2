"""What is different between two editions of a product, and what has been corrected since one was published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

NATION = "NL"
Kind = Literal["value", "new", "gone", "text", "measure", "statement", "late", "reported"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference with the edition before. ``before`` and ``after`` are nothing when unknown.

    ``value``: the figure has another value (also unknown to known); ``new`` and ``gone``: it stands in one of the two
    only; ``text``: a section wrote something else; ``measure``: a dated measure was added; ``statement``: a text rests
    on another statement, or on one that is another now; ``how`` says which: ``new``, ``gone``, ``rewritten``,
    ``stale`` or ``fresh`` (no longer stale); ``late`` and ``reported``: the report of an organisation is missing, or
    no longer.
    """

    kind: Kind
    block_key: str
    block_title: Mapping[str, str]
    label: Mapping[str, str]
    area: str = ""
    area_name: str = ""
    indicator: str = ""
    method: str = ""
    before: float | None = None
    after: float | None = None
    figure: int | None = None
    how: str = ""


Place = tuple[str, str, str, str, str]  # block, label, area, indicator, method


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure where it stands in an edition."""

    block: Mapping[str, Any]
    label: Mapping[str, str]
    figure: Mapping[str, Any]
    index: int

    @property
    def place(self) -> Place:
        figure = self.figure
        return (self.block["key"], self.label["en"], figure["area"], figure["indicator"], figure["method"])


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Differences in the order of the blocks of ``after``; what is gone comes last."""
    old = {placed.place: placed for placed in places(before)}
    new = {placed.place: placed for placed in places(after)}
    found = [change for place, placed in new.items() if (change := _compare(old.get(place), placed, after))]
    found += [
        _change("gone", old[place], before, before=old[place].figure["value"]) for place in old if place not in new
    ]
    return [
        *found,
        *_texts(before, after),
        *_statements(before, after),
        *_reports(before, after),
        *_measures(before, after),
    ]


@dataclass(frozen=True, slots=True)
class RegionChange:
    """What changed in one region: how many figures, and the one that changed most."""

    area_name: str
    count: int
    most: Change


@dataclass(frozen=True, slots=True)
class InShort:
    """What changed, to be read in a minute: the nation, the regions with most change first, and what is written."""

    nation: tuple[Change, ...]
    regions: tuple[RegionChange, ...]
    written: tuple[Change, ...]
    statements: tuple[Change, ...]
    reports: tuple[Change, ...]
    measures: tuple[Change, ...]


def in_short(changes: Sequence[Change]) -> InShort:
    """The same changes, arranged."""
    figures = [each for each in changes if each.kind in ("value", "new", "gone")]
    regions: dict[str, list[Change]] = {}
    for each in figures:
        if each.area != NATION:
            regions.setdefault(each.area_name, []).append(each)
    lines = [RegionChange(name, len(some), max(some, key=_weight)) for name, some in regions.items()]
    return InShort(
        nation=tuple(each for each in figures if each.area == NATION),
        regions=tuple(sorted(lines, key=lambda line: (-_weight(line.most), line.area_name))),
        written=tuple(each for each in changes if each.kind == "text"),
        statements=tuple(each for each in changes if each.kind == "statement"),
        reports=tuple(each for each in changes if each.kind in ("late", "reported")),
        measures=tuple(each for each in changes if each.kind == "measure"),
    )


def _weight(change: Change) -> float:
    """How far a figure moved, in parts of what it was; between known and unknown is farthest."""
    if change.before is None or change.after is None:
        return float("inf")
    return abs(change.after - change.before) / max(abs(change.before), 1.0)


def places(content: Mapping[str, Any]) -> Iterator[Placed]:
    """Every figure of every block, with the label it carries there."""
    for block in content["blocks"]:
        for label, index in _of_block(block):
            yield Placed(block, label, content["figures"][index], index)


def _of_block(block: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, str], int]]:
    for item in block.get("items", ()):
        yield item["label"], item["figure"]
        if item["change"] is not None:
            yield item["label"], item["change"]
    for region in block.get("regions", ()):
        yield block["label"], region["figure"]
    for row in block.get("rows", ()):
        columns = [column.get("label", column) for column in block["columns"]]
        for column, cell in zip(columns, row["cells"], strict=True):
            if cell is not None:
                yield _joined(row.get("label"), column), cell


def _joined(row: Mapping[str, str] | None, column: Mapping[str, str]) -> Mapping[str, str]:
    return {tongue: f"{row[tongue]}: {column[tongue]}" for tongue in column} if row else column


def _compare(old: Placed | None, new: Placed, content: Mapping[str, Any]) -> Change | None:
    after = new.figure["value"]
    if old is None:
        return _change("new", new, content, after=after)
    if old.figure["value"] == after:
        return None
    return _change("value", new, content, before=old.figure["value"], after=after)


def _change(
    kind: Kind, placed: Placed, content: Mapping[str, Any], before: float | None = None, after: float | None = None
) -> Change:
    figure = placed.figure
    return Change(
        kind,
        placed.block["key"],
        placed.block["title"],
        placed.label,
        area=figure["area"],
        area_name=content["areas"].get(figure["area"], figure["area"]),
        indicator=figure["indicator"],
        method=figure["method"],
        before=before,
        after=after,
        figure=None if kind == "gone" else placed.index,
    )


def _texts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    old = {block["key"]: block.get("text") for block in before["blocks"]}
    for block in after["blocks"]:
        if block["kind"] == "text" and old.get(block["key"]) != block["text"]:
            yield Change("text", block["key"], block["title"], block["title"])


def _statements(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    old = {said["id"]: said for _block, said in _stated(before)}
    new = {said["id"]: said for _block, said in _stated(after)}
    for block, said in _stated(after):
        if how := _how(old.get(said["id"]), said):
            yield _statement(block, said, how)
    for block, said in _stated(before):
        if said["id"] not in new:
            yield _statement(block, said, "gone")


def _statement(block: Mapping[str, Any], said: Mapping[str, Any], how: str) -> Change:
    return Change("statement", block["key"], block["title"], {"nl": said["text"], "en": said["text"]}, how=how)


def _how(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> str:
    """In which way a statement is another one; empty when it is the same."""
    if old is None:
        return "new"
    said = ("text", "confidence", "likelihood", "valid_from")
    if any(old[name] != new[name] for name in said):
        return "rewritten"
    if bool(old["stale_since"]) != bool(new["stale_since"]):
        return "stale" if new["stale_since"] else "fresh"
    return "rewritten" if old != new else ""


def _reports(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Whose report is missing now and was not, and the other way round."""
    old, new = _late(before), _late(after)
    for name in sorted(new - old):
        yield Change("late", "", {}, {"nl": name, "en": name})
    for name in sorted(old - new):
        yield Change("reported", "", {}, {"nl": name, "en": name})


def _late(content: Mapping[str, Any]) -> set[str]:
    facts = [fact for fact in content.get("missing", ()) if fact["kind"] == "late"]
    return {f"{name} ({fact['series']})" for fact in facts for name in fact["organisations"]}


def _stated(content: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for block in content["blocks"]:
        for reference in block.get("references", ()):
            if reference["statement"] is not None:
                yield block, reference["statement"]


def _measures(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    old = {(block["key"], _name(measure)) for block in before["blocks"] for measure in block.get("measures", ())}
    for block in after["blocks"]:
        for measure in block.get("measures", ()):
            if (block["key"], _name(measure)) not in old and measure["on"] > before["on"]:
                yield Change("measure", block["key"], block["title"], measure["label"])


def _name(measure: Mapping[str, Any]) -> tuple[str, str]:
    return measure["on"], measure["label"]["nl"]
