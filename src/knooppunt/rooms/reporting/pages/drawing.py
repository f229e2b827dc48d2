"""A questionnaire as fields on a page, with what was typed, what is wrong, and what was reported before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from knooppunt.rooms.reporting.rules.answering import rows_of
from knooppunt.rooms.reporting.rules.entries import Entries, field, number_text, rows_shown
from knooppunt.rooms.reporting.rules.questionnaire import Answers, Cell, Question, Questionnaire, Shape, Wrong


@dataclass(frozen=True, slots=True)
class Drawn:
    """One field: its name, what stands in it, what is wrong with it, and what the last report said."""

    id: str
    name: str
    question: Question
    values: tuple[str, ...]
    wrong: str
    before: str
    label: str

    @property
    def value(self) -> str:
        """What stands in it, where that is one thing."""
        return self.values[0] if self.values else ""

    @property
    def described(self) -> str:
        """The identifiers of what explains it."""
        parts = (("help", self.question.help), ("before", self.before), ("error", self.wrong), ("bounds", self.bounds))
        return " ".join(f"{self.id}_{part}" for part, there in parts if there)

    @property
    def bounds(self) -> str:
        """The bounds of a number in words."""
        low, high = self.question.low, self.question.high
        if self.question.shape is not Shape.NUMBER or (low is None and high is None):
            return ""
        if low is not None and high is not None:
            return _("from {low} up to and including {high}").format(low=number_text(low), high=number_text(high))
        if low is not None:
            return _("at least {low}").format(low=number_text(low))
        return _("at most {high}").format(high=number_text(high or 0))


@dataclass(frozen=True, slots=True)
class DrawnQuestion:
    """A question with its field, or its table of fields."""

    question: Question
    field: Drawn | None
    rows: tuple[tuple[str, tuple[Drawn, ...]], ...]
    wrong: str

    @property
    def id(self) -> str:
        """Where it stands on the page."""
        return f"f_{self.question.key}"


def drawn(
    questionnaire: Questionnaire, entries: Entries, wrongs: Sequence[Wrong], before: Answers
) -> list[DrawnQuestion]:
    """The questions as fields."""
    by_place: defaultdict[tuple[str, int | None, str], list[str]] = defaultdict(list)
    for wrong in wrongs:
        by_place[wrong.key, wrong.row, wrong.column].append(sentence(wrong))
    faults = {place: " ".join(told) for place, told in by_place.items()}
    return [_drawn(question, entries, faults, before) for question in questionnaire.questions]


def sentence(wrong: Wrong) -> str:
    """What is wrong, in the language of the reader."""
    return _(wrong.template).format(**wrong.values)


def cell_text(question: Question, cell: object) -> str:
    """An answer as people read it; not known is said to be so."""
    if cell is None or cell in ("", ()):
        return _("not known")
    labels = {choice.key: choice.label for choice in question.choices}
    if isinstance(cell, tuple):
        return ", ".join(labels.get(str(part), str(part)) for part in cell)
    if isinstance(cell, int | float):
        return f"{_spoken(cell)} {question.unit}".strip()
    return labels.get(str(cell), str(cell))


def _spoken(number: float) -> str:
    """As the reader writes numbers, with every decimal that was given."""
    return number_format(int(number) if number == int(number) else repr(number), force_grouping=True)


Faults = Mapping[tuple[str, int | None, str], str]


def _drawn(question: Question, entries: Entries, faults: Faults, before: Answers) -> DrawnQuestion:
    whole = faults.get((question.key, None, ""), "")
    if question.shape is not Shape.TABLE:
        told = before.get(question.key)
        return DrawnQuestion(question, _field(question, (question.key, None, ""), entries, faults, told), (), whole)
    rows = []
    for number in range(rows_shown(question, entries)):
        name = question.rows[number] if question.rows else str(number + 1)
        cells = tuple(
            _field(
                column, (question.key, number, column.key), entries, faults, _before(question, column, number, before)
            )
            for column in question.columns
        )
        rows.append((name, cells))
    of_rows = [
        text for (key, row, column), text in faults.items() if key == question.key and row is not None and not column
    ]
    return DrawnQuestion(question, None, tuple(rows), " ".join([whole, *of_rows]).strip())


def _field(
    question: Question, place: tuple[str, int | None, str], entries: Entries, faults: Faults, told: object
) -> Drawn:
    name = field(*place)
    return Drawn(
        id=f"f_{name.removeprefix('q.').replace('.', '_')}",
        name=name,
        question=question,
        values=tuple(entries.get(name, ())),
        wrong=faults.get(place, ""),
        before="" if told is None else cell_text(question, told),
        label=question.title,
    )


def _before(table: Question, column: Question, number: int, before: Answers) -> Cell:
    rows = rows_of(before, table.key)
    if table.rows:
        rows = tuple(row for row in rows if row.get("") == table.rows[number])
        number = 0
    return rows[number].get(column.key) if number < len(rows) else None
