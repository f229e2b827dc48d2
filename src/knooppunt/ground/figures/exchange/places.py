"""Columns of area codes and names against the tables of areas and aliases: by what is listed, never by a guess."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import polars as pl

from knooppunt.ground.geography.public import Match, area, is_known, match_name
from knooppunt.kit.problems import phrase

NAMEABLE = ("nation", "region", "province", "ggd", "municipality")


@dataclass(frozen=True, slots=True)
class Found:
    """The codes of a column (null where there is none), and which cells are wrong for which reason (a template)."""

    codes: pl.Series
    faults: tuple[tuple[pl.Series, str], ...]


class Places:
    """Looks up areas for one file. Aliases that were used go into ``aliases``; ``note`` takes what else is told."""

    def __init__(self, aliases: dict[str, str], note: Callable[..., None]) -> None:
        self._aliases, self._note = aliases, note

    def codes(self, cell: pl.Series, kinds: Collection[str]) -> Found:
        """Codes of areas of ``kinds`` from cells with a code, or the one area that a name can stand for.

        A municipality that exists at another time than the figure is taken: sources recode their past.
        """
        texts = cell.unique().drop_nulls().to_list()
        if all(_is_code(text, kinds) for text in texts):
            return Found(cell, ())
        meaning: dict[str, str] = {}
        several: list[str] = []
        for text in texts:
            options = [text] if _is_code(text, kinds) else self._names(text, kinds)
            if len(options) == 1:
                meaning[text] = options[0]
            elif options:
                several.append(text)
        codes = _mapped(cell, meaning)
        ambiguous = cell.is_in(several)
        return Found(codes, (
            (ambiguous, phrase("{value} is the name of more than one area; give its code.")),
            (codes.is_null() & cell.is_not_null() & ~ambiguous, phrase("There is no area {value} ({kinds}).")),
        ))  # fmt: skip

    def named(self, cell: pl.Series, kind: str) -> pl.Series:
        """The codes of areas of ``kind`` by their names or aliases; null where a text is neither."""
        meaning: dict[str, str] = {}
        for text in cell.unique().drop_nulls():
            match = match_name(text, kind)
            if match:
                meaning[text] = self._taken(text, match)
        return _mapped(cell, meaning)

    def contradictions(
        self, codes: pl.Series, names: pl.Series, kinds: Collection[str]
    ) -> Iterator[tuple[pl.Series, str]]:
        """Which rows have a name that stands for another area than their code, and for which."""
        unknown = []
        pairs = pl.DataFrame({"code": codes, "name": names}).unique().drop_nulls().sort("name", "code")
        for code, text in pairs.iter_rows():
            match = match_name(text, area(code).kind)
            if match is None:
                unknown.append(text)
            elif match.code != code:
                yield (codes == code) & (names == text), match.code
            else:
                self._taken(text, match)
        if unknown:
            template = phrase("Names that are in no list, so that only the code was used: {names}.")
            self._note(template, names=", ".join(sorted(set(unknown))))

    def _names(self, text: str, kinds: Collection[str]) -> list[str]:
        matches = {match.code: match for kind in NAMEABLE if kind in kinds and (match := match_name(text, kind))}
        if len(matches) == 1:
            return [self._taken(text, match) for match in matches.values()]
        return list(matches)

    def _taken(self, text: str, match: Match) -> str:
        if match.alias_used:
            self._aliases[text] = match.code
        return match.code


def _is_code(text: str, kinds: Collection[str]) -> bool:
    return is_known(text) and area(text).kind in kinds


def _mapped(cell: pl.Series, meaning: dict[str, str]) -> pl.Series:
    return cell.replace_strict(meaning, default=None, return_dtype=pl.String)
