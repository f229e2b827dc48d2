"""The sheet of a report, read back: answers, and every cell that is wrong by its place in the file.

Nothing that people filled in is passed over in silence: what stands where no answer is read, a question whose line or
column is gone, and a table that is there twice are named as wrong too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.reporting.exchange.grids import Area, areas, read_grids
from knooppunt.rooms.reporting.exchange.marks import Facts, identity
from knooppunt.rooms.reporting.exchange.package import LARGEST_FILE, MEGABYTE, open_package
from knooppunt.rooms.reporting.exchange.taking import Taking, WrongCell
from knooppunt.rooms.reporting.rules.questionnaire import Answers, Questionnaire

MOST_WRONGS, LONGEST_NAME = 500, 300
ORIGIN = {"round", "round_name", "organisation", "organisation_name", "version"}


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What a sheet says. ``more``: wrong cells beyond those listed; ``hidden``: rows out of sight, read like others."""

    answers: Answers
    wrongs: tuple[WrongCell, ...]
    more: int = 0
    hidden: int = 0


def read_sheet(source: Path | bytes, questionnaire: Questionnaire, facts: Facts, file: str = "") -> SheetRead:
    """Read the file that people call ``file``, made for the report of ``facts`` and filled in anywhere.

    :class:`Invalid` for a file that cannot be taken as a whole, or that is of another round, organisation or version:
    it says which. Sentences about cells are in the language that is set.
    """
    name = file or (source.name if isinstance(source, Path) else gettext("The file"))
    found, origins = _opened(_content(source, name), name)
    for told in origins:
        _check_origin(told, identity(facts), name)
    taking = Taking(questionnaire)
    seen: set[str] = set()
    for area in found:
        if area.grid.name in seen:
            template = phrase("More than one part of the report stands on this sheet. Give each a sheet of its own.")
            taking.note(area.grid.place(area.row, 0), gettext(template))
        seen.add(area.grid.name)
        taking.take(area)
    answers, wrongs = taking.finish()
    return SheetRead(answers, wrongs[:MOST_WRONGS], max(0, len(wrongs) - MOST_WRONGS), taking.hidden)


def origin_of(source: Path | bytes, file: str) -> Mapping[str, str]:
    """Which report a file says it is for: ``round``, ``organisation``, ``version``, names; :class:`Invalid`."""
    _found, origins = _opened(_content(source, file), file)
    return origins[0]


def _opened(content: bytes, file: str) -> tuple[list[Area], list[Mapping[str, str]]]:
    """The parts of the report in a file, and every report that the file says it is for."""
    package = open_package(content, file)
    found = [area for grid in read_grids(content, package, file) for area in areas(grid)]
    origins = [area.origin.told for area in found if area.origin is not None]
    if not found or len(origins) < len(found) or not all(set(told) >= ORIGIN for told in origins):
        template = phrase("{file} is not the sheet of a report, or its hidden rows are gone. Download the sheet again.")
        raise Invalid(template, file=file)
    properties = [package.properties] if set(package.properties) >= ORIGIN else []
    return found, [*origins, *properties]


def _check_origin(told: Mapping[str, str], wanted: Mapping[str, str], file: str) -> None:
    if (told["round"], told["organisation"]) != (wanted["round"], wanted["organisation"]):
        theirs, ours = (f"{one['organisation_name']}, {one['round_name']}"[:LONGEST_NAME] for one in (told, wanted))
        template = phrase("{file} is the sheet of {theirs}. Here belongs that of {ours}.")
        raise Invalid(template, file=file, theirs=theirs, ours=ours)
    if told["version"] != wanted["version"]:
        template = phrase("{file} asks version {theirs} of the questionnaire; this round asks version {ours}.")
        raise Invalid(template, file=file, theirs=told["version"][:LONGEST_NAME], ours=wanted["version"])


def _content(source: Path | bytes, file: str) -> bytes:
    if isinstance(source, bytes):
        return source
    if source.stat().st_size > LARGEST_FILE:
        raise Invalid(phrase("{file} is larger than {most} MB."), file=file, most=LARGEST_FILE // MEGABYTE)
    return source.read_bytes()
