"""Whether a file stays within the areas for which someone may deliver: all of its figures, or none of it comes in."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from knooppunt.ground.figures.exchange.reading import Reading
from knooppunt.ground.geography.public import area, is_known, latest_borders, parent_of
from knooppunt.kit.authority import NATION
from knooppunt.kit.problems import Invalid, phrase

LEVELS = ("region", "province", "ggd", "nation")


def refuse_outside(reading: Reading, areas: Collection[str], file_name: str) -> None:
    """:class:`Invalid` names the first line with a figure of an area that lies in none of ``areas``, and how many more.

    An area lies where it counts in sums: on the latest borders.
    """
    if NATION in areas:
        return
    codes = reading.frame["area"].unique().to_list()
    outside = [code for code in codes if not any(lies_in(code, wide) for wide in areas)]
    wrong = reading.frame.filter(pl.col("area").is_in(outside)).sort("line")
    if wrong.is_empty():
        return
    line, code, lines = wrong["line"][0], wrong["area"][0], wrong["line"].n_unique()
    template = phrase(
        "Line {line} is about {area}. You may deliver figures of {areas} only; {lines} lines lie outside. "
        "Nothing of the file was taken in."
    )
    told = ", ".join(sorted(areas))
    raise Invalid(template, place=f"{file_name}:{line}", line=line, area=code, areas=told, lines=lines)


def lies_in(code: str, wide: str) -> bool:
    """Whether the area ``code`` is ``wide``, or lies in it on the latest borders."""
    if code == wide:
        return True
    kind = area(wide).kind if is_known(wide) else ""
    return kind in LEVELS and parent_of(code, kind, latest_borders()) == wide
