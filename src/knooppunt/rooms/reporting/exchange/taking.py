"""Taking the answers from a sheet, part by part, with the place of each in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.reporting.exchange.cells import read_cell, shown
from knooppunt.rooms.reporting.exchange.grids import Area
from knooppunt.rooms.reporting.exchange.making import At
from knooppunt.rooms.reporting.exchange.marks import ANSWER, KEY, column_mark, fingerprint, meant
from knooppunt.rooms.reporting.exchange.wording import expected
from knooppunt.rooms.reporting.rules.answering import check_answers
from knooppunt.rooms.reporting.rules.questionnaire import Answers, Cell, Question, Questionnaire, Row, Shape, Wrong

TWICE = phrase("This stands in the file twice: also at {other}. Remove one of them.")


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that is wrong. ``place``: ``Blad!C14``; a sheet or nothing for what is gone. ``at``: the answer it is."""

    place: str
    sentence: str
    at: At | None = None
    stood: str = ""


@dataclass(slots=True)
class TableFound:
    """Where a table was found: its area, the column of each of its columns, and the rows of the sheet it has."""

    area: Area
    columns: dict[str, int]
    rows: list[int] = field(default_factory=list)

    def place(self, row: int | None, column: str) -> str:
        """``Blad!C14`` of a row of the table, counted from 0; of the table itself its first cell."""
        line = self.area.row + 1 if row is None else self.rows[row]
        return self.area.grid.place(line, self.columns.get(column, min(self.columns.values(), default=0)))


