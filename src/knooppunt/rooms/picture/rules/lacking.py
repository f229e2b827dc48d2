"""What is missing in an edition, as facts without words: the list that is printed in it and must have been seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from knooppunt.rooms.picture.rules.canonical import canonical, digest

Fact = dict[str, Any]
INSIDE = ("text", "unknown", "gap", "flag", "small")
"""What follows from the content alone. Other kinds come from other rooms, with their own ``words``."""


def lacking(content: Mapping[str, Any]) -> list[Fact]:
    """What the content itself shows to be missing: texts, figures, sums, doubts, small samples. In a fixed order."""
    return [
        *_texts(content["blocks"]),
        *_unknown(content["figures"]),
        *_gaps(content["figures"]),
        *_flags(content["figures"]),
        *_small(content),
    ]


def whole_list(content: Mapping[str, Any]) -> list[Fact]:
    """Everything that is missing: as the edition holds it, or computed for one made before it was kept in it."""
    kept = content.get("missing")
    return lacking(content) if kept is None else list(kept)


def list_digest(facts: Sequence[Fact]) -> str:
    """SHA-256 of the list: what somebody who saw it gives back."""
    return digest(canonical({"missing": list(facts)}))


def _texts(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Fact]:
    for block in blocks:
        if block["kind"] == "text" and block["text"] is None:
            yield {"kind": "text", "key": block["key"], "section": block["section"]}


def _unknown(figures: Sequence[Mapping[str, Any]]) -> Iterator[Fact]:
    """Unknown figures: one fact for all methods that are unknown for the same areas."""
    areas: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for figure in figures:
        if figure["value"] is None:
            areas[figure["indicator"], figure["as_of"], figure["method"]].append(figure["area"])
    methods: dict[tuple[str, str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (indicator, as_of, method), codes in areas.items():
        methods[indicator, as_of, tuple(codes)].append(method)
    for (indicator, as_of, codes_), named in methods.items():
        yield {"kind": "unknown", "indicator": indicator, "as_of": as_of, "areas": list(codes_), "methods": named}


def _gaps(figures: Sequence[Mapping[str, Any]]) -> Iterator[Fact]:
    """Figures that do not add up or are incomplete, each once: the sum, the rate and the change share their gap."""
    seen: set[tuple[object, ...]] = set()
    for index, figure in enumerate(figures):
        told = (figure["gap"], figure["unknown_part"], *_short(figure), *figure["remarks"])
        key = (figure["area"], figure["indicator"], figure["as_of"], *told)
        if any(told) and key not in seen:
            seen.add(key)
            yield {"kind": "gap", "figure": index}


def _short(figure: Mapping[str, Any]) -> tuple[int, ...]:
    """How many areas of a sum are known, and of how many, when some are not."""
    there, expected = figure["contributors"], figure["expected"]
    return (there, expected) if there is not None and expected is not None and there < expected else ()


def _flags(figures: Iterable[Mapping[str, Any]]) -> Iterator[Fact]:
    areas: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for figure in figures:
        for flag in figure["flags"]:
            areas[figure["indicator"], figure["as_of"], flag][figure["area"]] = None
    for (indicator, as_of, flag), codes in areas.items():
        yield {"kind": "flag", "flag": flag, "indicator": indicator, "as_of": as_of, "areas": list(codes)}


def _small(content: Mapping[str, Any]) -> Iterator[Fact]:
    """How many of the shown shares rest on few answers."""
    limit = content["small_sample"]
    answers = [figure["n"] for figure in content["figures"] if _is_small(figure, limit)]
    if answers:
        yield {"kind": "small", "count": len(answers), "limit": limit, "fewest": min(answers)}


def _is_small(figure: Mapping[str, Any], limit: int) -> bool:
    known = figure["value"] is not None and figure["lower"] is not None and figure["n"] is not None
    return known and figure["n"] < limit
