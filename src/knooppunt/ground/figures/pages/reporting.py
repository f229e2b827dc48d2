"""The report of an import as the page draws it, from the report itself or from what was kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knooppunt.ground.figures.pages.wording import own, sentence, source_name
from knooppunt.ground.figures.queries.catalogue import KnownIndicator
from knooppunt.ground.geography.public import area_name, is_known

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that changed, in words."""

    indicator: str
    area: str
    stratum: str
    starts: str
    old: float | None
    new: float | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A row kept apart, with the reason in the language of the reader."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """``open``: the reader may see all deliveries of the source; what changed would else tell of the hidden ones."""

    open: bool
    state: str
    source: str
    file: str
    reported_at: str | None
    rows: Mapping[str, int]
    figures: Mapping[str, int]
    corrections: list[Changed]
    kept_apart: list[Kept]
    flags: Mapping[str, int]
    gaps: Mapping[str, int]
    aliases: list[tuple[str, str]]
    columns_not_read: list[str]
    notes: list[str]


def shown(report: Mapping[str, Any], catalogue: Mapping[str, KnownIndicator], *, all_visible: bool) -> Shown:
    """``report`` as :meth:`Report.as_json` gives it. Corrections are named for indicators in ``catalogue`` only."""
    corrections = report["corrections"] if all_visible else []
    return Shown(
        open=all_visible,
        state=report["state"],
        source=source_name(report["source"]),
        file=report["file"],
        reported_at=report["reported_at"],
        rows=report["rows"],
        figures=report["observations"],
        corrections=[_changed(one, catalogue) for one in corrections[:MOST_SHOWN] if one["indicator"] in catalogue],
        kept_apart=[_kept(one) for one in report["kept_apart"][:MOST_SHOWN]],
        flags=report["flags"] if all_visible else {},
        gaps=report["gaps"] if all_visible else {},
        aliases=[(spelling, _place(code)) for spelling, code in sorted(report["aliases_used"].items())],
        columns_not_read=list(report["columns_not_read"]),
        notes=[sentence(note["template"], note["values"]) for note in report["notes"]],
    )


def _changed(one: Mapping[str, Any], catalogue: Mapping[str, KnownIndicator]) -> Changed:
    name = own(catalogue[one["indicator"]], "name")
    return Changed(name, _place(one["area"]), one["stratum"], one["starts"], one["old"], one["new"])


def _kept(one: Mapping[str, Any]) -> Kept:
    return Kept(one["line"], one["column"], one["value"], sentence(one["reason"], one["values"]))


def _place(code: str) -> str:
    return area_name(code) if is_known(code) else code