class Taking:
    """Takes answers from the areas of a file."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._asked = questionnaire
        self._single = {one.key: one for one in questionnaire.questions if one.shape is not Shape.TABLE}
        self._tables = {one.key: one for one in questionnaire.questions if one.shape is Shape.TABLE}
        self._marks: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._found: dict[str, TableFound] = {}
        self._answers: dict[str, Cell | tuple[Row, ...]] = {}
        self._wrongs: list[WrongCell] = []
        self.hidden = 0

    def note(self, place: str, sentence: str, at: At | None = None, stood: str = "") -> None:
        """Something is wrong."""
        self._wrongs.append(WrongCell(place, sentence, at, stood))

    def take(self, area: Area) -> None:
        """Take what stands in ``area``."""
        columns = self._columns(area)
        self._check_above(area, columns)
        self._check_merged(area, columns)
        if ANSWER in columns and KEY in columns:
            self._take_single(area, columns[ANSWER], columns[KEY])
        for key, table in self._tables.items():
            marks = {one.key: column_mark(key, one.key) for one in _columns_of(table)}
            own = {column: columns[mark] for column, mark in marks.items() if mark in columns}
            if own and key not in self._found:
                self._take_table(table, TableFound(area, own))

    def finish(self) -> tuple[Answers, tuple[WrongCell, ...]]:
        """The answers, and everything that is wrong: what is gone, and what the rules of the questionnaire say."""
        for question in self._asked.questions:
            self._check_there(question)
        wrong = {one.at for one in self._wrongs if one.at is not None}
        says = {rule.says.replace("{", "{{").replace("}", "}}") for rule in self._asked.consistencies}
        for told in check_answers(self._asked, self._answers):
            at = (told.key, told.row, told.column)
            if at not in wrong and (told.row is not None or told.key in self._places or told.key in self._found):
                place = self._place(told)
                self.note(place, self._sentence(told, told.template in says), at)
                wrong.add(at)
        return self._answers, tuple(self._wrongs)

    def _columns(self, area: Area) -> dict[str, int]:
        """The column of each mark that is read here."""
        known = {column_mark(key, one.key) for key, table in self._tables.items() for one in _columns_of(table)}
        found: dict[str, int] = {}
        for mark, columns in area.columns.items():
            for column in columns:
                place = area.grid.place(area.row, column)
                if mark not in known | {ANSWER, KEY}:
                    self.note(place, gettext("This column belongs to no question."))
                elif mark in self._marks:
                    self.note(place, gettext(TWICE).format(other=self._marks[mark]))
                else:
                    self._marks[mark], found[mark] = place, column
        return found

    def _check_above(self, area: Area, columns: dict[str, int]) -> None:
        """What people put above the marks, or sorted to there, is not read."""
        known = area.origin.above if area.origin else frozenset()
        for row in range(area.row):
            for column in columns.values():
                found = area.grid.found(row, column)
                if not found.is_empty and fingerprint(str(found.value)) not in known:
                    sentence = gettext("This stands above the headings, and is not read. Put it below them.")
                    self.note(area.grid.place(row, column), sentence)

    def _check_merged(self, area: Area, columns: dict[str, int]) -> None:
        for (top, left), (bottom, right) in area.grid.merged:
            covered = sorted(column for column in columns.values() if left <= column <= right)
            if covered and bottom > area.row and not area.grid.found(top, left).is_empty:
                sentence = gettext(
                    "These cells are merged, so that it is not clear which one is filled in. Split them."
                )
                self.note(area.grid.place(max(top, area.row + 1), covered[0]), sentence)

    def _take_single(self, area: Area, answer: int, key: int) -> None:
        grid = area.grid
        for row in range(area.row + 1, area.ends):
            named, found = shown(grid.found(row, key)).strip(), grid.found(row, answer)
            question, place = self._single.get(named), grid.place(row, answer)
            if question is None:
                if not found.is_empty:
                    self.note(place, gettext("No question belongs to this line, so that this is not read."))
            elif named in self._places:
                self.note(place, gettext(TWICE).format(other=self._places[named]))
            else:
                self._places[named] = place
                self.hidden += row in grid.scan.hidden and not found.is_empty
                self._answers[named] = self._cell(question, area, (row, answer), (named, None, ""))

    def _take_table(self, table: Question, found: TableFound) -> None:
        self._found[table.key] = found
        rows: list[Row] = []
        for line in self._lines(found):
            if not table.rows and len(rows) == table.most_rows:
                template = gettext("There are at most {most} rows; this is one more.")
                self.note(
                    found.area.grid.place(line, min(found.columns.values())), template.format(most=table.most_rows)
                )
                break
            found.rows.append(line)
            rows.append(self._row(table, found, line, len(rows)))
        self._answers[table.key] = tuple(rows)

    def _lines(self, found: TableFound) -> Iterator[int]:
        """The rows of the sheet in which something stands."""
        grid = found.area.grid
        for line in range(found.area.row + 1, found.area.ends):
            if any(not grid.found(line, column).is_empty for column in found.columns.values()):
                self.hidden += line in grid.scan.hidden
                yield line

    def _row(self, table: Question, found: TableFound, line: int, number: int) -> Row:
        row: dict[str, Cell] = {}
        if table.rows and "" in found.columns:
            row[""] = meant(shown(found.area.grid.found(line, found.columns[""]))).strip()
        for column in table.columns:
            if column.key in found.columns:
                where = (line, found.columns[column.key])
                row[column.key] = self._cell(column, found.area, where, (table.key, number, column.key))
        return row

    def _cell(self, question: Question, area: Area, where: tuple[int, int], at: At) -> Cell:
        found = area.grid.found(*where)
        try:
            return read_cell(question, found)
        except Invalid as wrong:
            self.note(area.grid.place(*where), wrong.sentence(gettext(wrong.template)), at, shown(found))
            return None

    def _check_there(self, question: Question) -> None:
        """Name a question whose line, sheet or column is gone: an answer that was not asked is no empty answer."""
        if question.shape is not Shape.TABLE:
            if question.key not in self._places:
                self.note("", gettext("The line of the question ‘{title}’ is gone.").format(title=question.title))
            return
        found = self._found.get(question.key)
        if found is None:
            self.note("", gettext("The table ‘{title}’ is gone.").format(title=question.title))
            return
        for column in _columns_of(question):
            if column.key not in found.columns:
                sentence = gettext("The column ‘{title}’ of this table is gone.")
                self.note(found.area.grid.name, sentence.format(title=column.title or gettext("Row")))
        self._check_rows(question, found)

    def _check_rows(self, table: Question, found: TableFound) -> None:
        rows = self._answers[table.key]
        assert isinstance(rows, tuple)
        there = {row.get("") for row in rows if isinstance(row, dict)}
        for name in table.rows:
            if name not in there:
                self.note(found.area.grid.name, gettext("The row ‘{name}’ of this table is gone.").format(name=name))

    def _place(self, wrong: Wrong) -> str:
        if wrong.key in self._found:
            return self._found[wrong.key].place(wrong.row, wrong.column)
        return self._places[wrong.key]

    def _sentence(self, wrong: Wrong, is_rule: bool) -> str:
        told = gettext(wrong.template).format(**wrong.values)
        if is_rule:
            return wrong.template.format()
        question = self._question(wrong)
        if question is None or question.shape is not Shape.NUMBER:
            return told
        return told + " " + gettext("Expected: {expected}.").format(expected=expected(question))

    def _question(self, wrong: Wrong) -> Question | None:
        """The question or column that is asked there; None for a table as a whole."""
        if wrong.key in self._single:
            return self._single[wrong.key]
        return next((one for one in self._tables[wrong.key].columns if one.key == wrong.column), None)


def _columns_of(table: Question) -> tuple[Question, ...]:
    """The columns of a table, that of the names of its rows first."""
    return (*((Question("", "", Shape.TEXT),) if table.rows else ()), *table.columns)
