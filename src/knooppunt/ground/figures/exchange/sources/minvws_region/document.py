"""The document of a safety region as tables, one for each block."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from knooppunt.ground.figures.exchange.tables import Table
from knooppunt.kit.problems import Invalid, phrase

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "results_per_region": ("date_of_report_unix",),
    "nursing_home": ("date_of_report_unix",),
    "ggd": ("week_start_unix", "week_end_unix"),
    "sewer": ("week_start_unix", "week_end_unix"),
    "behavior": ("week_start_unix", "week_end_unix", "number_of_participants"),
    "sewer_per_installation": ("date_measurement_unix", "rwzi_awzi_code", "vrnaam"),
}
CODE = re.compile(r"VR\d\d")

Entry = tuple[str, Mapping[str, Any]]
"""The path of an entry in the document, and the entry."""


def recognises(document: Any) -> bool:
    """Whether this is the document of a region."""
    if not isinstance(document, dict):
        return False
    return bool(CODE.fullmatch(str(document.get("code")))) and any(block in document for block in BLOCKS)


def tables(document: Any, file: str) -> Iterator[Table]:
    """A table for each block. Invalid when the document is of another region than the name of the file says."""
    code = str(document["code"])
    named = CODE.findall(file)
    if named and code not in named:
        template = phrase("{file} is named after {named}, but holds {code}.")
        raise Invalid(template, place=file, file=file, named=named[0], code=code)
    head = {"code": code, "last_generated": str(document.get("last_generated") or "") or None}
    line = 1
    for block in BLOCKS:
        entries = list(_entries(document, block, file)) if block in document else []
        if entries:
            yield _table(block, entries, head, line)
            line += len(entries)


def _entries(document: Mapping[str, Any], block: str, file: str) -> Iterator[Entry]:
    """The entries of ``values``; and ``last_value`` too, when it is not one of them."""
    held = document[block]
    for number, entry in enumerate(_list(held, block, file)):
        path = f"{block}.values[{number}]"
        if not isinstance(entry, dict):
            raise _unreadable(file, path)
        if block == "sewer_per_installation":
            yield from _listed(entry, path, file)
        else:
            yield path, entry
    if "last_value" in held and held["last_value"] not in held["values"]:
        yield f"{block}.last_value", held["last_value"]


def _listed(held: Mapping[str, Any], path: str, file: str) -> Iterator[Entry]:
    for number, entry in enumerate(_list(held, path, file)):
        yield f"{path}.values[{number}]", entry
    if "last_value" in held and held["last_value"] not in held["values"]:
        yield f"{path}.last_value", held["last_value"]


def _list(held: Any, path: str, file: str) -> list[Any]:
    values = held.get("values") if isinstance(held, dict) else None
    if not isinstance(values, list):
        raise _unreadable(file, f"{path}.values")
    return values


def _unreadable(file: str, path: str) -> Invalid:
    return Invalid(phrase("{file} has no readable {path}."), place=f"{file}:{path}", file=file, path=path)


def _table(block: str, entries: list[Entry], head: Mapping[str, str | None], first: int) -> Table:
    names = list(dict.fromkeys((*BLOCKS[block], "vrcode", *(name for _, entry in entries for name in entry))))
    cells = {name: [_cell(entry.get(name)) for _, entry in entries] for name in names}
    frame = pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String)).with_columns(
        *(pl.lit(value, pl.String).alias(name) for name, value in head.items()), block=pl.lit(block)
    )
    return Table(
        frame,
        pl.int_range(first, first + len(entries), eager=True),
        lambda wanted: {line: json.dumps(entries[line - first][1], ensure_ascii=False) for line in wanted},
        place=lambda line, column: ".".join(part for part in (entries[line - first][0], column) if part),
        block=block,
    )


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    return json.dumps(value, ensure_ascii=False)
